/** What a change of one datastore changes of intended, brought to VPP. */

import type { Datastores } from "./datastores.js";
import type { Overlaid } from "./dynamic/overlay.js";
import type { ResidentTree } from "./engine/protocol.js";
import { southboundChanges } from "./object-changes.js";
import type { AppliedChange, CommitRequest } from "./southbound-port.js";

/**
 * Resolves when VPP holds the change. Throws what cannot be derived from it and what VPP refuses; then nothing of it stays, neither
 * in intended nor prepared in the tree.
 * @param resolve what the change of the tree changes of intended
 */
export async function applyIntended(
  { engine, southbound }: Datastores,
  tree: ResidentTree,
  request: Omit<CommitRequest, "changes">,
  resolve: () => Promise<Overlaid>,
): Promise<AppliedChange> {
  let overlaid: Overlaid | undefined;
  try {
    overlaid = await resolve();
    const changes = southboundChanges(southbound, overlaid.changes);
    const applied = await southbound.apply({ ...request, changes });
    return { done: () => applied.done(), revert: revertBoth(applied, overlaid) };
  } catch (refusal) {
    overlaid?.revert();
    await engine.abort(tree);
    throw refusal;
  }
}

function revertBoth(applied: AppliedChange, overlaid: Overlaid): () => Promise<void> {
  return async () => {
    overlaid.revert();
    await applied.revert();
  };
}
