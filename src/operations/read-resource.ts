/** A GET of RESTCONF (RFC 8040 4.3, RFC 8527 3.2): one data resource, or a datastore. */

import type { SchemaNode } from "../schema/schema-tree.js";
import { withoutPredicates } from "../schema/without-predicates.js";
import type { OperationContext } from "./context.js";
import { entityOf } from "./entity.js";
import { storedDocument } from "./get.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { pageRequest } from "./pages/page-request.js";
import { read } from "./read.js";

type ReadResource = Extract<Operation, { kind: "read-resource" }>;

export async function readResource(
  context: OperationContext,
  session: Session,
  operation: ReadResource,
): Promise<Answer> {
  const { path, datastore, fields, page, ...rest } = operation;
  // The stamps are running's. What other datastores hold, and state, changes without them.
  const isStamped = datastore === undefined || datastore === "running";
  const node = context.schema.byPath(withoutPredicates(path));
  const isConfiguration = node?.config !== false;
  const isDatastore = path === "";
  const stored = await storedDocument(context, datastore ?? "unified");
  return read(context, session, {
    ...rest,
    withDefaults: operation.withDefaults ?? defaultsOfTarget(node),
    select: isDatastore ? fields?.map(xpathOfField) : [path],
    fields: isDatastore ? undefined : fields,
    page: page && pageRequest(context.schema, path, page),
    stored,
    // The datastore itself is its top-level nodes, each of them once.
    root: isDatastore ? "tree" : "target",
    isDatastore,
    datastore: datastore ?? "unified",
    entityOf: isStamped && isConfiguration ? (instance) => entityOf(context, instance ?? path) : undefined,
  });
}

/** A leaf that is asked for by its own path tells its default, whatever the basic mode is (RFC 8040 3.5.4). */
function defaultsOfTarget(node: SchemaNode | undefined): "report-all" | undefined {
  return node?.kind === "leaf" || node?.kind === "leaf-list" ? "report-all" : undefined;
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
