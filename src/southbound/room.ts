/** Nothing is added to a VPP whose memory is nearly used up: VPP ends in the middle of a request for which it has none. */

import { ManagementError } from "../errors/management-error.js";
import type { Plan } from "./plan.js";
import type { StatReader } from "./statistics.js";
import { countersIn } from "./telemetry/section.js";

/** What has to be left, in bytes: VPP counts every ten seconds, and more may be taken in between. */
const RESERVE = 32 * 2 ** 20;

/**
 * Refuses a plan that creates or changes anything while VPP's main heap has less than 32 MiB left, as VPP counted it last; a plan
 * that only takes away is always carried out. Costs a look at one entry of the stats segment, which asks VPP nothing. Where that
 * cannot be read all is let pass. Throws resource-denied.
 */
export async function refuseWithoutRoom({ waves }: Plan, readStat: StatReader): Promise<void> {
  if (waves.every((wave) => wave.every(({ kind }) => kind === "delete" || kind === "forget"))) return;
  const [[, , free] = []] = countersIn(await readStat("/mem/main heap"));
  if (free === undefined || free >= RESERVE) return;
  const left = (Number(free) / 2 ** 20).toFixed(1);
  throw new ManagementError("resource-denied", {
    appTag: "vpp-memory",
    message: `VPP's main heap has ${left} MiB left: with less than 32 MiB nothing can be added or changed. Remove something, or start VPP with a larger main-heap-size`,
  });
}
