/** From changed units of configuration to changed objects: a unit may hold several objects, of one translator each. */

import type { ObjectChange } from "../datastore/southbound-port.js";
import { ManagementError } from "../errors/management-error.js";
import { equalValues } from "./equal-values.js";
import { dropMembers, type JsonObject, pickMembers } from "./member-path.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import type { MissingMessages, RegisteredTranslator, Registry } from "./registry.js";
import { clearEntry } from "./secrets.js";
import type { AnyTranslator, Entry, ObjectKey, Refusal } from "./translator.js";

/**
 * The objects that differ between before and after. Throws ManagementError for an entry that its translator refuses, or
 * whose translator the connected VPP cannot serve; `missing` is empty while no VPP is known.
 */
export function entryChanges(
  registry: Registry,
  missing: MissingMessages,
  changes: readonly ObjectChange[],
): EntryChange[] {
  const found: EntryChange[] = [];
  for (const change of changes) {
    const translators = registry.ofPath(change.schemaPath);
    const before = translators.length === 0 ? [] : entriesOf(translators, change, change.before);
    const after = translators.length === 0 ? [] : entriesOf(translators, change, change.after);
    for (const entry of after) {
      const earlier = before.find(({ id }) => id === entry.id);
      if (earlier !== undefined && sameEntry(earlier, entry)) continue;
      refuseInvalid(registry, missing, entry);
      found.push({ id: entry.id, before: earlier, after: entry, inPlace: canChangeInPlace(registry, earlier, entry) });
    }
    for (const entry of before) {
      if (!after.some(({ id }) => id === entry.id)) {
        found.push({ id: entry.id, before: entry, after: undefined, inPlace: false });
      }
    }
  }
  return found;
}

/** The objects of one unit with this content; none for null. */
export function entriesOf(
  translators: readonly RegisteredTranslator[],
  unit: Pick<ObjectChange, "path" | "keys" | "origin" | "from">,
  content: JsonObject | null,
): ObjectEntry[] {
  const entries: ObjectEntry[] = [];
  if (content === null) return entries;
  for (const registered of translators) {
    const { translator, leafs, nestedUnits } = registered;
    const value = leafs === undefined ? dropMembers(content, nestedUnits) : pickMembers(content, leafs);
    const key = keyOf(registered, unit);
    const applies = translator.when === undefined ? value !== undefined : translator.when(value ?? {}, key);
    if (!applies) continue;
    const entry = objectEntry(translator, key, value ?? {}, unit.from ?? unit.path);
    entries.push(unit.origin === undefined ? entry : { ...entry, origin: unit.origin });
  }
  return entries;
}

/** One object with its dependencies, as the planner takes it. */
export function objectEntry(translator: AnyTranslator, key: ObjectKey, value: unknown, path: string): ObjectEntry {
  const entry = { key, value };
  const dependsOn = translator.dependsOn?.(entry).map(({ id }) => id) ?? [];
  const partOf = translator.partOf?.(entry).id;
  if (partOf !== undefined && !dependsOn.includes(partOf)) dependsOn.push(partOf);
  const after = translator.after?.(entry).map(({ id }) => id);
  const claims = translator.claims?.(entry).map(({ what }) => what);
  const marks = translator.marks?.(entry);
  const { name, kind } = translator;
  const names = { id: idOf(translator, entry), kind: kind.name, translator: name };
  return { ...names, key, value, path, dependsOn, after, partOf, claims, marks };
}

/** The name of an object in tables, plans and logs. */
export function idOf(translator: AnyTranslator, { key, value }: Entry<ObjectKey, unknown>): string {
  const { id } = translator.kind.at(key);
  return translator.goesLast === true ? `${id}|${JSON.stringify(value)}` : id;
}

/** Whether one translator can change VPP from the first to the second without making the object anew. */
export function canChangeInPlace(registry: Registry, before: ObjectEntry | undefined, after: ObjectEntry): boolean {
  if (before === undefined || before.translator !== after.translator) return false;
  const { translator } = registry.byName(after.translator);
  if (translator.update === "recreate") return false;
  return translator.canUpdate?.(before.value, after.value) ?? true;
}

/** Throws when the translator refuses the entry, or the connected VPP lacks what the translator needs. */
export function refuseInvalid(registry: Registry, missing: MissingMessages, entry: ObjectEntry): void {
  const { translator } = registry.byName(entry.translator);
  const lacking = missing.get(translator.name);
  if (lacking !== undefined) {
    throw new ManagementError("operation-not-supported", {
      path: entry.path,
      message: `This VPP cannot hold a ${translator.name}: it lacks ${lacking.join(", ")} (is the plugin loaded?)`,
    });
  }
  const refusal = translator.validate?.(clearEntry(registry, entry));
  if (refusal !== undefined) throw refusalError(entry, refusal);
}

/** The error for a refusal, with the path of its leaf. */
export function refusalError({ path }: ObjectEntry, { leaf, message, tag }: Refusal): ManagementError {
  return new ManagementError(tag ?? "invalid-value", { path: leaf === "" ? path : `${path}/${leaf}`, message });
}

function sameEntry(before: ObjectEntry, after: ObjectEntry): boolean {
  return before.translator === after.translator && equalValues(before.value, after.value);
}

function keyOf({ keySteps }: RegisteredTranslator, { keys, path }: Pick<ObjectChange, "path" | "keys">): ObjectKey {
  const key: Record<string, string> = {};
  for (const [name, list, leaf] of keySteps) {
    const step = keys.find(([stepList, stepLeaf]) => stepLeaf === leaf && withoutPrefix(stepList) === list);
    if (step === undefined) throw new Error(`${path} has no key ${list}/${leaf}`);
    key[name] = step[2];
  }
  return key;
}

/** "ietf-ip:address" is "address": the engine may say in which module a list is. */
function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
