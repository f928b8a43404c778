/** Carries a plan out on VPP, wave by wave, and takes it back when VPP refuses a part of it. */

import type { ManagementError } from "../errors/management-error.js";
import { isOutcomeUnknown, isVppGone, operationFailure } from "./failure.js";
import type { ObjectEntry } from "./object-entry.js";
import type { ObjectTable } from "./object-table.js";
import type { Operation, Plan } from "./plan.js";
import { refusedPath } from "./refused-leaf.js";
import type { Registry } from "./registry.js";
import { clearEntry } from "./secrets.js";
import { type AnyTranslator, absent, type TranslatorContext } from "./translator.js";
import { HandleNotKnown } from "./vpp-session.js";

/** What a plan is carried out on. `context` is the translators' view of `table`. */
export interface Target {
  readonly registry: Registry;
  readonly table: ObjectTable;
  readonly context: TranslatorContext;
  /** What is taken back may be in VPP though the table does not know of it: the answer to its creation was lost. Default: false. */
  readonly isTakenBack?: boolean;
}

/** Operations that were carried out, in groups that were sent together, first group first. */
export type Done = readonly (readonly Operation[])[];

export interface Outcome {
  readonly done: Done;
  /** Empty when all was carried out. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly operation: Operation;
  readonly cause: unknown;
  readonly error: ManagementError;
}

/** Most operations sent before their replies are looked at: bounds memory, and what is sent after the first refusal. */
const groupSize = 2000;

/**
 * After which failure nothing more is tried. Undo goes on when VPP refuses, but does not wait once for every wave when VPP is
 * silent, and takes nothing away below an object that it cannot name, since the answer to its creation was lost: a resync finds that
 * by what it stands on. A resync goes on then too: the rest of the configuration should be there even if one object cannot.
 */
type StopAt = "any failure" | "doubt" | "loss of VPP";

/** Carries the plan out, up to the group with a failure at which to stop; always stops when VPP is gone. */
export async function applyPlan(plan: Plan, target: Target, stopAt: StopAt = "any failure"): Promise<Outcome> {
  const done: Operation[][] = [];
  const failures: Failure[] = [];
  for (const wave of plan.waves) {
    for (let start = 0; start < wave.length; start += groupSize) {
      const group = await applyGroup(wave.slice(start, start + groupSize), target);
      done.push(group.done);
      failures.push(...group.failures);
      if (group.failures.some(({ cause }) => isReasonToStop(cause, stopAt))) return { done, failures };
    }
  }
  return { done, failures };
}

function isReasonToStop(cause: unknown, stopAt: StopAt): boolean {
  if (stopAt === "any failure" || isVppGone(cause)) return true;
  return stopAt === "doubt" && (isOutcomeUnknown(cause) || cause instanceof HandleNotKnown);
}

/** Takes back what was carried out, last group first. Returns why it could not all be taken back; empty when it was. */
export async function revertDone(done: Done, target: Target): Promise<readonly Failure[]> {
  const gone = new Set(done.flat().flatMap(({ kind, entry }) => (kind === "delete" ? [entry.id] : [])));
  const forgotten = new Map(done.flat().flatMap((one) => (one.kind === "forget" ? [[one.entry.id, one.entry]] : [])));
  const isGone = ({ partOf = "" }: ObjectEntry): boolean => {
    const whole = forgotten.get(partOf);
    return whole === undefined ? gone.has(partOf) : isGone(whole);
  };
  const waves = done.map((group) => group.map((one) => inverse(one, isGone)).reverse()).reverse();
  const { failures } = await applyPlan({ waves }, { ...target, isTakenBack: true }, "doubt");
  return failures;
}

/** The operations that undo needs to repeat: done ones, and failed ones of which nobody knows whether VPP did them. */
export function toTakeBack({ done, failures }: Outcome): Done {
  const unknown = failures.filter(({ cause }) => isOutcomeUnknown(cause)).map(({ operation }) => operation);
  return unknown.length === 0 ? done : [...done, unknown];
}

/** @param isGone whether what an object is part of was deleted, so that VPP has forgotten the part */
function inverse(operation: Operation, isGone: (part: ObjectEntry) => boolean): Operation {
  switch (operation.kind) {
    case "create":
    case "remember":
      return { kind: "delete", entry: operation.entry };
    case "update":
      return { kind: "update", entry: operation.before, before: operation.entry };
    case "delete":
      return { kind: "create", entry: operation.entry };
    case "forget":
      if (isGone(operation.entry)) return { kind: "create", entry: operation.entry };
      return { kind: "remember", entry: operation.entry, handle: operation.handle };
  }
}

async function applyGroup(operations: readonly Operation[], target: Target) {
  const done: Operation[] = [];
  const failures: Failure[] = [];
  await Promise.all(
    operations.map((operation) =>
      applyOperation(operation, target).then(
        (carriedOut) => done.push(carriedOut),
        (cause) => failures.push(failureOf(operation, target.registry, cause)),
      ),
    ),
  );
  return { done, failures };
}

function failureOf(operation: Operation, registry: Registry, cause: unknown): Failure {
  const { kind, entry } = operation;
  return { operation, cause, error: operationFailure(kind, entry, cause, refusedPath(operation, registry)) };
}

/** Carries one operation out and returns it as undo needs it. */
async function applyOperation(operation: Operation, target: Target): Promise<Operation> {
  const { table } = target;
  if (operation.kind === "forget") {
    const { entry } = operation;
    const handle = table.get(entry.id)?.handle;
    table.delete(entry.id);
    return { kind: "forget", entry, handle };
  }
  if (operation.kind === "remember") table.set(operation.entry, operation.handle);
  else await sendOperation(operation, target);
  return operation;
}

type SentOperation = Exclude<Operation, { kind: "forget" | "remember" }>;

/** Sends one operation and notes in the table what VPP then holds. */
async function sendOperation(operation: SentOperation, target: Target): Promise<void> {
  const { registry, table, context, isTakenBack = false } = target;
  const { kind, entry } = operation;
  const { translator } = registry.byName(entry.translator);
  if (kind === "delete") {
    const known = table.get(entry.id);
    if (known === undefined && !isTakenBack) await deleteIfThere(translator, entry, context);
    else if (known?.pending !== true) await translator.delete(context, entry);
    return table.delete(entry.id);
  }
  const isThere = kind === "update" && table.get(entry.id)?.pending !== true;
  if (mustWait(entry, table)) {
    if (isThere) await translator.delete(context, operation.before);
    return table.set(entry, undefined, true);
  }
  if (!isThere) return createObject(translator, entry, { registry, table, context });
  if (translator.update === "recreate") throw new Error(`${translator.name} cannot be changed in place`);
  await translator.update(context, clearEntry(registry, entry), clearEntry(registry, operation.before).value);
  table.set(entry, table.get(entry.id)?.handle);
}

/** What a resync could not make is not there when VPP's index of it, or of what it would stand on, is not known. */
async function deleteIfThere(translator: AnyTranslator, entry: ObjectEntry, context: Target["context"]): Promise<void> {
  try {
    await translator.delete(context, entry);
  } catch (failure) {
    if (!(failure instanceof HandleNotKnown)) throw failure;
  }
}

async function createObject(
  translator: AnyTranslator,
  entry: ObjectEntry,
  { registry, table, context }: Target,
): Promise<void> {
  const handle = await translator.create(context, clearEntry(registry, entry));
  if (handle === absent) table.set(entry, undefined, true);
  else table.set(entry, handle ?? undefined);
}

/** Something that the object depends on waits for its device. */
function mustWait({ dependsOn }: ObjectEntry, table: ObjectTable): boolean {
  return dependsOn.some((id) => table.get(id)?.pending === true);
}
