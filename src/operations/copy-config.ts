/** copy-config and delete-config (RFC 6241 7.3, 7.4). */

import { commitEdit } from "../datastore/commit.js";
import { discardChanges, editCandidate } from "../datastore/edit.js";
import type { EngineContent, EngineEdit } from "../datastore/engine/protocol.js";
import { rejectErrors } from "../datastore/engine-errors.js";
import { saveDocumentAsStartup, saveRunningAsStartup, startupDocument } from "../datastore/startup.js";
import { ManagementError } from "../errors/management-error.js";
import { collect } from "./collect.js";
import { authorOf, type OperationContext } from "./context.js";
import { tellStartupChange } from "./events/server-events.js";
import type { Session } from "./management.js";
import type { Answer, DatastoreName, Operation } from "./operation.js";
import { requireFree } from "./private-candidate.js";
import { read, unsupportedDatastore } from "./read.js";

type CopyConfig = Extract<Operation, { kind: "copy-config" }>;
type DeleteConfig = Extract<Operation, { kind: "delete-config" }>;

export async function copyConfig(context: OperationContext, session: Session, operation: CopyConfig): Promise<Answer> {
  const { source, target } = operation;
  const { datastores } = context;
  if (source === target) {
    throw new ManagementError("invalid-value", { type: "protocol", message: `Source and target are both ${target}` });
  }
  if (target !== "startup" && target !== "candidate" && target !== "running") {
    throw unsupportedDatastore(target, "the target of copy-config");
  }
  requireFree(context, session, target);
  await datastores.queue.run(async () => {
    if (target === "startup") {
      await copyToStartup(context, session, source);
      return tellStartupChange(context.events, context.sessions, authorOf(session));
    }
    const permission = context.permissions.writePermission(session);
    if (target === "candidate") {
      if (source === "running" && permission === undefined) return discardChanges(datastores);
      const edit = await replacement(context, session, source);
      return editCandidate(datastores, { edit, permission });
    }
    context.confirmedCommit.requireWritable(session.id);
    const edit = await replacement(context, session, source);
    await commitEdit(datastores, edit, permission, { author: authorOf(session), comment: "copy-config" });
  });
  return { kind: "ok" };
}

/** Only startup can be deleted: running is what the device runs, and candidate comes back with discard-changes. */
export async function deleteConfig(
  context: OperationContext,
  session: Session,
  operation: DeleteConfig,
): Promise<Answer> {
  if (operation.target !== "startup") throw unsupportedDatastore(operation.target, "deleted");
  context.datastores.locks.requireFree("startup", session.id);
  await context.datastores.queue.run(() => saveDocumentAsStartup(context.datastores, Buffer.from("{}")));
  tellStartupChange(context.events, context.sessions, authorOf(session));
  return { kind: "ok" };
}

/** Who may run copy-config may save running as it is (RFC 8341 3.2.6); any other source is a write of what differs. */
async function copyToStartup(context: OperationContext, session: Session, source: CopyConfig["source"]): Promise<void> {
  const { datastores, permissions } = context;
  if (source === "running") return saveRunningAsStartup(datastores);
  const content = await contentOf(context, session, source);
  const permission = permissions.writePermission(session);
  const base = permission && (await startupDocument(datastores));
  const { errors, json, accesses } = await datastores.engine.contentJson(content, base, permission?.detail ?? "none");
  rejectErrors(errors);
  permission?.check(accesses);
  await saveDocumentAsStartup(datastores, json);
}

/** The content of a source, as an edit that makes a whole datastore equal to it. */
async function replacement(
  context: OperationContext,
  session: Session,
  source: CopyConfig["source"],
): Promise<EngineEdit> {
  return { kind: "replace-all", content: await contentOf(context, session, source) };
}

async function contentOf(
  context: OperationContext,
  session: Session,
  source: CopyConfig["source"],
): Promise<EngineContent> {
  return typeof source === "string" ? documentOf(context, session, source) : source;
}

async function documentOf(context: OperationContext, session: Session, source: DatastoreName): Promise<EngineContent> {
  if (source === "operational" || source === "intended")
    throw unsupportedDatastore(source, "the source of copy-config");
  // In the writers' queue already.
  const stored = source === "startup" ? await startupDocument(context.datastores) : context.factoryDefault;
  const reading = { datastore: source, format: "json", root: "tree", content: "config", stored } as const;
  const answer = await read(context, session, reading);
  return { kind: "body", format: "json", bytes: await collect(answer), parent: "" };
}
