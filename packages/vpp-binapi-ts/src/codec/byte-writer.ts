import { Buffer } from "node:buffer";

const initialCapacity = 4096;

/** A growing buffer that messages are written into one after the other. Numbers are big-endian unless the name says otherwise. */
export class ByteWriter {
  /** Bytes beyond `offset` are unwritten and hold anything. */
  bytes: Buffer;
  offset = 0;

  constructor(capacity: number = initialCapacity) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for `size` more bytes. Every method here does so itself. */
  reserve(size: number): void {
    const needed = this.offset + size;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.offset);
    this.bytes = larger;
  }

  /** Makes room for `size` more bytes and passes them: the caller writes them, from the place that is given. */
  allot(size: number): number {
    this.reserve(size);
    const start = this.offset;
    this.offset = start + size;
    return start;
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.offset++] = value;
  }

  u16(value: number): void {
    this.reserve(2);
    const { bytes, offset } = this;
    bytes[offset] = value >>> 8;
    bytes[offset + 1] = value;
    this.offset = offset + 2;
  }

  u32(value: number): void {
    this.reserve(4);
    const { bytes, offset } = this;
    bytes[offset] = value >>> 24;
    bytes[offset + 1] = value >>> 16;
    bytes[offset + 2] = value >>> 8;
    bytes[offset + 3] = value;
    this.offset = offset + 4;
  }

  u64(value: bigint): void {
    this.reserve(8);
    this.offset = this.bytes.writeBigUInt64BE(value, this.offset);
  }

  f64LittleEndian(value: number): void {
    this.reserve(8);
    this.offset = this.bytes.writeDoubleLE(value, this.offset);
  }

  /** Copies `source` and fills up to `size` bytes with zeros. `source` is at most `size` long. */
  block(source: Uint8Array, size: number): void {
    this.reserve(size);
    this.bytes.set(source, this.offset);
    this.offset += source.length;
    this.zeros(size - source.length);
  }

  zeros(size: number): void {
    this.reserve(size);
    const end = this.offset + size;
    // A native fill costs more than a short loop.
    if (size > 32) this.bytes.fill(0, this.offset, end);
    else for (let at = this.offset; at < end; at++) this.bytes[at] = 0;
    this.offset = end;
  }

  /** Puts a big-endian u32 at a place written before, such as a length known only at the end. */
  patchU32(at: number, value: number): void {
    this.bytes.writeUInt32BE(value, at);
  }

  /** What was written so far. The memory is shared with this writer. */
  written(): Buffer {
    return this.bytes.subarray(0, this.offset);
  }
}
