/** edit-config and edit-data (RFC 6241 7.2, RFC 8526 3.2). */

import { commitEdit, testEdit } from "../datastore/commit.js";
import { commitDynamic, testDynamic } from "../datastore/dynamic/commit-dynamic.js";
import { dynamicName } from "../datastore/dynamic/names.js";
import { editCandidate } from "../datastore/edit.js";
import type { DynamicName, EngineEdit } from "../datastore/engine/protocol.js";
import { authorOf, type OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { unsupportedDatastore } from "./read.js";

type Edit = Extract<Operation, { kind: "edit" }>;

/** Edits the candidate, or running as one transaction with its own commit (:writable-running). */
export async function edit(context: OperationContext, session: Session, operation: Edit): Promise<Answer> {
  const { datastores, permissions } = context;
  const { target, content, defaultOperation, errorOption, testOption } = operation;
  const dynamic = dynamicName(target);
  if (dynamic !== undefined) return editDynamic(context, session, operation, dynamic);
  if (target !== "candidate" && target !== "running") throw unsupportedDatastore(target, "edited");
  datastores.locks.requireFree(target, session.id);
  const permission = permissions.writePermission(session);
  const request: EngineEdit = { kind: "content", content, defaultOperation, errorOption };
  const testOnly = testOption === "test-only";
  await datastores.queue.run(async () => {
    if (target === "candidate") {
      // A candidate may be unfinished until it is committed (RFC 7950 8.3.3): it is validated where the client asks for nothing else.
      return editCandidate(datastores, { edit: request, permission, testOnly, validate: testOnly });
    }
    if (testOnly) return testEdit(datastores, request, permission);
    context.confirmedCommit.requireWritable(session.id);
    await commitEdit(datastores, request, permission, { author: authorOf(session), comment: operation.rpc });
  });
  return { kind: "ok" };
}

/** A dynamic datastore is edited at once; it has no candidate and no locks. */
async function editDynamic(
  { datastores, permissions }: OperationContext,
  session: Session,
  { content, defaultOperation, errorOption, testOption }: Edit,
  name: DynamicName,
): Promise<Answer> {
  const permission = permissions.writePermission(session);
  const request: EngineEdit = { kind: "content", content, defaultOperation, errorOption };
  const carryOut = testOption === "test-only" ? testDynamic : commitDynamic;
  await datastores.queue.run<unknown>(() => carryOut(datastores, name, request, permission));
  return { kind: "ok" };
}
