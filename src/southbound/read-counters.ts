/** Interface counters out of VPP's stats segment. */

import { type StatsEntry, type StatsSegment, sumThreads, sumThreadsCombined } from "vpp-binapi-ts/stats";
import type { DirectionCounters, InterfaceStatistics } from "./statistics.js";

const bootTimeName = "/sys/boottime";

/** Packets and bytes of each interface. */
const combinedNames = ["rx", "tx"].flatMap((way) =>
  ["", "-unicast", "-multicast", "-broadcast"].map((sort) => `/if/${way}${sort}`),
);

/** Packets of each interface. */
const simpleNames = ["drops", "punt", "ip4", "ip6", "mpls", "rx-no-buf", "rx-miss", "rx-error", "tx-error"].map(
  (name) => `/if/${name}`,
);

const wanted = new Set([bootTimeName, ...combinedNames, ...simpleNames]);

/** Reads all interfaces at once. Throws StatsUnavailableError when the segment has gone. */
export async function readCounters(segment: StatsSegment): Promise<InterfaceStatistics> {
  const entries = new Map((await segment.read((name) => wanted.has(name))).map((entry) => [entry.name, entry]));
  const combined = new Map(combinedNames.map((name) => [name, combinedOf(entries.get(name))]));
  const simple = new Map(simpleNames.map((name) => [name, simpleOf(entries.get(name))]));
  const count = Math.max(...combinedNames.map((name) => combined.get(name)!.length));
  const interfaces = Array.from({ length: count }, (_, index) => {
    const packetsOf = (name: string) => simple.get(`/if/${name}`)![index] ?? 0n;
    const direction = (way: "rx" | "tx"): DirectionCounters => {
      const packetsAndBytes = (sort: string) => combined.get(`/if/${way}${sort}`)![index] ?? NOTHING;
      return {
        packets: packetsAndBytes("").packets,
        octets: packetsAndBytes("").bytes,
        unicast: packetsAndBytes("-unicast").packets,
        multicast: packetsAndBytes("-multicast").packets,
        broadcast: packetsAndBytes("-broadcast").packets,
        errors: packetsOf(`${way}-error`),
      };
    };
    const counters = {
      in: direction("rx"),
      out: direction("tx"),
      drops: packetsOf("drops"),
      punts: packetsOf("punt"),
      ip4: packetsOf("ip4"),
      ip6: packetsOf("ip6"),
      mpls: packetsOf("mpls"),
      noBuffer: packetsOf("rx-no-buf"),
      missed: packetsOf("rx-miss"),
    };
    return [index, counters] as const;
  });
  return { since: timeOf(entries.get(bootTimeName)), interfaces: new Map(interfaces) };
}

const NOTHING = { packets: 0n, bytes: 0n };

function combinedOf(entry: StatsEntry | undefined) {
  return entry?.kind === "combined" ? sumThreadsCombined(entry.counters) : [];
}

function simpleOf(entry: StatsEntry | undefined) {
  return entry?.kind === "simple" ? sumThreads(entry.counters) : [];
}

/** A time in the segment: seconds since 1970. */
function timeOf(entry: StatsEntry | undefined): Date {
  const seconds = entry !== undefined && "value" in entry ? Number(entry.value) : 0;
  return new Date(seconds * 1000);
}
