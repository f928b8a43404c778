/** What NAT44 and NAT64 count, out of VPP's stats segment. */

import { type StatsValue, sumThreads } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../src/southbound/translator.js";

const paths = { "fast-path": "fastpath", "slow-path": "slowpath" } as const;
const kinds = ["tcp", "udp", "icmp", "other", "drops"] as const;

type Counts = ReadonlyMap<string, bigint>;

/** The YANG container `counters` of those that have it; undefined where the stats segment cannot be read. */
export async function readNatCounters(
  context: Pick<TranslatorContext, "readStats">,
  plugin: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  switch (plugin) {
    case "nat44-ed":
      return nat44Counters(await readCounts(context, plugin));
    case "nat44-ei":
      return endpointIndependentCounters(await readCounts(context, plugin));
    case "nat64":
      return nat64Counters(await readCounts(context, plugin));
    default:
      return undefined;
  }
}

/** Sums over threads and interfaces, by the name below the plugin's; undefined where there are none. */
async function readCounts({ readStats }: Pick<TranslatorContext, "readStats">, plugin: string) {
  const root = `/${plugin}/`;
  const entries = await readStats((name) => name.startsWith(root));
  if (entries === undefined || entries.length === 0) return undefined;
  return new Map(entries.map((entry) => [entry.name.slice(root.length), totalOf(entry)]));
}

function nat44Counters(counts: Counts | undefined) {
  if (counts === undefined) return undefined;
  const direction = (name: string) =>
    Object.fromEntries(
      Object.entries(paths).map(([path, vppPath]) => [
        path,
        Object.fromEntries(kinds.map((kind) => [kind, text(counts.get(`${name}/${vppPath}/${kind}`))])),
      ]),
    );
  return {
    sessions: gauge(counts.get("total-sessions")),
    "in-to-out": direction("in2out"),
    "out-to-in": direction("out2in"),
    hairpinned: text(counts.get("hairpinning")),
  };
}

function endpointIndependentCounters(counts: Counts | undefined) {
  if (counts === undefined) return undefined;
  return {
    ...nat44Counters(counts),
    users: gauge(counts.get("total-users")),
    "users-limited": text(counts.get("user-limit-reached")),
  };
}

function nat64Counters(counts: Counts | undefined) {
  if (counts === undefined) return undefined;
  return { sessions: gauge(counts.get("total-sessions")), bindings: gauge(counts.get("total-bibs")) };
}

function totalOf(value: StatsValue): bigint {
  if (value.kind !== "simple") return 0n;
  return sumThreads(value.counters).reduce((sum, counter) => sum + counter, 0n);
}

function text(counter: bigint | undefined): string {
  return String(counter ?? 0n);
}

function gauge(counter: bigint | undefined): number {
  return Number(counter ?? 0n);
}
