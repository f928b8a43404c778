import { Buffer } from "node:buffer";
import type { SegmentBytes } from "../../src/stats/segment-file.js";

const base = 0x7f00_0000_0000n;
const headerSize = 40;
const directoryOffset = 64;
const directoryCapacity = 32;
const entrySize = 144;

/** Writes a small stats segment: header, directory, then vectors one after the other. */
export class SegmentBuilder {
  readonly #memory = Buffer.alloc(16384);
  #entries = 0;
  #end = directoryOffset + directoryCapacity * entrySize;

  constructor() {
    this.setVersion(2n);
    this.#memory.writeBigUInt64LE(base, 8);
    this.setEpoch(1n);
    this.#memory.writeBigUInt64LE(base + BigInt(directoryOffset), 32);
  }

  setVersion(version: bigint): void {
    this.#memory.writeBigUInt64LE(version, 0);
  }

  setEpoch(epoch: bigint): void {
    this.#memory.writeBigUInt64LE(epoch, 16);
  }

  setInProgress(inProgress: boolean): void {
    this.#memory.writeBigUInt64LE(inProgress ? 1n : 0n, 24);
  }

  entry(type: number, name: string, payload: bigint): void {
    const start = directoryOffset + this.#entries * entrySize;
    this.#memory.writeUInt32LE(type, start);
    this.#memory.writeBigUInt64LE(payload, start + 8);
    this.#memory.write(name, start + 16);
    this.#entries++;
    this.#memory.writeUInt32LE(this.#entries, directoryOffset - 8);
  }

  scalar(name: string, value: bigint): void {
    this.entry(1, name, value);
  }

  gauge(name: string, value: bigint): void {
    this.entry(9, name, value);
  }

  simple(name: string, threads: readonly (readonly bigint[])[]): void {
    this.entry(2, name, this.#pointers(threads.map((counters) => this.#vector(counters, counters.length))));
  }

  combined(name: string, threads: readonly (readonly (readonly [bigint, bigint])[])[]): void {
    this.entry(3, name, this.#pointers(threads.map((counters) => this.#vector(counters.flat(), counters.length))));
  }

  /** Each thread's bins stand behind the exponent. */
  histogram(name: string, minExponent: bigint, threads: readonly (readonly bigint[])[]): void {
    const vectors = threads.map((bins) => this.#vector([minExponent, ...bins], bins.length + 1));
    this.entry(7, name, this.#pointers(vectors));
  }

  names(name: string, names: readonly (string | undefined)[]): void {
    this.entry(4, name, this.#pointers(names.map((each) => (each === undefined ? 0n : this.#text(`${each}\0`)))));
  }

  symlink(name: string, entryIndex: number, element: number): void {
    this.entry(6, name, BigInt(entryIndex) | (BigInt(element) << 32n));
  }

  bytes(): SegmentBytes {
    const memory = this.#memory;
    return {
      size: memory.length,
      assertAlive() {},
      close() {},
      read(offset, length) {
        if (offset < 0 || offset + length > memory.length) {
          throw Object.assign(new Error("outside of the segment"), { kind: "damaged" });
        }
        return Buffer.from(memory.subarray(offset, offset + length));
      },
    };
  }

  #pointers(pointers: readonly bigint[]): bigint {
    return this.#vector(pointers, pointers.length);
  }

  #vector(values: readonly bigint[], length: number): bigint {
    const start = this.#begin(length);
    for (const [index, value] of values.entries()) this.#memory.writeBigUInt64LE(value, start + index * 8);
    this.#end = start + values.length * 8;
    return base + BigInt(start);
  }

  #text(text: string): bigint {
    const start = this.#begin(text.length);
    this.#end = start + this.#memory.write(text, start);
    return base + BigInt(start);
  }

  /** Writes the length that stands before a vector. */
  #begin(length: number): number {
    const start = (Math.ceil((this.#end + headerSize) / 16) * 16) as number;
    this.#memory.writeUInt32LE(length, start - 8);
    return start;
  }
}
