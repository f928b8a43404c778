/** A GET of RESTCONF (RFC 8040 4.3, RFC 8527 3.2): one data resource, or a datastore. */

import type { OperationContext } from "./context.js";
import { startupOf } from "./get.js";
import type { Session } from "./management.js";
import type { Answer, EntityState, Operation } from "./operation.js";
import { read } from "./read.js";

type ReadResource = Extract<Operation, { kind: "read-resource" }>;

export async function readResource(
  context: OperationContext,
  session: Session,
  operation: ReadResource,
): Promise<Answer> {
  const { path, datastore, ...rest } = operation;
  // The stamps are running's. What else a datastore holds (edits in the candidate, state) changes without them.
  const hasStamps = datastore === undefined || datastore === "running" || datastore === "intended";
  const select = path === "" ? undefined : [path];
  const startup = await startupOf(context, datastore ?? "unified");
  return read(context, session, {
    ...rest,
    select,
    startup,
    // The datastore itself is its top-level nodes, each of them once.
    root: path === "" ? "tree" : "target",
    datastore: datastore ?? "unified",
    entity: hasStamps ? entityOf(context) : undefined,
  });
}

/** Entity tag and time of the last commit. The tag grows with the revision; the time tells two stores apart. */
export function entityOf({ datastores: { head } }: OperationContext): EntityState {
  return { etag: `${head.revision.toString(36)}-${head.timeMs.toString(36)}`, lastModifiedMs: head.timeMs };
}
