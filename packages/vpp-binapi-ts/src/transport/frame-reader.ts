import { Buffer } from "node:buffer";
import { VppDecodeError } from "../errors/codec-errors.js";
import { frameHeaderSize, frameMessageSize } from "./frame.js";

/** `get_api_json` of VPP 26.06 has 3 MB; this leaves room for much more. */
const defaultMaxMessageSize = 64 * 1024 * 1024;

const smallestWaiting = 4096;
const keptSize = 1024 * 1024;

/** Called with each message: it stands in `bytes` from `start` to `end`, and only until the call returns. */
export type OnMessage = (bytes: Buffer, start: number, end: number) => void;

/** Cuts the byte stream of the socket into messages: chunks end anywhere, frames are joined and split freely. */
export class FrameReader {
  readonly #maxMessageSize: number;
  /** What has come of a frame that is not whole yet, in the first `#waitingSize` bytes. */
  #waiting: Buffer = Buffer.alloc(0);
  #waitingSize = 0;

  constructor(maxMessageSize: number = defaultMaxMessageSize) {
    this.#maxMessageSize = maxMessageSize;
  }

  /**
   * Calls `onMessage` for each message that is complete now. The buffers are views, valid until the call returns.
   * Throws VppDecodeError for a message above the limit: the stream cannot be followed any further then.
   */
  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.read(chunk, (bytes, start, end) => onMessage(bytes.subarray(start, end)));
  }

  /** The same without a view for each message. `chunk` may be used again afterwards: what is not complete is copied. */
  read(chunk: Buffer, onMessage: OnMessage): void {
    let offset = this.#waitingSize === 0 ? 0 : this.#complete(chunk, onMessage);
    while (chunk.length - offset >= frameHeaderSize) {
      const end = offset + this.#frameSize(chunk, offset);
      if (chunk.length < end) break;
      const start = offset + frameHeaderSize;
      offset = end;
      onMessage(chunk, start, end);
    }
    if (offset < chunk.length) this.#keep(chunk, offset, chunk.length);
  }

  /** Adds what is missing of the frame that waits; gives how much of the chunk that took. */
  #complete(chunk: Buffer, onMessage: OnMessage): number {
    let taken = 0;
    if (this.#waitingSize < frameHeaderSize) {
      taken = Math.min(frameHeaderSize - this.#waitingSize, chunk.length);
      this.#keep(chunk, 0, taken);
      if (this.#waitingSize < frameHeaderSize) return taken;
    }
    const size = this.#frameSize(this.#waiting, 0);
    const end = Math.min(taken + size - this.#waitingSize, chunk.length);
    this.#makeRoom(size);
    this.#keep(chunk, taken, end);
    if (this.#waitingSize === size) {
      const frame = this.#waiting;
      this.#waitingSize = 0;
      // One large message is not to hold its memory for ever.
      if (frame.length > keptSize) this.#waiting = Buffer.alloc(0);
      onMessage(frame, frameHeaderSize, size);
    }
    return end;
  }

  #frameSize(bytes: Buffer, offset: number): number {
    const size = frameMessageSize(bytes, offset);
    if (size > this.#maxMessageSize) {
      throw new VppDecodeError("", `a message of ${size} bytes is announced, at most ${this.#maxMessageSize} are read`);
    }
    return frameHeaderSize + size;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    this.#makeRoom(this.#waitingSize + end - start);
    chunk.copy(this.#waiting, this.#waitingSize, start, end);
    this.#waitingSize += end - start;
  }

  #makeRoom(size: number): void {
    if (size <= this.#waiting.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(size, smallestWaiting));
    this.#waiting.copy(larger, 0, 0, this.#waitingSize);
    this.#waiting = larger;
  }
}
