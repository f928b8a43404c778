/** edit-config and edit-data (RFC 6241 7.2, RFC 8526 3.2). */

import { commitEdit, testEdit } from "../datastore/commit.js";
import type { TxidCondition } from "../datastore/datastores.js";
import { commitDynamic, testDynamic } from "../datastore/dynamic/commit-dynamic.js";
import { dynamicName } from "../datastore/dynamic/names.js";
import { editCandidate } from "../datastore/edit.js";
import type { DynamicName, EngineEdit } from "../datastore/engine/protocol.js";
import { authorOf, type OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { requireFree } from "./private-candidate.js";
import { unsupportedDatastore } from "./read.js";
import { txidAfter } from "./txid/txid-after.js";
import { requireDynamicUpToDate, requireUpToDate } from "./txid/up-to-date.js";

type Edit = Extract<Operation, { kind: "edit" }>;

/** Edits the candidate, or running as one transaction with its own commit (:writable-running). */
export async function edit(context: OperationContext, session: Session, operation: Edit): Promise<Answer> {
  const { datastores } = context;
  const { target } = operation;
  const dynamic = dynamicName(target);
  if (dynamic !== undefined) return editDynamic(context, session, operation, dynamic);
  if (target !== "candidate" && target !== "running") throw unsupportedDatastore(target, "edited");
  requireFree(context, session, target);
  return datastores.queue.run(async () => {
    await (target === "candidate" ? editShared(context, session, operation) : editRunning(context, session, operation));
    return { kind: "ok", txid: await txidAfter(context, target, operation.withTxid) };
  });
}

/** A candidate may be unfinished until it is committed (RFC 7950 8.3.3): it is validated where the client asks for nothing else. */
async function editShared(
  { datastores, permissions }: OperationContext,
  session: Session,
  operation: Edit,
): Promise<void> {
  const permission = permissions.writePermission(session);
  const testOnly = operation.testOption === "test-only";
  await editCandidate(datastores, { edit: requestOf(operation), permission, testOnly, validate: testOnly });
  if (testOnly) return;
  // The commit judges them; of those for one place the one that came last.
  for (const condition of conditionsOf(operation)) datastores.candidateConditions.set(condition.path, condition);
}

async function editRunning(context: OperationContext, session: Session, operation: Edit): Promise<void> {
  const { datastores, permissions } = context;
  const permission = permissions.writePermission(session);
  await requireUpToDate(datastores, conditionsOf(operation));
  if (operation.testOption === "test-only") return testEdit(datastores, requestOf(operation), permission);
  context.confirmedCommit.requireWritable(session.id);
  const options = { author: authorOf(session), comment: operation.rpc };
  await commitEdit(datastores, requestOf(operation), permission, options);
}

function requestOf({ content, defaultOperation, errorOption }: Edit): EngineEdit {
  return { kind: "content", content, defaultOperation, errorOption };
}

function conditionsOf({ txid }: Edit): readonly TxidCondition[] {
  return txid?.known.map((known) => ({ ...known, mechanism: txid.mechanism })) ?? [];
}

/** A dynamic datastore is edited at once; it has no candidate and no locks. */
async function editDynamic(
  context: OperationContext,
  session: Session,
  operation: Edit,
  name: DynamicName,
): Promise<Answer> {
  const { datastores, permissions } = context;
  const permission = permissions.writePermission(session);
  const carryOut = operation.testOption === "test-only" ? testDynamic : commitDynamic;
  return datastores.queue.run(async () => {
    await requireDynamicUpToDate(datastores, name, conditionsOf(operation));
    await carryOut(datastores, name, requestOf(operation), permission);
    return { kind: "ok", txid: await txidAfter(context, name, operation.withTxid) };
  });
}
