/**
 * Chunked framing (RFC 6242 4.2):
 *
 *     LF # <size> LF <size bytes>   ... once or more ...   LF # # LF
 */

import { ByteCollector } from "./byte-collector.js";
import { FramingError, MessageTooBigError, type PartDecoder, type Taken } from "./framing.js";

const LINE_FEED = 0x0a;
const HASH = 0x23;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const MAX_CHUNK_BYTES = 4294967295;

type State = "line-feed" | "hash" | "size-or-end" | "size" | "payload" | "final-line-feed";

export class ChunkDecoder implements PartDecoder {
  readonly #collector = new ByteCollector();
  #state: State = "line-feed";
  /** In "size": the number read so far. In "payload": bytes of the chunk that are still to come. */
  #size = 0;
  #chunks = 0;

  constructor(readonly maxMessageBytes: number) {}

  take(bytes: Buffer): Taken {
    let offset = 0;
    while (offset < bytes.length) {
      if (this.#state === "payload") {
        offset += this.#takePayload(bytes.subarray(offset));
      } else if (this.#takeHeaderByte(bytes[offset++]!)) {
        this.#chunks = 0;
        return { message: this.#collector.take(), rest: bytes.subarray(offset) };
      }
    }
    return { message: undefined, rest: bytes.subarray(offset) };
  }

  #takePayload(bytes: Buffer): number {
    const length = Math.min(bytes.length, this.#size);
    this.#collector.append(bytes.subarray(0, length));
    this.#size -= length;
    if (this.#size === 0) this.#state = "line-feed";
    return length;
  }

  /** Returns whether the byte ended the message. */
  #takeHeaderByte(byte: number): boolean {
    switch (this.#state) {
      case "line-feed":
        this.#expect(byte, LINE_FEED, "hash");
        return false;
      case "hash":
        this.#expect(byte, HASH, "size-or-end");
        return false;
      case "size-or-end":
        this.#startSizeOrEnd(byte);
        return false;
      case "size":
        this.#takeSizeByte(byte);
        return false;
      default:
        this.#expect(byte, LINE_FEED, "line-feed");
        return true;
    }
  }

  #expect(byte: number, wanted: number, next: State): void {
    if (byte !== wanted) throw new FramingError(`chunk header has byte ${byte} where ${wanted} belongs`);
    this.#state = next;
  }

  #startSizeOrEnd(byte: number): void {
    if (byte === HASH) {
      if (this.#chunks === 0) throw new FramingError("message without any chunk");
      this.#state = "final-line-feed";
      return;
    }
    if (byte === DIGIT_0) throw new FramingError("chunk size begins with 0");
    this.#size = 0;
    this.#state = "size";
    this.#takeSizeByte(byte);
  }

  #takeSizeByte(byte: number): void {
    if (byte === LINE_FEED) {
      if (this.#collector.length + this.#size > this.maxMessageBytes)
        throw new MessageTooBigError(this.maxMessageBytes);
      this.#collector.expect(this.#size);
      this.#chunks++;
      this.#state = "payload";
      return;
    }
    if (byte < DIGIT_0 || byte > DIGIT_9) throw new FramingError(`chunk size has byte ${byte}`);
    this.#size = this.#size * 10 + (byte - DIGIT_0);
    if (this.#size > MAX_CHUNK_BYTES) throw new FramingError("chunk size is over 4294967295");
  }
}
