/** Whether a client knows a node as it is (draft-ietf-netconf-transaction-id 3.3, 3.5). */

import type { Datastores, TxidCondition } from "../../datastore/datastores.js";
import type { DynamicName } from "../../datastore/engine/protocol.js";
import type { Stamp } from "../../datastore/stamps/stamps.js";
import { ManagementError } from "../../errors/management-error.js";
import type { TxidMechanism } from "../operation.js";
import { stampOf, txidOf } from "./mechanism.js";

/** @returns true when the text is the id of the stamp, or that of a later commit which is still in the journal */
export type IsUpToDate = (text: string, stamp: Stamp) => boolean;

export function upToDate({ head, store }: Pick<Datastores, "head" | "store">, mechanism: TxidMechanism): IsUpToDate {
  const known = new Map<string, Stamp | undefined>();
  // The journal is the history of ids; the newest is that of the datastore itself.
  const wasGivenOut = ({ revision, timeMs }: Stamp) =>
    (revision === head.revision ? head.timeMs : store.entry(revision)?.timeMs) === timeMs;
  const historical = (text: string) => {
    if (!known.has(text)) {
      const stamp = stampOf(mechanism, text, head);
      known.set(text, stamp !== undefined && wasGivenOut(stamp) ? stamp : undefined);
    }
    return known.get(text);
  };
  return (text, stamp) => {
    if (text === txidOf(mechanism, stamp)) return true;
    const client = stampOf(mechanism, text, head);
    if (client === undefined || client.revision <= stamp.revision) return false;
    return historical(text) !== undefined;
  };
}

/**
 * Throws the draft's error for the first instance of running that is not as its client knows it. Runs inside the write queue.
 * Cost: one look-up by path each.
 */
export async function requireUpToDate(datastores: Datastores, conditions: Iterable<TxidCondition>): Promise<void> {
  for (const { mechanism, path, value } of conditions) {
    const instance = await canonical(datastores, "running", path);
    const stamp = path === "" ? datastores.head : datastores.stamps.of(instance);
    if (!upToDate(datastores, mechanism)(value, stamp)) throw mismatch(mechanism, instance, stamp);
  }
}

/** The same for a dynamic datastore, whose ids have no history. */
export async function requireDynamicUpToDate(
  datastores: Datastores,
  name: DynamicName,
  conditions: Iterable<TxidCondition>,
): Promise<void> {
  for (const { mechanism, path, value } of conditions) {
    const instance = await canonical(datastores, name, path);
    const stamp = datastores.dynamicStamps.of(name).of(instance);
    if (value !== txidOf(mechanism, stamp)) throw mismatch(mechanism, instance, stamp);
  }
}

/** The path as the datastore writes its keys. */
async function canonical({ engine }: Datastores, tree: "running" | DynamicName, path: string): Promise<string> {
  return (path.includes("[") ? await engine.instancePath(tree, path) : undefined) ?? path;
}

function mismatch(mechanism: TxidMechanism, path: string, stamp: Stamp): ManagementError {
  const place = path === "" ? "The datastore" : path;
  return new ManagementError("operation-failed", {
    type: "protocol",
    message: `${place} is not what the client knows: its ${mechanism} is another`,
    info: {
      module: "ietf-netconf-txid",
      name: "txid-value-mismatch-error-info",
      members: [
        ["mismatch-path", { path: path === "" ? "/" : path }],
        [`mismatch-${mechanism}-value`, txidOf(mechanism, stamp)],
      ],
    },
  });
}
