/** A part of the telemetry: which entries of the stats segment it needs, and what it makes of them. */

import type { StatsEntry } from "vpp-binapi-ts/stats";

export type Entries = ReadonlyMap<string, StatsEntry>;

export interface Section {
  /** Members of the telemetry container that the section gives. */
  readonly members: readonly string[];
  /** Whether the section needs the entry of this name. */
  reads(name: string): boolean;
  /** Those members that VPP has figures for, RFC 7951. `entries` may hold more than the section reads. */
  content(entries: Entries): Readonly<Record<string, unknown>>;
}

export function entriesByName(entries: readonly StatsEntry[]): Entries {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** The one value of an entry; undefined where VPP has no such entry. */
export function valueIn(entry: StatsEntry | undefined): bigint | undefined {
  return entry?.kind === "scalar" || entry?.kind === "gauge" ? entry.value : undefined;
}

/** Counters as [thread][index]; none where VPP has no such entry. */
export function countersIn(entry: StatsEntry | undefined): readonly (readonly bigint[])[] {
  return entry?.kind === "simple" ? entry.counters : [];
}

/** Members whose values are known, 64-bit numbers as RFC 7951 6.1 has them. */
export function known(members: Readonly<Record<string, bigint | undefined>>): Readonly<Record<string, string>> {
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]));
}
