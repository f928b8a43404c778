/** Gathers the pieces of one message. Large pieces are kept as they are and joined once; small ones share blocks. */

const SMALL_PIECE_BYTES = 1024;
const BLOCK_BYTES = 32 * 1024;

/**
 * Many tiny pieces (a peer may send chunks of one byte) would cost far more in Buffer objects than in bytes,
 * so they are copied into blocks. Memory then stays in proportion to the length of the message.
 */
export class ByteCollector {
  #parts: Buffer[] = [];
  #block: Buffer | undefined;
  #blockUsed = 0;
  #length = 0;

  /** Bytes gathered so far. */
  get length(): number {
    return this.#length;
  }

  append(piece: Buffer): void {
    this.#length += piece.length;
    if (piece.length >= SMALL_PIECE_BYTES || this.#parts.length + this.#blockUsed === 0) {
      this.#closeBlock();
      this.#parts.push(piece);
    } else {
      this.#appendToBlock(piece);
    }
  }

  /** The whole message; the collector is empty afterwards. A message of one piece is not copied. */
  take(): Buffer {
    this.#closeBlock();
    const parts = this.#parts;
    const length = this.#length;
    this.#parts = [];
    this.#length = 0;
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
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
