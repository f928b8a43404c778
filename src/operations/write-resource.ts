/** A write of RESTCONF (RFC 8040 4.4 to 4.7): one node, one transaction, one commit. */

import { commitEdit } from "../datastore/commit.js";
import { commitDynamic } from "../datastore/dynamic/commit-dynamic.js";
import { dynamicName } from "../datastore/dynamic/names.js";
import { editCandidate } from "../datastore/edit.js";
import type { EngineEdit, ResidentTree } from "../datastore/engine/protocol.js";
import { ManagementError } from "../errors/management-error.js";
import { authorOf, type OperationContext } from "./context.js";
import { entityOf } from "./entity.js";
import { tellStartupChange } from "./events/server-events.js";
import type { Session } from "./management.js";
import type { Answer, DatastoreName, Operation } from "./operation.js";
import { type CurrentState, preconditionsHold } from "./preconditions.js";
import { unsupportedDatastore } from "./read.js";

type WriteResource = Extract<Operation, { kind: "write-resource" }>;

type PatchResource = Extract<Operation, { kind: "patch-resource" }>;

export function writeResource(context: OperationContext, session: Session, operation: WriteResource): Promise<Answer> {
  const { method, path } = operation;
  return write(context, session, operation, engineEdit(operation), `${method} ${path || "/"}`);
}

export function patchResource(context: OperationContext, session: Session, operation: PatchResource): Promise<Answer> {
  const { path, edits, comment } = operation;
  return write(context, session, operation, { kind: "patch", path, edits }, comment);
}

async function write(
  context: OperationContext,
  session: Session,
  operation: WriteResource | PatchResource,
  edit: EngineEdit,
  comment: string,
): Promise<Answer> {
  const { datastores, permissions } = context;
  const tree = writtenTree(operation.datastore ?? "running");
  // RFC 8040 1.4: an edit of a locked datastore is answered with in-use.
  if (tree === "running" || tree === "candidate") datastores.locks.requireFree(tree, session.id);
  const permission = permissions.writePermission(session);
  return datastores.queue.run(async (): Promise<Answer> => {
    const { preconditions, path } = operation;
    // What the user may not read is not there for him (RFC 8341 5).
    const current = () => (permissions.hides(session, path) ? { exists: false } : currentState(context, tree, path));
    if (preconditions && !preconditionsHold(preconditions, await current())) return { kind: "precondition-failed" };
    if (tree === "candidate") {
      await editCandidate(datastores, { edit, permission });
      return { kind: "written" };
    }
    if (tree !== "running") {
      const { created } = await commitDynamic(datastores, tree, edit, permission);
      return { kind: "written", created };
    }
    context.confirmedCommit.requireWritable(session.id);
    const written = await commitEdit(datastores, edit, permission, {
      author: authorOf(session),
      comment,
      // RFC 8040 1.4: a RESTCONF edit of running reaches startup too.
      updateStartup: true,
    });
    if (written.startupChanged) tellStartupChange(context.events, context.sessions, authorOf(session));
    const isGone = operation.kind === "write-resource" && operation.method === "delete";
    const entity = isGone ? undefined : entityOf(context, written.target ?? operation.path);
    return { kind: "written", created: written.created, entity };
  });
}

function writtenTree(datastore: DatastoreName): ResidentTree {
  if (datastore === "running" || datastore === "candidate") return datastore;
  const dynamic = dynamicName(datastore);
  if (dynamic === undefined) throw unsupportedDatastore(datastore, "written");
  return dynamic;
}

/** What conditions are compared with. Only running has tags: for the others nobody was ever given one. */
async function currentState(context: OperationContext, tree: ResidentTree, path: string): Promise<CurrentState> {
  const instance = path === "" ? "" : await context.datastores.engine.instancePath(tree, path);
  if (instance === undefined) return { exists: false };
  return { exists: true, entity: tree === "running" ? entityOf(context, instance) : undefined };
}

function engineEdit({ path, method, content, insert, point }: WriteResource): EngineEdit {
  if (path !== "" || method === "create") return { kind: "node", method, path, content, insert, point };
  // The datastore resource itself (RFC 8040 4.5, 4.6.1).
  if (method === "delete" || content === undefined) {
    throw new ManagementError("operation-not-supported", {
      type: "protocol",
      message: "The datastore resource cannot be deleted",
    });
  }
  if (method === "replace") return { kind: "replace-all", content };
  return { kind: "content", content, defaultOperation: "merge", errorOption: "rollback-on-error" };
}
