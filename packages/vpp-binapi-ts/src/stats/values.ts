import type { Buffer } from "node:buffer";
import { type DirectoryEntry, readVectors, type SegmentHeader, textAt, u64s } from "./layout.js";
import type { ReadableBytes } from "./segment-file.js";

export interface PacketsAndBytes {
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** A value of the stats segment. Counters are [thread][index], where the index is that of an interface, a node, a route ... */
export type StatsValue =
  | { readonly kind: "scalar" | "gauge"; readonly value: bigint }
  | { readonly kind: "simple"; readonly counters: readonly (readonly bigint[])[] }
  | { readonly kind: "combined"; readonly counters: readonly (readonly PacketsAndBytes[])[] }
  /** undefined where an index has no name. */
  | { readonly kind: "names"; readonly names: readonly (string | undefined)[] }
  /** [thread][bin]; bin n counts the values up to 2 to the power of `minExponent` + n. */
  | { readonly kind: "histogram"; readonly minExponent: number; readonly bins: readonly (readonly bigint[])[] }
  /** Ring buffers, empty places, and what VPP may add: they are listed and not read. */
  | { readonly kind: "other"; readonly type: number };

export type StatsEntry = StatsValue & { readonly name: string };

const types = { scalar: 1, simple: 2, combined: 3, names: 4, symlink: 6, histogram: 7, gauge: 9 };

/**
 * Gives what reads entries of the directory. A symlink gives the one column of the counters that it stands for; those are read
 * once, since thousands of `/err/` stand for columns of the same. `entryAt` looks them up by their place in the directory.
 */
export function entryReader(
  segment: ReadableBytes,
  header: SegmentHeader,
  entryAt: (place: number) => DirectoryEntry | undefined,
): (entry: DirectoryEntry) => StatsEntry {
  const targets = new Map<number, StatsValue>();
  return (entry) => {
    const { name, payload } = entry;
    if (entry.type !== types.symlink) return { name, ...readValue(segment, header, entry) };
    const place = Number(payload & 0xffff_ffffn);
    const target = entryAt(place);
    const column = Number(payload >> 32n);
    if (target === undefined || target.type === types.symlink) return { name, kind: "other", type: entry.type };
    const value = targets.get(place) ?? readValue(segment, header, target);
    targets.set(place, value);
    return { name, ...columnOf(value, column) };
  };
}

/** Counters summed over VPP's threads: index to sum. */
export function sumThreads(counters: readonly (readonly bigint[])[]): bigint[] {
  const width = Math.max(0, ...counters.map((thread) => thread.length));
  return Array.from({ length: width }, (_, index) => counters.reduce((sum, thread) => sum + (thread[index] ?? 0n), 0n));
}

/** The same for packets and bytes. */
export function sumThreadsCombined(counters: readonly (readonly PacketsAndBytes[])[]): PacketsAndBytes[] {
  const packets = sumThreads(counters.map((thread) => thread.map((counter) => counter.packets)));
  const bytes = sumThreads(counters.map((thread) => thread.map((counter) => counter.bytes)));
  return packets.map((each, index) => ({ packets: each, bytes: bytes[index]! }));
}

function readValue(segment: ReadableBytes, header: SegmentHeader, { type, payload }: DirectoryEntry): StatsValue {
  switch (type) {
    // VPP 26.06 stores both as integers, although the name says more of a floating point number.
    case types.scalar:
      return { kind: "scalar", value: payload };
    case types.gauge:
      return { kind: "gauge", value: payload };
    case types.simple:
      return { kind: "simple", counters: readVectors(segment, header, payload, 8).map(u64s) };
    case types.combined:
      return { kind: "combined", counters: readVectors(segment, header, payload, 16).map(packetsAndBytes) };
    case types.names:
      return { kind: "names", names: readVectors(segment, header, payload, 1).map(nameOf) };
    case types.histogram:
      return histogramOf(readVectors(segment, header, payload, 8).map(u64s));
    default:
      return { kind: "other", type };
  }
}

function columnOf(value: StatsValue, column: number): StatsValue {
  if (value.kind === "simple") {
    return { kind: "simple", counters: value.counters.map((thread) => thread.slice(column, column + 1)) };
  }
  if (value.kind === "combined") {
    return { kind: "combined", counters: value.counters.map((thread) => thread.slice(column, column + 1)) };
  }
  return value;
}

/** The first element of each thread is the exponent, behind it are the bins. */
function histogramOf(threads: readonly (readonly bigint[])[]): StatsValue {
  const minExponent = Number(threads[0]?.[0] ?? 0n);
  return { kind: "histogram", minExponent, bins: threads.map((thread) => thread.slice(1)) };
}

function packetsAndBytes(bytes: Buffer): PacketsAndBytes[] {
  return Array.from({ length: bytes.length / 16 }, (_, index) => ({
    packets: bytes.readBigUInt64LE(index * 16),
    bytes: bytes.readBigUInt64LE(index * 16 + 8),
  }));
}

function nameOf(bytes: Buffer): string | undefined {
  return bytes.length === 0 ? undefined : textAt(bytes, 0, bytes.length);
}
