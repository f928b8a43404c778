/** lock and unlock (RFC 6241 7.5, 7.6, 8.3.5.2). */

import { discardChanges } from "../datastore/edit.js";
import type { Lockable } from "../datastore/locks.js";
import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, DatastoreName, Operation } from "./operation.js";
import { unsupportedDatastore } from "./read.js";

type Lock = Extract<Operation, { kind: "lock" }>;
type Unlock = Extract<Operation, { kind: "unlock" }>;

export async function lock(context: OperationContext, session: Session, { target }: Lock): Promise<Answer> {
  const datastore = lockable(target);
  await context.datastores.queue.run(async () => {
    await requireLockable(context, session, datastore);
    context.datastores.locks.lock(datastore, session.id);
  });
  return { kind: "ok" };
}

/** Changes of the candidate that were not committed go with its lock. */
export async function unlock(context: OperationContext, session: Session, { target }: Unlock): Promise<Answer> {
  const datastore = lockable(target);
  await context.datastores.queue.run(async () => {
    context.datastores.locks.unlock(datastore, session.id);
    if (datastore === "candidate") await discardChanges(context.datastores);
  });
  return { kind: "ok" };
}

/** What a session leaves behind when it ends. Runs for every transport. */
export async function releaseSession(context: OperationContext, session: Session): Promise<void> {
  context.subscriptions.endOf(session);
  await context.datastores.queue.run(async () => {
    context.privateCandidates.forget(session.id);
    const released = context.datastores.locks.releaseAll(session.id);
    if (released.includes("candidate")) await discardChanges(context.datastores);
    await context.confirmedCommit.sessionClosed(session.id);
  });
}

async function requireLockable(context: OperationContext, session: Session, datastore: Lockable): Promise<void> {
  const { datastores, confirmedCommit } = context;
  if (datastore === "candidate" && datastores.locks.ownerOf("candidate") === undefined) {
    if (await datastores.engine.candidateChanged()) {
      throw lockDenied("The candidate datastore has changes that are neither committed nor discarded");
    }
  }
  const { pending } = confirmedCommit;
  if (datastore === "running" && pending !== undefined && pending.sessionId !== session.id) {
    throw lockDenied("A confirmed commit of another session is waiting");
  }
}

function lockDenied(message: string): ManagementError {
  return new ManagementError("lock-denied", { type: "protocol", message, sessionId: 0 });
}

function lockable(target: DatastoreName): Lockable {
  if (target === "running" || target === "candidate" || target === "startup") return target;
  throw unsupportedDatastore(target, "locked");
}
