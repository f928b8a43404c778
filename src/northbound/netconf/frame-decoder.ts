/** Cuts a stream of bytes into messages, in the framing that the session has agreed on. */

import { ChunkDecoder } from "./chunk-decoder.js";
import { EndOfMessageDecoder } from "./end-of-message-decoder.js";
import type { Framing, PartDecoder } from "./framing.js";

/** Starts with end-of-message framing, as every session does for its <hello>. */
export class FrameDecoder {
  #decoder: PartDecoder;

  /** @param maxHelloBytes limit for messages until `use` is called */
  constructor(maxHelloBytes: number) {
    this.#decoder = new EndOfMessageDecoder(maxHelloBytes);
  }

  /** The framing that the hellos agreed on. Bytes after the message that `decode` gave last are read with it. */
  use(framing: Framing, maxMessageBytes: number): void {
    this.#decoder =
      framing === "chunked" ? new ChunkDecoder(maxMessageBytes) : new EndOfMessageDecoder(maxMessageBytes);
  }

  /** The messages that these bytes complete, one at a time. Throws FramingError and MessageTooBigError. */
  *decode(bytes: Buffer): Generator<Buffer, void> {
    let rest = bytes;
    while (rest.length > 0) {
      const taken = this.#decoder.take(rest);
      rest = taken.rest;
      if (taken.message !== undefined) yield taken.message;
    }
  }
}
