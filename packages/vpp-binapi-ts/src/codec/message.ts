import { Buffer } from "node:buffer";
import { atPath } from "../errors/codec-errors.js";
import { ByteReader } from "./byte-reader.js";
import { ByteWriter } from "./byte-writer.js";
import { type Field, type StructType, structType } from "./struct.js";
import type { Input } from "./wire-type.js";

/** What stands between the message id and the fields: a request has both, a reply the context, an event the client index. */
export type Head = "clientIndexAndContext" | "context" | "clientIndex" | "none";

/** VPP's own remarks on a message, such as `deprecated` or `status: in_progress`. */
export type MessageOptions = Readonly<Record<string, string | null>>;

/** One message: its name and CRC in VPP's table, and its fields in wire order. */
export interface Message<T> {
  readonly kind: "request" | "dump" | "cursor" | "reply" | "event";
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly crc: string;
  readonly head: Head;
  readonly body: StructType<T>;
  readonly options: MessageOptions;
}

/** A message that asks for nothing: a reply, the details of a dump, an event. */
export interface PlainMessage<T> extends Message<T> {
  readonly kind: "reply" | "event";
}

/** A request with one reply, or with none (`reply` is null). `events` are those that it subscribes to. */
export interface RequestMessage<Request, Reply> extends Message<Request> {
  readonly kind: "request";
  readonly reply: Message<Reply> | null;
  readonly events: readonly Message<unknown>[];
}

/** A request answered by any number of details without an end mark. */
export interface DumpMessage<Request, Details> extends Message<Request> {
  readonly kind: "dump";
  readonly details: Message<Details>;
}

/** Details, then a reply. A request with a `cursor` is to be asked again when the reply says so; trace_dump has none. */
export interface CursorMessage<Request, Details> extends Message<Request> {
  readonly kind: "cursor";
  readonly details: Message<Details>;
  readonly reply: Message<CursorReply>;
}

export interface CursorReply {
  readonly retval: number;
  readonly cursor?: number;
}

interface MessageDefinition {
  readonly name: string;
  readonly crc: string;
  readonly fields: readonly Field[];
  readonly head?: Head;
  readonly options?: MessageOptions;
}

export function requestMessage<Request extends object, Reply = void>(
  definition: MessageDefinition & { reply: Message<Reply> | null; events?: readonly Message<unknown>[] },
): RequestMessage<Request, Reply> {
  const { reply, events = [] } = definition;
  return { ...messageOf<Request>("clientIndexAndContext", definition), kind: "request", reply, events };
}

export function dumpMessage<Request extends object, Details>(
  definition: MessageDefinition & { details: Message<Details> },
): DumpMessage<Request, Details> {
  return { ...messageOf<Request>("clientIndexAndContext", definition), kind: "dump", details: definition.details };
}

export function cursorMessage<Request extends object, Details>(
  definition: MessageDefinition & { details: Message<Details>; reply: Message<CursorReply> },
): CursorMessage<Request, Details> {
  const { details, reply } = definition;
  return { ...messageOf<Request>("clientIndexAndContext", definition), kind: "cursor", details, reply };
}

/** A reply, or the details of a dump. */
export function replyMessage<T extends object>(definition: MessageDefinition): PlainMessage<T> {
  return { ...messageOf<T>("context", definition), kind: "reply" };
}

/** A message that VPP sends unasked. */
export function eventMessage<T extends object>(definition: MessageDefinition): PlainMessage<T> {
  return { ...messageOf<T>("clientIndex", definition), kind: "event" };
}

/** The name under which VPP's message table lists the message. */
export function tableName(message: Message<unknown>): string {
  return `${message.name}_${message.crc}`;
}

/** What is said about a message apart from its fields. Members that the message's head does not have are 0. */
export interface MessageHead {
  /** Number of the message in the table of this session. */
  readonly id: number;
  readonly clientIndex: number;
  readonly context: number;
}

/** Writes a whole message (without frame header). Throws VppEncodeError with the path of the field that does not fit. */
export function writeMessage<T>(writer: ByteWriter, message: Message<T>, head: MessageHead, fields: Input<T>): void {
  writer.u16(head.id);
  if (message.head === "clientIndexAndContext" || message.head === "clientIndex") writer.u32(head.clientIndex);
  if (message.head === "clientIndexAndContext" || message.head === "context") writer.u32(head.context);
  try {
    message.body.write(writer, fields as T);
  } catch (error) {
    throw atPath(error, message.name);
  }
}

/** A whole message as bytes of its own. Throws as writeMessage does. */
export function encodeMessage<T>(message: Message<T>, head: MessageHead, fields: Input<T>): Buffer {
  const writer = new ByteWriter();
  writeMessage(writer, message, head, fields);
  return Buffer.from(writer.written());
}

export interface DecodedMessage<T> extends MessageHead {
  readonly fields: T;
}

/**
 * Reads a whole message (without frame header). More bytes than the message needs are accepted, since VPP 26.06 sends
 * such (nat44_lb_static_mapping_details); too few throw VppDecodeError.
 */
export function decodeMessage<T>(message: Message<T>, bytes: Buffer): DecodedMessage<T> {
  const reader = new ByteReader(bytes);
  try {
    const id = reader.u16();
    const clientIndex = message.head === "clientIndexAndContext" || message.head === "clientIndex" ? reader.u32() : 0;
    const context = message.head === "clientIndexAndContext" || message.head === "context" ? reader.u32() : 0;
    return { id, clientIndex, context, fields: message.body.read(reader) };
  } catch (error) {
    throw atPath(error, message.name);
  }
}

const headSizes: Readonly<Record<Head, number>> = { clientIndexAndContext: 10, context: 6, clientIndex: 6, none: 2 };

/** The fields of the message at the reader's place, without what stands before them. Throws as decodeMessage does. */
export function readFields<T>(message: Message<T>, reader: ByteReader): T {
  try {
    reader.take(headSizes[message.head]);
    return message.body.read(reader);
  } catch (error) {
    throw atPath(error, message.name);
  }
}

/**
 * The return code that fields begin with; 0 where they do not. For a refusal whose other fields cannot be read: VPP 26.06 leaves those
 * of some as it finds them in memory (classify_table_info_reply).
 */
export function leadingReturnCode({ fields }: StructType<unknown>, reader: ByteReader): number {
  return fields[0]?.[0] === "retval" && reader.remaining >= 4 ? reader.i32() : 0;
}

/** The same for a message at the reader's place. */
export function returnCodeOf({ head, body }: Message<unknown>, reader: ByteReader): number {
  reader.take(headSizes[head]);
  return leadingReturnCode(body, reader);
}

function messageOf<T extends object>(usualHead: Head, definition: MessageDefinition) {
  const { name, crc, fields, head = usualHead, options = {} } = definition;
  return { name, crc, head, options, body: structType<T>(name, fields) };
}
