import { Buffer } from "node:buffer";

/** An entry of the directory, by what it holds. Simple and combined counters have one thread here: the outer vector. */
export type StatsEntry =
  | { readonly kind: "scalar" | "gauge"; readonly name: string; readonly value: number }
  | { readonly kind: "simple"; readonly name: string; readonly values: readonly number[] }
  | {
      readonly kind: "combined";
      readonly name: string;
      readonly values: readonly (readonly [packets: number, bytes: number])[];
    }
  | { readonly kind: "names"; readonly name: string; readonly values: readonly (string | undefined)[] }
  /** Element `element` of the entry at `entry`. */
  | { readonly kind: "symlink"; readonly name: string; readonly entry: number; readonly element: number };

const TYPE = { scalar: 1, simple: 2, combined: 3, names: 4, symlink: 6, gauge: 9 } as const;

/** Where VPP would have mapped the segment: pointers in it count from here. */
const BASE = 0x1_3000_0000n;
const HEADER_SIZE = 40;
const ENTRY_SIZE = 144;
const VECTOR_HEADER_SIZE = 8;

/**
 * Lays the entries out as VPP's stats segment, version 2 (src/vlib/stats). All numbers are little-endian:
 *
 *     header     u64 version, base, epoch, in_progress, directory
 *     vector     u32 length, u32 unused, then the elements; pointers lead to the first element
 *     directory  a vector of entries of 144 bytes: u32 type, u32 unused, u64 value or pointer, char name[128]
 */
export function statsSegment(entries: readonly StatsEntry[], epoch: number): Buffer {
  const writer = new SegmentWriter();
  const values = entries.map((entry) => writeValue(writer, entry));
  const directory = writer.vector(entries.length, ENTRY_SIZE, (at, index) => {
    const { kind, name } = entries[index]!;
    writer.bytes.writeUInt32LE(TYPE[kind], at);
    writer.bytes.writeBigUInt64LE(values[index]!, at + 8);
    writer.bytes.write(name.slice(0, 127), at + 16, "latin1");
  });
  const header = [2n, BASE, BigInt(epoch), 0n, directory];
  for (const [index, value] of header.entries()) writer.bytes.writeBigUInt64LE(value, index * 8);
  return writer.written();
}

/** The eight bytes of an entry, after writing what they point to. */
function writeValue(writer: SegmentWriter, entry: StatsEntry): bigint {
  switch (entry.kind) {
    case "scalar":
    case "gauge":
      return BigInt(entry.value);
    case "symlink":
      return BigInt(entry.entry) | (BigInt(entry.element) << 32n);
    case "simple": {
      const { values } = entry;
      const thread = writer.vector(values.length, 8, (at, index) => writer.u64(at, values[index]!));
      return writer.pointers([thread]);
    }
    case "combined": {
      const { values } = entry;
      const thread = writer.vector(values.length, 16, (at, index) => {
        writer.u64(at, values[index]![0]);
        writer.u64(at + 8, values[index]![1]);
      });
      return writer.pointers([thread]);
    }
    case "names":
      // A null pointer stands where an index has no name.
      return writer.pointers(entry.values.map((name) => (name === undefined ? 0n : writer.text(name))));
  }
}

/** Puts vectors one after the other and gives pointers to them. */
class SegmentWriter {
  bytes = Buffer.alloc(4096);
  #end = HEADER_SIZE;

  vector(length: number, size: number, fill: (at: number, index: number) => void): bigint {
    const start = this.#take(VECTOR_HEADER_SIZE + length * size) + VECTOR_HEADER_SIZE;
    this.bytes.writeUInt32LE(length, start - VECTOR_HEADER_SIZE);
    for (let index = 0; index < length; index++) fill(start + index * size, index);
    return BASE + BigInt(start);
  }

  pointers(pointers: readonly bigint[]): bigint {
    return this.vector(pointers.length, 8, (at, index) => this.bytes.writeBigUInt64LE(pointers[index]!, at));
  }

  /** A vector of characters with the NUL that VPP puts at the end. */
  text(text: string): bigint {
    const characters = Buffer.from(`${text}\0`);
    return this.vector(characters.length, 1, (at, index) => this.bytes.writeUInt8(characters[index]!, at));
  }

  u64(at: number, value: number): void {
    this.bytes.writeBigUInt64LE(BigInt(value), at);
  }

  written(): Buffer {
    return this.bytes.subarray(0, this.#end);
  }

  /** Room at the next multiple of 8. */
  #take(size: number): number {
    const start = Math.ceil(this.#end / 8) * 8;
    this.#end = start + size;
    if (this.#end > this.bytes.length) {
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(Math.max(this.#end, this.bytes.length * 2))]);
    }
    return start;
  }
}
