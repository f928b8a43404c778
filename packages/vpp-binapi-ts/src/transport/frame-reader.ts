import { Buffer } from "node:buffer";
import { VppDecodeError } from "../errors/codec-errors.js";
import { frameHeaderSize, frameMessageSize } from "./frame.js";

/** `get_api_json` of VPP 26.06 has 3 MB; this leaves room for much more. */
export const defaultMaxMessageSize = 64 * 1024 * 1024;

/** Cuts the byte stream of the socket into messages: chunks end anywhere, frames are joined and split freely. */
export class FrameReader {
  readonly #maxMessageSize: number;
  /** Chunks that do not make a whole frame yet. */
  #waiting: Buffer[] = [];
  #waitingSize = 0;
  /** How many bytes are needed before it is worth looking again. */
  #needed = frameHeaderSize;

  constructor(maxMessageSize: number = defaultMaxMessageSize) {
    this.#maxMessageSize = maxMessageSize;
  }

  /**
   * Calls `onMessage` for each message that is complete now. The buffers are views into `chunk`.
   * Throws VppDecodeError for a message above the limit: the stream cannot be followed any further then.
   */
  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.#waiting.push(chunk);
    this.#waitingSize += chunk.length;
    if (this.#waitingSize < this.#needed) return;
    const bytes = this.#waiting.length === 1 ? chunk : Buffer.concat(this.#waiting);
    let offset = 0;
    let needed = frameHeaderSize;
    while (bytes.length - offset >= frameHeaderSize) {
      const size = frameMessageSize(bytes, offset);
      if (size > this.#maxMessageSize) {
        throw new VppDecodeError(
          "",
          `a message of ${size} bytes is announced, at most ${this.#maxMessageSize} are read`,
        );
      }
      needed = frameHeaderSize + size;
      if (bytes.length - offset < needed) break;
      onMessage(bytes.subarray(offset + frameHeaderSize, offset + needed));
      offset += needed;
      needed = frameHeaderSize;
    }
    this.#waiting = offset === bytes.length ? [] : [bytes.subarray(offset)];
    this.#waitingSize = bytes.length - offset;
    this.#needed = needed;
  }
}
