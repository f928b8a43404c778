/** What a write tells of the datastore that it has changed (draft-ietf-netconf-transaction-id 3.5, 4.3). */

import type { DynamicName } from "../../datastore/engine/protocol.js";
import type { OperationContext } from "../context.js";
import type { AnswerTxid, TxidMechanism } from "../operation.js";
import { txidOf, UNKNOWN } from "./mechanism.js";

/** Id of the datastore as it is now; undefined when nobody asked. Runs inside the write queue. */
export async function txidAfter(
  { datastores }: OperationContext,
  datastore: "running" | "candidate" | DynamicName,
  mechanism: TxidMechanism | undefined,
): Promise<AnswerTxid | undefined> {
  if (mechanism === undefined) return undefined;
  if (datastore !== "running" && datastore !== "candidate") {
    return { attribute: mechanism, value: txidOf(mechanism, datastores.dynamicStamps.of(datastore).of("")) };
  }
  const isChanged = datastore === "candidate" && (await datastores.engine.candidateChanged());
  return { attribute: mechanism, value: isChanged ? UNKNOWN : txidOf(mechanism, datastores.head) };
}
