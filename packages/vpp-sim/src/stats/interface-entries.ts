import type { Vpp } from "../state/vpp.js";
import { type InterfaceCounters, NO_TRAFFIC } from "./counters.js";
import type { StatsEntry } from "./segment.js";

/** The entries that a manager reads from a VPP: process, interface names, and counters by sw_if_index. */
export function statsEntries(vpp: Vpp, counters: ReadonlyMap<number, InterfaceCounters>): StatsEntry[] {
  const interfaces = [...vpp.interfaces.values()];
  const size = Math.max(0, ...interfaces.map(({ swIfIndex }) => swIfIndex)) + 1;
  const bySlot = Array.from({ length: size }, (_, swIfIndex) => counters.get(swIfIndex) ?? NO_TRAFFIC);
  const names = Array.from({ length: size }, (_, swIfIndex) => vpp.interfaces.get(swIfIndex)?.name);
  const entries: StatsEntry[] = [
    { kind: "scalar", name: "/sys/heartbeat", value: 1 },
    { kind: "scalar", name: "/sys/last_stats_clear", value: 0 },
    { kind: "scalar", name: "/sys/boottime", value: Math.floor(vpp.startedAtMs / 1000) },
    { kind: "gauge", name: "/sys/num_worker_threads", value: 0 },
    { kind: "names", name: "/if/names", values: names },
  ];
  const first = entries.length;
  for (const name of SIMPLE) {
    const values = bySlot.map(({ drops }) => (name === "drops" ? drops : 0));
    entries.push({ kind: "simple", name: `/if/${name}`, values });
  }
  for (const name of COMBINED) {
    const values = bySlot.map((counted) => combined(counted, name));
    entries.push({ kind: "combined", name: `/if/${name}`, values });
  }
  for (const { name, swIfIndex } of interfaces) {
    for (const [offset, counter] of [...SIMPLE, ...COMBINED].entries()) {
      entries.push({
        kind: "symlink",
        name: `/interfaces/${name}/${counter}`,
        entry: first + offset,
        element: swIfIndex,
      });
    }
  }
  return entries;
}

const SIMPLE = ["drops", "punt", "ip4", "ip6", "rx-no-buf", "rx-miss", "rx-error", "tx-error", "mpls"];

const COMBINED = [
  "rx",
  "rx-unicast",
  "rx-multicast",
  "rx-broadcast",
  "tx",
  "tx-unicast",
  "tx-multicast",
  "tx-broadcast",
];

function combined({ rx, tx }: InterfaceCounters, name: string): [packets: number, bytes: number] {
  if (name === "rx") return [rx.packets, rx.bytes];
  return name === "tx" ? [tx.packets, tx.bytes] : [0, 0];
}
