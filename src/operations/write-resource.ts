/** A write of RESTCONF (RFC 8040 4.4 to 4.7): one node, one transaction, one commit. */

import { commitEdit } from "../datastore/commit.js";
import { commitDynamic } from "../datastore/dynamic/commit-dynamic.js";
import { dynamicName } from "../datastore/dynamic/names.js";
import { editCandidate } from "../datastore/edit.js";
import type { EngineEdit } from "../datastore/engine/protocol.js";
import { ManagementError } from "../errors/management-error.js";
import { authorOf, type OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { preconditionsHold } from "./preconditions.js";
import { unsupportedDatastore } from "./read.js";
import { entityOf } from "./read-resource.js";

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
  const target = operation.datastore ?? "running";
  const dynamic = dynamicName(target);
  const permission = permissions.writePermission(session);
  if (dynamic !== undefined) {
    const { created } = await datastores.queue.run(() => commitDynamic(datastores, dynamic, edit, permission));
    return { kind: "written", created };
  }
  if (target !== "running" && target !== "candidate") throw unsupportedDatastore(target, "written");
  // RFC 8040 1.4: an edit of a locked datastore is answered with in-use.
  datastores.locks.requireFree(target, session.id);
  return datastores.queue.run(async (): Promise<Answer> => {
    const entity = entityOf(context);
    if (operation.preconditions && !preconditionsHold(operation.preconditions, entity)) {
      return { kind: "precondition-failed", entity };
    }
    if (target === "candidate") {
      await editCandidate(datastores, { edit, permission });
      return { kind: "written" };
    }
    context.confirmedCommit.requireWritable(session.id);
    const { created } = await commitEdit(datastores, edit, permission, {
      author: authorOf(session),
      comment,
      // RFC 8040 1.4: a RESTCONF edit of running reaches startup too.
      updateStartup: true,
    });
    return { kind: "written", created, entity: entityOf(context) };
  });
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
