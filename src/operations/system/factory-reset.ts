/** factory-reset (RFC 8808 2): every datastore becomes what it was at the first start, and the past is forgotten. */

import { commitEdit } from "../../datastore/commit.js";
import { commitDynamic } from "../../datastore/dynamic/commit-dynamic.js";
import { dynamicDatastores } from "../../datastore/dynamic/names.js";
import { discardChanges } from "../../datastore/edit.js";
import type { EngineEdit } from "../../datastore/engine/protocol.js";
import { forgetHistory } from "../../datastore/history.js";
import { ManagementError } from "../../errors/management-error.js";
import { authorOf, type OperationContext } from "../context.js";
import { tellStartupChange } from "../events/server-events.js";
import type { RpcHandler } from "../invoke.js";

/**
 * What VPP has to hold, validity and the disk are as with any commit: when running cannot be reset, nothing was. Locks of
 * other sessions are respected. Dynamic datastores are emptied.
 */
export function factoryResetHandler(context: () => OperationContext): RpcHandler {
  return async ({ session }) => {
    const { datastores, confirmedCommit, factoryDefault, events, sessions } = context();
    await datastores.queue.run(async () => {
      for (const name of ["running", "candidate", "startup"] as const) datastores.locks.requireFree(name, session.id);
      confirmedCommit.requireWritable(session.id);
      if (confirmedCommit.pending !== undefined) throw confirmationWaits();
      const options = { author: authorOf(session), comment: "factory reset", updateStartup: true };
      const reset = await commitEdit(datastores, wholeDatastore(factoryDefault), undefined, options);
      if (reset.startupChanged) tellStartupChange(events, sessions, authorOf(session));
      await discardChanges(datastores);
      for (const { name } of dynamicDatastores) {
        await commitDynamic(datastores, name, wholeDatastore(Buffer.from("{}")), undefined);
      }
      await forgetHistory(datastores);
      events.forget();
    });
    return undefined;
  };
}

function wholeDatastore(bytes: Uint8Array): EngineEdit {
  return { kind: "replace-all", content: { kind: "body", format: "json", bytes, parent: "" } };
}

/** What running would go back to must not be forgotten. */
function confirmationWaits(): ManagementError {
  const message = "A confirmed commit is waiting: confirm or cancel it first";
  return new ManagementError("operation-failed", { type: "protocol", message });
}
