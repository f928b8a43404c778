/** What is done to VPP without a commit, when devices come or go. What VPP refuses then is logged. */

import { applyPlan } from "./apply.js";
import type { Holding } from "./holding.js";
import { lostObjects } from "./lost-objects.js";
import type { EntryChange } from "./object-entry.js";
import type { Loss } from "./vpp-event.js";
import type { VppSession } from "./vpp-session.js";

/** Tries again what waits for a device. */
async function applyPending(holding: Holding): Promise<void> {
  const { liveSession, table } = holding;
  if (liveSession === undefined || !table.hasPending) return;
  const changes = Array.from(table.pending(), ({ entry }) => ({
    id: entry.id,
    before: undefined,
    after: entry,
    inPlace: false,
  }));
  await applyUnasked(changes, holding, liveSession);
}

/** Takes away what these do not carry any more, which waits from then on. What waited for its end waits no longer. */
export async function withdrawLost(losses: readonly Loss[], holding: Holding): Promise<void> {
  const { liveSession, options } = holding;
  if (liveSession === undefined) return;
  try {
    await applyUnasked(await lostObjects(losses, holding.target(liveSession)), holding, liveSession);
    await applyPending(holding);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    options.log.error({ reason }, "VPP could not be asked what it has lost");
  }
}

/** Carries changes out as far as VPP takes them. */
export async function applyUnasked(
  changes: readonly EntryChange[],
  holding: Holding,
  session: VppSession,
): Promise<void> {
  const { failures } = await applyPlan(holding.plan(changes), holding.target(session), "loss of VPP");
  for (const { error } of failures) holding.options.log.error({ path: error.details.path }, error.message);
}
