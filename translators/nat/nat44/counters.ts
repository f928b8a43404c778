/** What nat44-ed counts, out of VPP's stats segment. */

import { type StatsValue, sumThreads } from "vpp-binapi-ts/stats";
import type { TranslatorContext } from "../../../src/southbound/translator.js";

const root = "/nat44-ed/";
const paths = { "fast-path": "fastpath", "slow-path": "slowpath" } as const;
const kinds = ["tcp", "udp", "icmp", "other", "drops"] as const;

/** The YANG container `counters`; undefined where the stats segment cannot be read. VPP counts by interface: sums are shown. */
export async function readNat44Counters({ readStats }: TranslatorContext) {
  const entries = await readStats((name) => name.startsWith(root));
  if (entries === undefined || entries.length === 0) return undefined;
  const values = new Map(entries.map((entry) => [entry.name.slice(root.length), totalOf(entry)]));
  const direction = (name: string) =>
    Object.fromEntries(
      Object.entries(paths).map(([path, vppPath]) => [
        path,
        Object.fromEntries(kinds.map((kind) => [kind, text(values.get(`${name}/${vppPath}/${kind}`))])),
      ]),
    );
  return {
    sessions: Number(values.get("total-sessions") ?? 0n),
    "in-to-out": direction("in2out"),
    "out-to-in": direction("out2in"),
    hairpinned: text(values.get("hairpinning")),
  };
}

function totalOf(value: StatsValue): bigint {
  if (value.kind !== "simple") return 0n;
  return sumThreads(value.counters).reduce((sum, counter) => sum + counter, 0n);
}

function text(counter: bigint | undefined): string {
  return String(counter ?? 0n);
}
