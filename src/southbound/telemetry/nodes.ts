import { sumThreads } from "vpp-binapi-ts/stats";
import { countersIn, type Entries, known, type Section } from "./section.js";

const ERRORS = "/err/";
const NODES = "/sys/node/";
const nodeCounters = ["calls", "vectors", "suspends", "clocks"] as const;

/** What graph nodes met, and how much they ran. */
export const nodes: Section = {
  members: ["node-error", "node"],
  reads: (name) => name.startsWith(ERRORS) || name.startsWith(NODES),
  content: (entries) => ({ "node-error": errors(entries), node: runs(entries) }),
};

/** Those that were met at all. A reason may have slashes, a node's name has none. */
function errors(entries: Entries) {
  const met = [...entries.values()].flatMap((entry) => {
    if (!entry.name.startsWith(ERRORS)) return [];
    const count = sumThreads(countersIn(entry)).reduce((sum, each) => sum + each, 0n);
    if (count === 0n) return [];
    const [node, ...reason] = entry.name.slice(ERRORS.length).split("/");
    return [{ node, reason: reason.join("/"), count: String(count) }];
  });
  return met;
}

/** Nodes that ran, by the indexes that they have in VPP's graph. */
function runs(entries: Entries) {
  const names = entries.get(`${NODES}names`);
  if (names?.kind !== "names") return [];
  const sums = nodeCounters.map((counter) => [counter, sumThreads(countersIn(entries.get(NODES + counter)))] as const);
  const [[, calls]] = sums as [(typeof sums)[0]];
  return names.names.flatMap((name, index) => {
    if (name === undefined || (calls[index] ?? 0n) === 0n) return [];
    return [{ name, ...known(Object.fromEntries(sums.map(([counter, sum]) => [counter, sum[index]]))) }];
  });
}
