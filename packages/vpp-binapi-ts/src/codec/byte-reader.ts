import type { Buffer } from "node:buffer";
import { VppDecodeError } from "../errors/codec-errors.js";

/** Reads numbers and blocks out of a part of a buffer. Numbers are big-endian unless the name says otherwise. */
export class ByteReader {
  bytes: Buffer;
  end: number;
  offset: number;

  constructor(bytes: Buffer, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  /** Goes to another part, perhaps of another buffer: one reader serves all messages of a session. */
  turnTo(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  /** The place of the next `size` bytes, which are then behind. Throws VppDecodeError where the input is too short. */
  take(size: number): number {
    const start = this.offset;
    if (start + size > this.end) {
      throw new VppDecodeError("", `message ends too early: ${size} more bytes needed, ${this.end - start} there`);
    }
    this.offset = start + size;
    return start;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u16(): number {
    const at = this.take(2);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  i32(): number {
    const { bytes } = this;
    const at = this.take(4);
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  u64(): bigint {
    return this.bytes.readBigUInt64BE(this.take(8));
  }

  i64(): bigint {
    return this.bytes.readBigInt64BE(this.take(8));
  }

  f64LittleEndian(): number {
    return this.bytes.readDoubleLE(this.take(8));
  }

  /** A copy, so that a small field does not keep a large receive buffer alive. */
  block(size: number): Uint8Array {
    const start = this.take(size);
    const copy = new Uint8Array(size);
    for (let index = 0; index < size; index++) copy[index] = this.bytes[start + index]!;
    return copy;
  }
}
