/** dry-run (sweetcomb-vpp): what a commit of the candidate would send to VPP. */

import { rejectErrors } from "../../datastore/engine-errors.js";
import { intendedUnits, parseObjectChanges, southboundChanges } from "../../datastore/object-changes.js";
import type { DryRun, VppManagement } from "../../datastore/southbound-port.js";
import type { RpcHandler } from "../invoke.js";

/** Plans a commit of the candidate and takes it back. Throws what the commit would throw before it comes to VPP. */
export function dryRunHandler(vpp: VppManagement): RpcHandler {
  return ({ context: { datastores } }) =>
    datastores.queue.run(async () => {
      const { engine, dynamic, southbound, objectPaths, head } = datastores;
      const prepared = await engine.prepareCandidate("none");
      try {
        rejectErrors(prepared.errors);
        const units = intendedUnits(datastores, parseObjectChanges(prepared.objects, objectPaths));
        const overlaid = await dynamic.ofRunning(engine, "candidate", units);
        overlaid.revert();
        const changes = southboundChanges(southbound, overlaid.changes);
        return outputOf(await vpp.dryRun({ revision: head.revision + 1, changes }));
      } finally {
        await engine.abort("candidate");
      }
    });
}

function outputOf({ operations, requests }: DryRun) {
  return {
    operation: operations,
    request: requests.map(({ message, fields }) => ({ message, fields: JSON.stringify(fields, plain) })),
  };
}

/** Octets as hexadecimal, 64-bit numbers as text. */
function plain(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "bigint" ? value.toString() : value;
}
