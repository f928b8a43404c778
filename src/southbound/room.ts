/** Nothing is added to a VPP whose memory is nearly used up: VPP ends in the middle of a request for which it has none. */

import { ManagementError } from "../errors/management-error.js";
import type { Target } from "./apply.js";
import type { Plan } from "./plan.js";
import type { StatReader } from "./statistics.js";
import { countersIn } from "./telemetry/section.js";

/** What has to be left of the main heap, in bytes: VPP counts every ten seconds, and more may be taken in between. */
const RESERVE = 32 * 2 ** 20;

/** What the stats segment has in it beside the counters of interfaces, in bytes: 1.3 MiB in a VPP 26.06 with all plugins. */
const OTHER_COUNTERS = 2 * 2 ** 20;

/**
 * Refuses a plan that creates or changes anything while VPP's main heap has less than 32 MiB left, as VPP counted it last, and one with which
 * there would be more interfaces than the stats segment has room for; a plan that only takes away is always carried out. Costs a look at
 * two entries of the stats segment, which asks VPP nothing. Where that cannot be read all is let pass. Throws resource-denied.
 */
export async function refuseWithoutRoom(plan: Plan, readStat: StatReader, held: Held): Promise<void> {
  if (plan.waves.every((wave) => wave.every(({ kind }) => kind === "delete" || kind === "forget"))) return;
  await refuseWithoutHeap(readStat);
  const added = countersAdded(plan, held);
  if (added > 0) await refuseWithoutCounters(countersOf(held) + added, readStat);
}

type Held = Pick<Target, "registry" | "table">;

async function refuseWithoutHeap(readStat: StatReader): Promise<void> {
  const [[, , free] = []] = countersIn(await readStat("/mem/main heap"));
  if (free === undefined || free >= RESERVE) return;
  const left = (Number(free) / 2 ** 20).toFixed(1);
  throw new ManagementError("resource-denied", {
    appTag: "vpp-memory",
    message: `VPP's main heap has ${left} MiB left: with less than 32 MiB nothing can be added or changed. Remove something, or start VPP with a larger main-heap-size`,
  });
}

/**
 * VPP 26.06 moves the names of all counters when they become more, by half at a time, so that a third of the segment has to stay free:
 * of 32 MiB it had 9.9 free with 4,000 interfaces, and ended before there were 5,500. It gives the room of those that go to others, and
 * does not count it as free, so interfaces are counted here.
 */
async function refuseWithoutCounters(bytes: number, readStat: StatReader): Promise<void> {
  const [[total] = []] = countersIn(await readStat("/mem/stat segment"));
  if (total === undefined || 3 * (OTHER_COUNTERS + bytes) <= 2 * Number(total)) return;
  const mebibytes = (of: bigint | number) => (Number(of) / 2 ** 20).toFixed(1);
  throw new ManagementError("resource-denied", {
    appTag: "vpp-memory",
    message: `VPP's stats segment has ${mebibytes(total)} MiB, of which two thirds can be used: the counters of all interfaces would take ${mebibytes(bytes)}. Remove some, or start VPP with a larger statseg size`,
  });
}

/** What all objects that are there take for counters, in bytes. */
function countersOf({ registry, table }: Held): number {
  const kinds = new Map<string, number>();
  for (const { translator } of registry.all) {
    if (translator.countersBytes !== undefined) kinds.set(translator.kind.name, translator.countersBytes);
  }
  return Array.from(kinds, ([kind, bytes]) => bytes * table.count(kind)).reduce((sum, one) => sum + one, 0);
}

/** What comes for counters, less what goes, in bytes. */
function countersAdded({ waves }: Plan, { registry }: Held): number {
  let bytes = 0;
  for (const { kind, entry } of waves.flat()) {
    const { countersBytes = 0 } = registry.byName(entry.translator).translator;
    if (kind === "create") bytes += countersBytes;
    else if (kind === "delete" || kind === "forget") bytes -= countersBytes;
  }
  return bytes;
}
