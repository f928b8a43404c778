/** Gathers the pieces of one message. Small pieces share blocks; from a size on, all of the message is in one buffer. */

import { collectRecentGarbage } from "./garbage.js";

const SMALL_PIECE_BYTES = 1024;
const BLOCK_BYTES = 32 * 1024;
/** From here on a message has a buffer of its own, so that it can be handed on without a copy. */
const LARGE_BYTES = 1 << 20;
/** So many bytes of pieces are worth a collection of garbage. */
const MUCH_GARBAGE_BYTES = 1 << 20;

/**
 * Many tiny pieces (a peer may send chunks of one byte) would cost far more in Buffer objects than in bytes,
 * so they are copied into blocks. Memory then stays in proportion to the length of the message.
 */
export class ByteCollector {
  #parts: Buffer[] = [];
  #block: Buffer | undefined;
  #blockUsed = 0;
  #length = 0;
  /** Holds the whole of a large message, and has room for more of it. */
  #large: Buffer | undefined;
  #expected = 0;
  /** Bytes of pieces that were copied since garbage was last collected. */
  #garbage = 0;

  /** Bytes gathered so far. */
  get length(): number {
    return this.#length;
  }

  /** So many bytes are about to come. A buffer that is not written to takes no memory, so that a peer may claim what it likes. */
  expect(bytes: number): void {
    this.#expected = this.#length + bytes;
  }

  append(piece: Buffer): void {
    if (this.#large !== undefined || this.#length + piece.length >= LARGE_BYTES) this.#appendToLarge(piece);
    else if (piece.length >= SMALL_PIECE_BYTES || this.#parts.length + this.#blockUsed === 0) {
      this.#closeBlock();
      this.#parts.push(piece);
    } else {
      this.#appendToBlock(piece);
    }
    this.#length += piece.length;
  }

  /** The whole message; the collector is empty afterwards. A short message of one piece is not copied. */
  take(): Buffer {
    this.#closeBlock();
    const parts = this.#parts;
    const length = this.#length;
    const large = this.#large;
    this.#parts = [];
    this.#length = 0;
    this.#large = undefined;
    this.#expected = 0;
    this.#garbage = 0;
    if (large !== undefined) return large.subarray(0, length);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
  }

  #appendToLarge(piece: Buffer): void {
    const needed = this.#length + piece.length;
    if (this.#large === undefined || needed > this.#large.length) this.#enlarge(needed);
    piece.copy(this.#large!, this.#length);
    this.#garbage += piece.length;
    if (this.#garbage < MUCH_GARBAGE_BYTES) return;
    this.#garbage = 0;
    collectRecentGarbage();
  }

  #enlarge(needed: number): void {
    this.#closeBlock();
    const earlier = this.#large === undefined ? this.#parts : [this.#large.subarray(0, this.#length)];
    this.#large = Buffer.allocUnsafeSlow(Math.max(this.#expected, 2 * needed));
    let end = 0;
    for (const part of earlier) end += part.copy(this.#large, end);
    this.#parts = [];
  }

  #appendToBlock(piece: Buffer): void {
    if (this.#block !== undefined && this.#blockUsed + piece.length > this.#block.length) this.#closeBlock();
    this.#block ??= Buffer.allocUnsafe(BLOCK_BYTES);
    piece.copy(this.#block, this.#blockUsed);
    this.#blockUsed += piece.length;
  }

  #closeBlock(): void {
    if (this.#block !== undefined && this.#blockUsed > 0) this.#parts.push(this.#block.subarray(0, this.#blockUsed));
    this.#block = undefined;
    this.#blockUsed = 0;
  }
}
