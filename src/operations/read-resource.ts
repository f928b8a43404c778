/** A GET of RESTCONF (RFC 8040 4.3, RFC 8527 3.2): one data resource, or a datastore. */

import type { OperationContext } from "./context.js";
import { storedDocument } from "./get.js";
import type { Session } from "./management.js";
import type { Answer, EntityState, Operation } from "./operation.js";
import { read } from "./read.js";

type ReadResource = Extract<Operation, { kind: "read-resource" }>;

export async function readResource(
  context: OperationContext,
  session: Session,
  operation: ReadResource,
): Promise<Answer> {
  const { path, datastore, fields, ...rest } = operation;
  // The stamps are running's. What else a datastore holds (edits in the candidate, state) changes without them.
  const hasStamps = datastore === undefined || datastore === "running" || datastore === "intended";
  const isDatastore = path === "";
  const stored = await storedDocument(context, datastore ?? "unified");
  return read(context, session, {
    ...rest,
    select: isDatastore ? fields?.map(xpathOfField) : [path],
    fields: isDatastore ? undefined : fields,
    stored,
    // The datastore itself is its top-level nodes, each of them once.
    root: isDatastore ? "tree" : "target",
    datastore: datastore ?? "unified",
    entity: hasStamps ? entityOf(context) : undefined,
  });
}

/** Fields of a datastore start at its top-level nodes: they are paths of their own. A name without module is of its parent's. */
function xpathOfField(field: readonly string[]): string {
  let module = "";
  return field
    .map((name) => {
      const colon = name.indexOf(":");
      if (colon >= 0) module = name.slice(0, colon);
      return `/${module}:${name.slice(colon + 1)}`;
    })
    .join("");
}

/** Entity tag and time of the last commit. The tag grows with the revision; the time tells two stores apart. */
export function entityOf({ datastores: { head } }: OperationContext): EntityState {
  return { etag: `${head.revision.toString(36)}-${head.timeMs.toString(36)}`, lastModifiedMs: head.timeMs };
}
