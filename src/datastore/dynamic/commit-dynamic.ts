/**
 * A commit of a dynamic datastore, from top to bottom: validate → diff → what it changes of intended → plan and apply → swap.
 * Running stays as it is, and nothing is written to the disk. While VPP is away the change is taken and waits for its return.
 */

import { applyIntended } from "../apply-intended.js";
import { type EditOutcome, requirePermitted, swapFollowed } from "../commit.js";
import type { Datastores, WritePermission } from "../datastores.js";
import type { DynamicName, EngineEdit } from "../engine/protocol.js";
import { rejectErrors } from "../engine-errors.js";
import { intendedUnits, parseObjectChanges } from "../object-changes.js";

/** Throws what is wrong with the edit, and what VPP refuses; nothing stays then. Runs inside the write queue. */
export async function commitDynamic(
  datastores: Datastores,
  name: DynamicName,
  edit: EngineEdit,
  permission: WritePermission | undefined,
): Promise<EditOutcome> {
  const { engine, dynamic, head } = datastores;
  const prepared = await engine.prepareDynamic(name, edit, permission?.detail ?? "none");
  await requirePermitted(datastores, name, permission, prepared);
  rejectErrors(prepared.errors);
  if (prepared.unchanged) {
    await engine.abort(name);
    return { changed: false, created: prepared.created };
  }
  const units = intendedUnits(datastores, parseObjectChanges(prepared.objects, datastores.objectPaths));
  const request = { revision: head.revision, acceptWhileAway: true };
  const applied = await applyIntended(datastores, name, request, () => dynamic.ofDynamic(engine, name, units));
  dynamic.remember(name, prepared.forward);
  await swapFollowed(datastores, name, prepared.forward);
  await datastores.dynamicStamps.record(name, prepared.forward);
  applied.done();
  await dynamic.shorten(engine, name);
  for (const tell of dynamic.onChanged) tell(name);
  return { changed: true, created: prepared.created };
}

/**
 * Fills an empty dynamic datastore before VPP is made equal to intended for the first time: VPP hears of it then, together with
 * running. Throws what is wrong with the content; nothing stays then. Runs inside the write queue.
 */
export async function fillDynamic(datastores: Datastores, name: DynamicName, edit: EngineEdit): Promise<void> {
  const { engine, dynamic } = datastores;
  const prepared = await engine.prepareDynamic(name, edit, "none");
  rejectErrors(prepared.errors);
  try {
    const units = intendedUnits(datastores, parseObjectChanges(prepared.objects, datastores.objectPaths));
    await dynamic.ofDynamic(engine, name, units);
  } catch (refusal) {
    await engine.abort(name);
    throw refusal;
  }
  dynamic.remember(name, prepared.forward);
  await swapFollowed(datastores, name, prepared.forward);
  await datastores.dynamicStamps.record(name, prepared.forward);
}

/** Throws what `commitDynamic` would throw before it comes to VPP; nothing stays. Runs inside the write queue. */
export async function testDynamic(
  datastores: Datastores,
  name: DynamicName,
  edit: EngineEdit,
  permission: WritePermission | undefined,
): Promise<void> {
  const { engine } = datastores;
  const prepared = await engine.prepareDynamic(name, edit, permission?.detail ?? "none");
  await requirePermitted(datastores, name, permission, prepared);
  rejectErrors(prepared.errors);
  await engine.abort(name);
}
