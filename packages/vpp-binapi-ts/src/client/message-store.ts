import { Buffer } from "node:buffer";
import { ByteReader } from "../codec/byte-reader.js";
import { Fifo } from "./fifo.js";

const firstBlockSize = 1024;
const largestBlockSize = 256 * 1024;
const lengthSize = 4;

/** One block of memory with messages one behind the other, each after its length; `next` is where the first one left is. */
interface Block {
  readonly bytes: Buffer;
  filled: number;
  next: number;
}

/** Messages as VPP sent them, first in, first out. As bytes they take a tenth of the memory that their fields as objects would. */
export class MessageStore {
  readonly #full = new Fifo<Block>();
  #filling: Block | undefined;
  readonly #reader = new ByteReader(Buffer.alloc(0));

  /** Copies what is left of the reader. */
  add(message: ByteReader): void {
    const size = message.remaining;
    const block = this.#blockFor(lengthSize + size);
    block.bytes.writeUInt32LE(size, block.filled);
    message.bytes.copy(block.bytes, block.filled + lengthSize, message.offset, message.end);
    block.filled += lengthSize + size;
  }

  /** The first message, which is then gone; undefined when there is none. The reader is used again for the next one. */
  take(): ByteReader | undefined {
    const block = this.#full.first ?? this.#filling;
    if (block === undefined) return undefined;
    const start = block.next + lengthSize;
    const end = start + block.bytes.readUInt32LE(block.next);
    block.next = end;
    if (end === block.filled) {
      if (block === this.#filling) this.#filling = undefined;
      else this.#full.shift();
    }
    this.#reader.turnTo(block.bytes, start, end);
    return this.#reader;
  }

  clear(): void {
    this.#full.drain();
    this.#filling = undefined;
  }

  #blockFor(size: number): Block {
    const current = this.#filling;
    if (current !== undefined && current.filled + size <= current.bytes.length) return current;
    if (current !== undefined) this.#full.push(current);
    const usual = current === undefined ? firstBlockSize : Math.min(4 * current.bytes.length, largestBlockSize);
    this.#filling = { bytes: Buffer.allocUnsafeSlow(Math.max(size, usual)), filled: 0, next: 0 };
    return this.#filling;
  }
}
