/** get, get-config and get-data (RFC 6241 7.1, 7.7; RFC 8526 3.1). */

import type { PageRequest } from "../datastore/engine/protocol.js";
import { startupDocument } from "../datastore/startup.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation, Selection } from "./operation.js";
import { pageRequest } from "./pages/page-request.js";
import { read } from "./read.js";
import { readWithTxids } from "./txid/read-with-txids.js";

type Get = Extract<Operation, { kind: "get" }>;
type GetConfig = Extract<Operation, { kind: "get-config" }>;
type GetData = Extract<Operation, { kind: "get-data" }>;

/** A selection with a page has the one path of its list. */
function pageOf({ schema }: OperationContext, { select, page }: Selection): PageRequest | undefined {
  return page && pageRequest(schema, select?.[0] ?? "", page);
}

export function get(context: OperationContext, session: Session, operation: Get): Promise<Answer> {
  return read(context, session, {
    ...operation,
    page: pageOf(context, operation),
    datastore: "unified",
    root: "tree",
    content: "all",
  });
}

export async function getConfig(context: OperationContext, session: Session, operation: GetConfig): Promise<Answer> {
  const { source: datastore } = operation;
  const stored = await storedDocument(context, datastore);
  const page = pageOf(context, operation);
  const reading = { ...operation, page, datastore, stored, root: "tree", content: "config" } as const;
  return readWithTxids(context, session, reading, operation.txid);
}

export async function getData(context: OperationContext, session: Session, operation: GetData): Promise<Answer> {
  const { datastore, config, origins, withOrigin } = operation;
  if (datastore !== "operational" && (origins !== undefined || withOrigin)) {
    throw new ManagementError("invalid-value", {
      type: "protocol",
      message: `Origin is known in the operational datastore only, not in ${datastore}`,
      badElement: origins === undefined ? "with-origin" : "origin-filter",
    });
  }
  const content = config === undefined ? "all" : config ? "config" : "nonconfig";
  const stored = await storedDocument(context, datastore);
  const page = pageOf(context, operation);
  return readWithTxids(context, session, { ...operation, page, stored, root: "tree", content }, operation.txid);
}

/**
 * The content of a datastore that the engine does not keep: startup, or factory-default. Startup is made in the writers'
 * queue, for running is taken back for a moment.
 */
export async function storedDocument(
  { datastores, factoryDefault }: OperationContext,
  datastore: string,
): Promise<Uint8Array | undefined> {
  if (datastore === "factory-default") return factoryDefault;
  return datastore === "startup" ? datastores.queue.run(() => startupDocument(datastores)) : undefined;
}
