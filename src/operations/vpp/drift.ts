/** compare and repair (sweetcomb-vpp): VPP held against the configuration. */

import type { Difference, VppManagement } from "../../datastore/southbound-port.js";
import type { WriteQueue } from "../../datastore/write-queue.js";
import type { RpcHandler } from "../invoke.js";

export function compareHandler(vpp: VppManagement): RpcHandler {
  return async () => differencesOutput(await vpp.compare());
}

/** Repairs between commits, never in the midst of one. */
export function repairHandler(vpp: VppManagement, queue: WriteQueue): RpcHandler {
  return async () => differencesOutput(await queue.run(() => vpp.repair()));
}

/** Differences as the grouping of sweetcomb-vpp has them. */
export function differencesOutput(differences: readonly Difference[]) {
  return {
    difference: differences.map(({ path, object, kind, members }) => ({
      path,
      object,
      kind,
      ...(members.length > 0 && { member: members }),
    })),
  };
}
