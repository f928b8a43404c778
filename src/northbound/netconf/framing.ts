/** How NETCONF messages are cut out of, and laid into, a stream of bytes (RFC 6242 4). */

export type Framing = "end-of-message" | "chunked";

/** Ends a message of NETCONF 1.0. */
export const END_OF_MESSAGE = Buffer.from("]]>]]>");
/** Ends the chunks of a message of NETCONF 1.1. */
export const END_OF_CHUNKS = Buffer.from("\n##\n");

/** The peer does not keep to the framing; nothing after this can be read (RFC 6242 4.2: the session ends). */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** A message is longer than the server takes. */
export class MessageTooBigError extends Error {
  override readonly name = "MessageTooBigError";

  constructor(readonly maxMessageBytes: number) {
    super(`message is longer than ${maxMessageBytes} bytes`);
  }
}

export interface Taken {
  /** A message, when one was completed. */
  readonly message: Buffer | undefined;
  /** Bytes after it; empty when there is no message. */
  readonly rest: Buffer;
}

/** One framing's decoder: takes bytes up to the end of one message. */
export interface PartDecoder {
  take(bytes: Buffer): Taken;
}
