/** Replies that are sent as they are made: nothing here holds more than a chunk. */

import { constants, type Http2ServerResponse } from "node:http2";
import { pipeline, Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { type ContentCoding, gzipStream } from "./content-coding.js";
import type { Wrapper } from "./datastore-document.js";

/** Chunks of an answer whose first one has been fetched. Either `chunksOf` is read to its end or `release` is called. */
export interface OpenedChunks {
  readonly first: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
}

/**
 * Fetches the first chunk. It is waited for before the head of the reply goes out, so that a failure up to there is
 * answered with its error; and an iteration that has begun is one that can be released.
 */
export async function openChunks(chunks: AsyncIterable<Uint8Array>): Promise<OpenedChunks> {
  const rest = chunks[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await rest.next();
    if (done) return { first: new Uint8Array(0), rest };
    if (value.length > 0) return { first: value, rest };
  }
}

/** Gives back what stands behind chunks that nobody reads. */
export async function releaseChunks({ rest }: OpenedChunks): Promise<void> {
  await rest.return?.();
}

export async function* chunksOf({ first, rest }: OpenedChunks): AsyncGenerator<Uint8Array> {
  try {
    if (first.length === 0) return;
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      if (next.value.length > 0) yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** Puts a wrapper around chunks, or around what stands for no chunk at all. */
export async function* wrapChunks(chunks: AsyncIterable<Uint8Array>, wrapper: Wrapper): AsyncGenerator<Uint8Array> {
  yield Buffer.from(wrapper.before);
  let isEmpty = true;
  for await (const chunk of chunks) {
    isEmpty = false;
    yield chunk;
  }
  yield Buffer.from(`${isEmpty ? wrapper.nothing : ""}${wrapper.after}`);
}

/** Up to this many bytes a body is collected and sent in one piece, with its length. */
const SHORT_BODY_BYTES = 16 * 1024;

/**
 * Sends the body of a reply. A long one is read no faster than the client takes it, and broken off when the client takes
 * nothing for `stallTimeoutMs` or when the chunks fail: a client must not take what it has for the whole.
 */
export async function sendChunks(
  reply: FastifyReply,
  chunks: AsyncGenerator<Uint8Array>,
  stallTimeoutMs: number,
  coding?: ContentCoding,
): Promise<FastifyReply> {
  const collected: Uint8Array[] = [];
  for (let bytes = 0; bytes <= SHORT_BODY_BYTES && coding === undefined; ) {
    const { value, done } = await chunks.next();
    if (done) return reply.send(Buffer.concat(collected));
    collected.push(value);
    bytes += value.length;
  }
  const body = Readable.from(supervised(continued(collected, chunks), reply, stallTimeoutMs), { objectMode: false });
  // A client may vanish before the stream has asked for anything, and then the generators around the chunks do not run.
  body.once("close", () => releaseGenerator(chunks, reply));
  if (coding === undefined) return reply.send(body);
  // What goes wrong with one of the two ends the other, and is told where it happens.
  return reply.header("content-encoding", coding).send(pipeline(body, gzipStream(), () => undefined));
}

async function* continued(collected: readonly Uint8Array[], chunks: AsyncGenerator<Uint8Array>) {
  yield* collected;
  yield* chunks;
}

function releaseGenerator(chunks: AsyncGenerator<Uint8Array>, { log }: FastifyReply): void {
  chunks.return(undefined).catch((error: unknown) => log.error({ err: error }, "an answer could not be released"));
}

async function* supervised(chunks: AsyncGenerator<Uint8Array>, reply: FastifyReply, stallTimeoutMs: number) {
  let stall: NodeJS.Timeout | undefined;
  try {
    for await (const chunk of chunks) {
      stall = setTimeout(breakOff, stallTimeoutMs, reply);
      yield chunk;
      clearTimeout(stall);
    }
  } catch (error) {
    breakOff(reply);
    throw error;
  } finally {
    clearTimeout(stall);
  }
}

/** Ends a reply that cannot go on. Over HTTP/2 its stream is reset with a code that tells it from one that was complete. */
export function breakOff({ raw }: FastifyReply): void {
  const { stream } = raw as unknown as Partial<Http2ServerResponse>;
  stream?.close(constants.NGHTTP2_INTERNAL_ERROR);
  raw.destroy();
}
