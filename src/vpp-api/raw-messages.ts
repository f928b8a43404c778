/** Messages whose fields are bytes here: the worker has made them, or will read them. */

import {
  type CursorMessage,
  type CursorReply,
  type DumpMessage,
  type Message,
  type RequestMessage,
  type StructType,
  u32,
} from "vpp-binapi-ts";
import type { EncodedAnswer, EncodedRequest, MessageName } from "./worker/protocol.js";

export interface RawFields {
  readonly bytes: Uint8Array;
  /** Set by the client, which follows the cursor of a stream. */
  readonly cursor?: number;
}

type RawReply = RawFields & CursorReply;

export function rawRequest(
  { request }: EncodedRequest,
  { reply }: Extract<EncodedAnswer, { kind: "reply" }>,
): RequestMessage<RawFields, RawFields> {
  const head = { ...request, kind: "request", options: {}, events: [] } as const;
  return { ...head, body: rawBody(request.name), reply: rawMessage(reply) };
}

export function rawRequestWithoutReply({ request }: EncodedRequest): RequestMessage<RawFields, undefined> {
  return { ...request, kind: "request", options: {}, events: [], body: rawBody(request.name), reply: null };
}

export function rawDump(
  { request }: EncodedRequest,
  { details }: Extract<EncodedAnswer, { kind: "dump" }>,
): DumpMessage<RawFields, RawFields> {
  return { ...request, kind: "dump", options: {}, body: rawBody(request.name), details: rawMessage(details) };
}

/**
 * A stream that the client asks until VPP has no more.
 * @param onReply called with each reply, whose fields other than cursor and return code are output
 */
export function rawCursor(
  { request }: EncodedRequest,
  { details, reply, cursorAt }: Extract<EncodedAnswer, { kind: "cursor" }>,
  onReply: (bytes: Uint8Array) => void,
): CursorMessage<RawFields, RawFields> {
  const replyBody: StructType<RawReply> = {
    ...(rawBody(reply.name) as unknown as StructType<RawReply>),
    read(reader) {
      const bytes = reader.block(reader.remaining);
      onReply(bytes);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      return { bytes, retval: view.getInt32(0), cursor: cursorAt === undefined ? 0 : view.getUint32(4) };
    },
  };
  return {
    ...request,
    kind: "cursor",
    options: {},
    body: rawBody(request.name, cursorAt),
    details: rawMessage(details),
    reply: { ...reply, kind: "reply", options: {}, body: replyBody } as Message<CursorReply>,
  };
}

export function rawEvent(message: MessageName): Message<RawFields> {
  return { ...message, kind: "event", options: {}, body: rawBody(message.name) };
}

function rawMessage(message: MessageName): Message<RawFields> {
  return { ...message, kind: "reply", options: {}, body: rawBody(message.name) };
}

function rawBody(name: string, cursorAt?: number): StructType<RawFields> {
  return {
    kind: "struct",
    name,
    // By this field the client knows a stream that goes on.
    fields: cursorAt === undefined ? [] : [["cursor", u32]],
    minSize: 0,
    zeroWhenAbsent: true,
    write(writer, value) {
      if (value === undefined) return;
      const start = writer.offset;
      writer.block(value.bytes, value.bytes.length);
      if (cursorAt !== undefined) writer.patchU32(start + cursorAt, value.cursor ?? 0);
    },
    read: (reader) => ({ bytes: reader.block(reader.remaining) }),
  };
}
