/** commit, cancel-commit, discard-changes and validate (RFC 6241 8.3, 8.4, 8.6). */

import { testCandidate } from "../datastore/commit.js";
import { discardChanges, validateDocument } from "../datastore/edit.js";
import { authorOf, type OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";
import { requireFree } from "./private-candidate.js";
import { unsupportedDatastore } from "./read.js";
import { txidAfter } from "./txid/txid-after.js";
import { requireUpToDate } from "./txid/up-to-date.js";

type Commit = Extract<Operation, { kind: "commit" }>;
type CancelCommit = Extract<Operation, { kind: "cancel-commit" }>;
type Validate = Extract<Operation, { kind: "validate" }>;

export async function commit(context: OperationContext, session: Session, operation: Commit): Promise<Answer> {
  const { locks, queue, candidateConditions } = context.datastores;
  return queue.run(async () => {
    locks.requireFree("running", session.id);
    requireFree(context, session, "candidate");
    await requireUpToDate(context.datastores, candidateConditions.values());
    const permission = context.permissions.writePermission(session);
    await context.confirmedCommit.commit({ ...operation, author: authorOf(session), permission });
    return { kind: "ok", txid: await txidAfter(context, "running", operation.withTxid) };
  });
}

export async function cancelCommit(
  context: OperationContext,
  session: Session,
  operation: CancelCommit,
): Promise<Answer> {
  await context.datastores.queue.run(() => context.confirmedCommit.cancel(authorOf(session), operation.persistId));
  return { kind: "ok" };
}

export async function discard(context: OperationContext, session: Session): Promise<Answer> {
  const { queue } = context.datastores;
  requireFree(context, session, "candidate");
  await queue.run(() => discardChanges(context.datastores));
  return { kind: "ok" };
}

/** Running is valid by construction, and startup was when it was written. */
export async function validate({ datastores }: OperationContext, { source }: Validate): Promise<Answer> {
  if (source === "running" || source === "startup") return { kind: "ok" };
  if (typeof source === "string" && source !== "candidate") throw unsupportedDatastore(source, "validated");
  await datastores.queue.run(() =>
    source === "candidate" ? testCandidate(datastores) : validateDocument(datastores, source),
  );
  return { kind: "ok" };
}
