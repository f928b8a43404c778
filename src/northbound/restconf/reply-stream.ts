/** Replies that are sent as they are made: nothing here holds more than a chunk. */

import { Readable } from "node:stream";
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

/**
 * A stream that is read no faster than the client takes it. `onStall` is called when the client has taken nothing for
 * `stallTimeoutMs`.
 */
export function replyStream(chunks: AsyncGenerator<Uint8Array>, stallTimeoutMs: number, onStall: () => void): Readable {
  return Readable.from(watchStalls(chunks, stallTimeoutMs, onStall), { objectMode: false });
}

async function* watchStalls(chunks: AsyncGenerator<Uint8Array>, stallTimeoutMs: number, onStall: () => void) {
  for await (const chunk of chunks) {
    const timer = setTimeout(onStall, stallTimeoutMs);
    try {
      yield chunk;
    } finally {
      clearTimeout(timer);
    }
  }
}
