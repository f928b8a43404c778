import type { Buffer } from "node:buffer";
import { StatsUnavailableError } from "./errors.js";
import type { ReadableBytes } from "./segment-file.js";

/**
 * The segment, all little-endian. Pointers are addresses in VPP; minus `base` they are offsets in the file.
 *
 *     0  u64 version (2)      directory entry, 144 bytes
 *     8  u64 base             0   u32 type
 *     16 u64 epoch            8   u64 value, or pointer, or u32 index 1 and u32 index 2
 *     24 u64 in progress      16  name, NUL-terminated, 128 bytes
 *     32 u64 directory
 *
 * The number of elements of any vector stands as u32 eight bytes before its first element.
 */
export interface SegmentHeader {
  readonly base: bigint;
  /** Changes whenever entries come or go. */
  readonly epoch: bigint;
  readonly inProgress: boolean;
  readonly directory: bigint;
}

export interface DirectoryEntry {
  readonly type: number;
  readonly name: string;
  /** A value, a pointer, or two indices, as the type says. */
  readonly payload: bigint;
}

const headerSize = 40;
const entrySize = 144;
const lengthBefore = 8;

export function readHeader(segment: ReadableBytes): SegmentHeader {
  const bytes = segment.read(0, headerSize);
  const version = bytes.readBigUInt64LE(0);
  if (version !== 2n) throw new StatsUnavailableError("damaged", `stats segment of version ${version}, 2 is known`);
  return {
    base: bytes.readBigUInt64LE(8),
    epoch: bytes.readBigUInt64LE(16),
    inProgress: bytes.readBigUInt64LE(24) !== 0n,
    directory: bytes.readBigUInt64LE(32),
  };
}

export function readDirectory(segment: ReadableBytes, header: SegmentHeader): DirectoryEntry[] {
  const bytes = readVector(segment, header, header.directory, entrySize);
  return Array.from({ length: bytes.length / entrySize }, (_, place) => decodeEntry(bytes, place * entrySize));
}

/** The entry at one place of the directory; undefined behind its end. */
export function readDirectoryEntry(
  segment: ReadableBytes,
  header: SegmentHeader,
  place: number,
): DirectoryEntry | undefined {
  const offset = Number(header.directory - header.base);
  if (place >= lengthOfVector(segment, offset)) return undefined;
  return decodeEntry(segment.read(offset + place * entrySize, entrySize), 0);
}

function decodeEntry(bytes: Buffer, start: number): DirectoryEntry {
  return {
    type: bytes.readUInt32LE(start),
    payload: bytes.readBigUInt64LE(start + 8),
    name: textAt(bytes, start + 16, 128),
  };
}

/** The elements of a vector, none for a null pointer. */
function readVector(segment: ReadableBytes, header: SegmentHeader, pointer: bigint, elementSize: number): Buffer {
  if (pointer === 0n) return segment.read(0, 0);
  const offset = Number(pointer - header.base);
  return segment.read(offset, lengthOfVector(segment, offset) * elementSize);
}

function lengthOfVector(segment: ReadableBytes, offset: number): number {
  return segment.read(offset - lengthBefore, 4).readUInt32LE(0);
}

/** The vectors that a vector of pointers leads to. */
export function readVectors(
  segment: ReadableBytes,
  header: SegmentHeader,
  pointer: bigint,
  elementSize: number,
): Buffer[] {
  return u64s(readVector(segment, header, pointer, 8)).map((each) => readVector(segment, header, each, elementSize));
}

export function u64s(bytes: Buffer): bigint[] {
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readBigUInt64LE(index * 8));
}

/** Text up to its first NUL. */
export function textAt(bytes: Buffer, start: number, size: number): string {
  const nul = bytes.subarray(start, start + size).indexOf(0);
  return bytes.toString("utf8", start, start + (nul === -1 ? size : nul));
}
