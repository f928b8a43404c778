/**
 * A commit, from top to bottom: validate → diff → objects → the server's own checks → plan and apply → persist → swap → notify.
 * Whatever fails, running, the candidate and VPP are as they were before.
 */

import { ManagementError } from "../errors/management-error.js";
import { applyIntended } from "./apply-intended.js";
import type { Author, CommitRecords, Datastores, Follower, WritePermission } from "./datastores.js";
import type { EditResult, EngineEdit, Prepared, ResidentTree } from "./engine/protocol.js";
import { rejectErrors } from "./engine-errors.js";
import { intendedUnits, parseObjectChanges } from "./object-changes.js";
import type { ObjectChange } from "./southbound-port.js";
import type { Stamp } from "./stamps/stamps.js";

export interface CommitOptions {
  readonly author: Author;
  readonly comment: string;
  /** Written in the transaction of the commit, which then happens even when no node changes. */
  readonly records?: CommitRecords | undefined;
  /** Startup becomes what running is after the commit. */
  readonly updateStartup?: boolean | undefined;
}

/**
 * Makes the candidate running. Runs inside the write queue. Returns false when nothing differed.
 * @param permission for the nodes of running that differ, whoever has edited them (RFC 8341 3.2.8)
 */
export async function commitCandidate(
  datastores: Datastores,
  permission: WritePermission | undefined,
  options: CommitOptions,
): Promise<boolean> {
  const guarded = datastores.locks.partial.guard(options.author.sessionId, permission);
  const prepared = await datastores.engine.prepareCandidate(guarded?.detail ?? "none");
  rejectErrors(prepared.errors);
  await requirePermitted(datastores, "candidate", guarded, prepared);
  const changed = await carryOut(datastores, "candidate", prepared, options);
  datastores.candidateConditions.clear();
  return changed;
}

export interface EditOutcome {
  readonly changed: boolean;
  /** Startup became another, too. */
  readonly startupChanged?: boolean | undefined;
  /** Instance path of the node of a RESTCONF request when it is new. */
  readonly created?: string | undefined;
  /** That of the node, new or not. */
  readonly target?: string | undefined;
}

/** Edits running as one transaction. The candidate follows: what it changed itself stays changed. Runs inside the write queue. */
export async function commitEdit(
  datastores: Datastores,
  edit: EngineEdit,
  permission: WritePermission | undefined,
  options: CommitOptions,
): Promise<EditOutcome> {
  const guarded = datastores.locks.partial.guard(options.author.sessionId, permission);
  const prepared = await prepareEdit(datastores, edit, guarded);
  const wasStartup = isStartup(datastores);
  const changed = await carryOut(datastores, "running", prepared, options);
  const startupChanged = options.updateStartup === true && (changed || !wasStartup);
  return { changed, startupChanged, created: prepared.created, target: prepared.target };
}

/** Whether startup is running as it is now. */
function isStartup({ store, head }: Datastores): boolean {
  const startup = store.record("startup");
  return startup !== undefined && "revision" in startup && startup.revision === head.revision;
}

/** Throws what `commitEdit` would throw before it comes to VPP; nothing stays (test-only, RFC 6241 7.2). Runs inside the write queue. */
export async function testEdit(
  datastores: Datastores,
  edit: EngineEdit,
  permission: WritePermission | undefined,
): Promise<void> {
  const { objects } = await prepareEdit(datastores, edit, permission);
  await runChecks(datastores, "running", parseObjectChanges(objects, datastores.objectPaths));
  await datastores.engine.abort("running");
}

/** Throws what `commitCandidate` would throw before it comes to VPP; nothing changes (RFC 6241 8.6). Runs inside the write queue. */
export async function testCandidate(datastores: Datastores): Promise<void> {
  const { engine, objectPaths } = datastores;
  const { errors, objects } = await engine.prepareCandidate("none");
  rejectErrors(errors);
  await runChecks(datastores, "candidate", parseObjectChanges(objects, objectPaths));
  await engine.abort("candidate");
}

async function prepareEdit(datastores: Datastores, edit: EngineEdit, permission: WritePermission | undefined) {
  const prepared = await datastores.engine.prepareRunning(edit, permission?.detail ?? "none");
  await requirePermitted(datastores, "running", permission, prepared);
  rejectErrors(prepared.errors);
  return prepared;
}

/** Throws access-denied, after what is prepared in the tree has been given up: before anything else that is wrong is told. */
export async function requirePermitted(
  { engine }: Datastores,
  tree: ResidentTree,
  permission: WritePermission | undefined,
  { accesses, errors, isInvalid }: Pick<Prepared & EditResult, "accesses" | "errors" | "isInvalid">,
): Promise<void> {
  try {
    permission?.check(accesses, isInvalid ? [] : errors);
  } catch (denied) {
    await engine.abort(tree);
    throw denied;
  }
}

/** From here on the change is known to be valid; `tree` holds it out of sight of the readers. */
async function carryOut(
  datastores: Datastores,
  tree: "running" | "candidate",
  prepared: Prepared,
  options: CommitOptions,
): Promise<boolean> {
  const { engine, store, dynamic } = datastores;
  const { author, comment } = options;
  if (prepared.unchanged) {
    await engine.abort(tree);
    const records = recordsOf(options, datastores.head);
    if (Object.keys(records).length > 0) await persist(() => store.writeRecords(records));
    return false;
  }
  const revision = datastores.head.revision + 1;
  // Times tell clients which of two changes is the later one: they never go back.
  const timeMs = Math.max(datastores.clock(), datastores.head.timeMs);
  const changes = parseObjectChanges(prepared.objects, datastores.objectPaths);
  await runChecks(datastores, tree, changes);
  const entry = { revision, timeMs, ...author, comment, forward: prepared.forward, inverse: prepared.inverse };

  const units = intendedUnits(datastores, changes);
  const applied = await applyIntended(datastores, tree, { revision }, () => dynamic.ofRunning(engine, tree, units));
  try {
    await persist(() => store.append(entry, recordsOf(options, { revision, timeMs })));
  } catch (failure) {
    await engine.abort(tree);
    await applied.revert();
    throw failure;
  }
  await swapFollowed(datastores, tree, prepared.forward);
  // After the swap: whoever reads meanwhile gets an older stamp with newer data, and never the reverse.
  await datastores.stamps.record({ revision, timeMs }, prepared.forward);
  datastores.head = { revision, timeMs };
  applied.done();
  for (const notify of datastores.onCommitted) await notify({ ...entry, author, changes });
  return true;
}

/** What the server configures of itself has to work. */
async function runChecks(
  { engine, checks }: Datastores,
  tree: ResidentTree,
  changes: readonly ObjectChange[],
): Promise<void> {
  try {
    for (const check of checks) await check(changes);
  } catch (refusal) {
    await engine.abort(tree);
    throw refusal;
  }
}

/** The change becomes visible. What becomes of those who follow it does not concern it any more. */
export async function swapFollowed(
  { engine, followers, log }: Datastores,
  tree: ResidentTree,
  journal: Uint8Array,
): Promise<void> {
  const tell = async (call: (follower: Follower) => Promise<void>) => {
    const told = await Promise.allSettled(followers.map(call));
    for (const one of told) if (one.status === "rejected") log.error({ err: one.reason }, "a change was not followed");
  };
  await tell((follower) => follower.swapping(journal));
  await swap(engine, tree);
  await tell((follower) => follower.swapped());
}

/** The commit is in the store and in VPP: an engine that cannot follow is filled again from there. */
async function swap(engine: Datastores["engine"], tree: ResidentTree): Promise<void> {
  try {
    await engine.commit(tree);
  } catch {
    await engine.rebuild();
  }
}

function recordsOf({ records, updateStartup }: CommitOptions, startup: Stamp): CommitRecords {
  return updateStartup ? { ...records, startup } : { ...records };
}

/** A full disk or a failing one is resource-denied: the commit did not happen. */
export async function persist(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ManagementError("resource-denied", { message: `The change could not be persisted: ${reason}`, cause });
  }
}
