import type { StatsSegment } from "./stats-segment.js";
import { type PacketsAndBytes, type StatsEntry, sumThreads, sumThreadsCombined } from "./values.js";

/** What reads the segment; `StatsSegment` is one. All functions here throw StatsUnavailableError. */
export type StatsReader = Pick<StatsSegment, "read">;

/** Whether a name fits a pattern in which `*` stands for any characters, also none: `/nat44-ed/*` has all of that NAT. */
export function namesLike(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join(".*")}$`, "s");
  return (name) => expression.test(name);
}

/** Counters summed over VPP's threads, by index, or the one value of a scalar or gauge. */
export type Sums =
  | { readonly kind: "simple"; readonly counters: readonly bigint[] }
  | { readonly kind: "combined"; readonly counters: readonly PacketsAndBytes[] }
  | { readonly kind: "value"; readonly value: bigint };

/** All counters whose names fit, summed over threads, by name: for example those of NAT under `/nat44-ed/*`. */
export async function readSums(stats: StatsReader, pattern: string): Promise<Map<string, Sums>> {
  const sums = new Map<string, Sums>();
  for (const entry of await stats.read(namesLike(pattern))) {
    const sum = sumOf(entry);
    if (sum !== undefined) sums.set(entry.name, sum);
  }
  return sums;
}

const combinedOfInterface = {
  rx: "/if/rx",
  rxUnicast: "/if/rx-unicast",
  rxMulticast: "/if/rx-multicast",
  rxBroadcast: "/if/rx-broadcast",
  tx: "/if/tx",
  txUnicast: "/if/tx-unicast",
  txMulticast: "/if/tx-multicast",
  txBroadcast: "/if/tx-broadcast",
} as const;

const simpleOfInterface = {
  drops: "/if/drops",
  punt: "/if/punt",
  ip4: "/if/ip4",
  ip6: "/if/ip6",
  mpls: "/if/mpls",
  rxNoBuffer: "/if/rx-no-buf",
  rxMiss: "/if/rx-miss",
  rxError: "/if/rx-error",
  txError: "/if/tx-error",
} as const;

/** What one interface has counted since VPP's start, or since its counters were cleared. */
export type InterfaceCounters = { readonly swIfIndex: number; readonly name: string } & {
  readonly [Name in keyof typeof combinedOfInterface]: PacketsAndBytes;
} & { readonly [Name in keyof typeof simpleOfInterface]: bigint };

/** The counters of the interfaces that are there. The places of deleted ones keep their last values in VPP, and are left out. */
export async function readInterfaceCounters(stats: StatsReader): Promise<InterfaceCounters[]> {
  const entries = await stats.read((name) => name.startsWith("/if/"));
  const names = entries.find(({ name }) => name === "/if/names");
  if (names?.kind !== "names") return [];
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const combined = Object.entries(combinedOfInterface).map(
    ([name, path]) => [name, combinedSums(byName.get(path))] as const,
  );
  const simple = Object.entries(simpleOfInterface).map(([name, path]) => [name, simpleSums(byName.get(path))] as const);
  return names.names.flatMap((name, swIfIndex) => {
    if (name === undefined) return [];
    const counters = [
      ...combined.map(([counter, sums]) => [counter, sums[swIfIndex] ?? nothing]),
      ...simple.map(([counter, sums]) => [counter, sums[swIfIndex] ?? 0n]),
    ];
    return [{ swIfIndex, name, ...Object.fromEntries(counters) } as InterfaceCounters];
  });
}

/** By the `statsIndex` of `ip_route_v2` and others: what was sent to a prefix, and what went via it as a recursive next hop. */
export interface RouteCounters {
  readonly to: readonly PacketsAndBytes[];
  readonly via: readonly PacketsAndBytes[];
}

export async function readRouteCounters(stats: StatsReader): Promise<RouteCounters> {
  const entries = await stats.read((name) => name === "/net/route/to" || name === "/net/route/via");
  const sums = (wanted: string) => combinedSums(entries.find(({ name }) => name === wanted));
  return { to: sums("/net/route/to"), via: sums("/net/route/via") };
}

/** By the index of the ACL, then by the position of the rule. VPP counts once `acl_stats_intf_counters_enable` was sent. */
export type AclCounters = ReadonlyMap<number, readonly PacketsAndBytes[]>;

export async function readAclCounters(stats: StatsReader): Promise<AclCounters> {
  const entries = await stats.read(namesLike("/acl/*/matches"));
  return new Map(entries.map((entry) => [Number(entry.name.split("/")[2]), combinedSums(entry)]));
}

/** How often a graph node met something that it names; not always an error in spite of VPP's word for it. */
export interface NodeError {
  readonly node: string;
  readonly reason: string;
  readonly count: bigint;
}

/** The errors that were met at all, out of some thousands that VPP knows. */
export async function readNodeErrors(stats: StatsReader): Promise<NodeError[]> {
  const entries = await stats.read((name) => name.startsWith("/err/"));
  return entries.flatMap((entry) => {
    const count = simpleSums(entry).reduce((sum, each) => sum + each, 0n);
    // A reason may have slashes of its own.
    const [node = "", ...reason] = entry.name.slice("/err/".length).split("/");
    return count === 0n ? [] : [{ node, reason: reason.join("/"), count }];
  });
}

export interface SystemCounters {
  /** Goes up while VPP lives, once in ten seconds or so. */
  readonly heartbeat: bigint;
  /** Seconds since 1970. */
  readonly bootTime: bigint;
  readonly workers: bigint;
  /** Packets that a graph node handles at a time, on average and without the fraction: of all threads, and of each. */
  readonly vectorRate: bigint;
  readonly vectorRatePerThread: readonly bigint[];
}

export async function readSystemCounters(stats: StatsReader): Promise<SystemCounters> {
  const entries = await stats.read((name) => name.startsWith("/sys/"));
  const entryOf = (wanted: string) => entries.find(({ name }) => name === wanted);
  const value = (wanted: string) => numberIn(entryOf(wanted));
  return {
    heartbeat: value("/sys/heartbeat"),
    bootTime: value("/sys/boottime"),
    workers: value("/sys/num_worker_threads"),
    vectorRate: value("/sys/vector_rate"),
    vectorRatePerThread: simpleSums(entryOf("/sys/vector_rate_per_worker")),
  };
}

const nothing: PacketsAndBytes = { packets: 0n, bytes: 0n };

function sumOf(entry: StatsEntry): Sums | undefined {
  if (entry.kind === "simple") return { kind: "simple", counters: sumThreads(entry.counters) };
  if (entry.kind === "combined") return { kind: "combined", counters: sumThreadsCombined(entry.counters) };
  if (entry.kind === "scalar" || entry.kind === "gauge") return { kind: "value", value: entry.value };
  return undefined;
}

function combinedSums(entry: StatsEntry | undefined): PacketsAndBytes[] {
  return entry?.kind === "combined" ? sumThreadsCombined(entry.counters) : [];
}

function simpleSums(entry: StatsEntry | undefined): bigint[] {
  return entry?.kind === "simple" ? sumThreads(entry.counters) : [];
}

function numberIn(entry: StatsEntry | undefined): bigint {
  return entry?.kind === "scalar" || entry?.kind === "gauge" ? entry.value : 0n;
}
