/**
 * Makes VPP equal to the configuration: at the start of the server, and when VPP comes back. What VPP holds already is left
 * as it is; what others made is left alone.
 */

import type { ObjectChange } from "../datastore/southbound-port.js";
import { ManagementError } from "../errors/management-error.js";
import { takeOutContention } from "./contention.js";
import { type DumpedObject, dumpObjects } from "./dump.js";
import type { Journal } from "./journal.js";
import { isObject, type JsonObject, mergeValues, pickMembers } from "./member-path.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import { ObjectTable } from "./object-table.js";
import { canChangeInPlace, entriesOf, objectEntry, refuseInvalid } from "./objects.js";
import type { Operation, Plan } from "./plan.js";
import type { MissingMessages, RegisteredTranslator, Registry } from "./registry.js";
import { isAsConfigured } from "./same-object.js";
import type { VppSession } from "./vpp-session.js";

export interface Resync {
  /** What VPP holds of the configuration now, and what it holds that has to go. */
  readonly table: ObjectTable;
  /** What has to change to make it equal. */
  readonly changes: readonly EntryChange[];
}

export interface Intended {
  readonly objects: ObjectTable;
  /** Why objects of the configuration are not in `objects`, by their ids: this VPP cannot hold them, or not together with the others. */
  readonly refused: ReadonlyMap<string, ManagementError>;
}

/** The objects of the whole configuration. */
export async function intendedEntries(
  registry: Registry,
  missing: MissingMessages,
  objects: AsyncIterable<readonly ObjectChange[]>,
): Promise<Intended> {
  const intended = new ObjectTable();
  const refused = new Map<string, ManagementError>();
  for await (const changes of objects) {
    for (const change of changes) {
      for (const entry of entriesOf(registry.ofPath(change.schemaPath), change, change.after)) {
        try {
          refuseInvalid(registry, missing, entry);
          intended.set(entry, undefined);
        } catch (refusal) {
          refused.set(entry.id, ManagementError.from(refusal));
        }
      }
    }
  }
  for (let sizeBefore = -1; sizeBefore !== intended.size; ) {
    dropOrphans(intended, refused);
    sizeBefore = intended.size;
    for (const [id, refusal] of takeOutContention(intended, registry)) refused.set(id, refusal);
  }
  return { objects: intended, refused };
}

/** Compares the configuration with what VPP holds. Of `intended` only the entries count: it may be the table of an earlier VPP. */
export async function compareWithVpp(
  intended: ObjectTable,
  registry: Registry,
  missing: MissingMessages,
  session: VppSession,
  journal: Journal,
): Promise<Resync> {
  const knowledge = journal.knowledgeOf(session.identity);
  const unsure = knowledge === "new" ? new Map<string, ObjectEntry>() : knowledge.unsure;
  const dump = await dumpObjects(registry, missing, session, withUnsure(intended, unsure), "comparison");
  const named = new Map([...dump.values()].flat().map((object) => [object.id, object]));
  const { dumped, unmarked } = withUnmarked(named, intended, unsure, registry);

  const table = new ObjectTable();
  const changes: EntryChange[] = [];
  for (const { entry: after } of intended.all()) {
    const found = dumped.get(after.id);
    const registered = registry.byName(after.translator);
    const assumed = knowledge !== "new" && isAssumed(registered) && !unsure.has(after.id);
    if (found === undefined && assumed) {
      table.set(after, undefined);
      continue;
    }
    if (found !== undefined && !unmarked.has(after.id) && !needsChange(after, found, unsure)) {
      table.set(after, found.handle);
      continue;
    }
    const before = found === undefined ? unsureUnreadable(after.id, unsure, registry) : entryOf(found, after);
    const inPlace = !unmarked.has(after.id) && isInPlace(registry, before, after, unsure);
    changes.push({ id: after.id, before, after, inPlace });
    if (before !== undefined) table.set(before, found?.handle);
  }
  for (const object of leftovers(dumped, intended, unsure)) {
    const before = entryOf(object, unsure.get(object.id));
    table.set(before, object.handle);
    changes.push({ id: object.id, before, after: undefined, inPlace: false });
  }
  for (const entry of unsure.values()) {
    if (isIn(intended, entry.id) || dumped.has(entry.id) || !isAssumed(registry.byName(entry.translator))) continue;
    table.set(entry, undefined);
    changes.push({ id: entry.id, before: entry, after: undefined, inPlace: false });
  }
  const known = changes.map((change) => (dumped.has(change.id) ? change : withoutForgotten(change, table)));
  return { table, changes: known.filter(({ before, after }) => before ?? after) };
}

/**
 * Objects of ours that came to light when a plan took away what hid them in VPP, and that `table`, which is VPP after the plan, does not have:
 * they have to go. They are noted in the table. VPP is asked for their kinds alone, and only after such a plan.
 */
export async function comeToLight(
  plan: Plan,
  table: ObjectTable,
  registry: Registry,
  missing: MissingMessages,
  session: VppSession,
): Promise<readonly EntryChange[]> {
  const hidden = registry.all.filter(({ translator }) => translator.mayBeHidden === true);
  const hides = ({ kind, entry }: Operation) =>
    (kind === "delete" || kind === "forget") && !hidden.includes(registry.byName(entry.translator));
  if (!plan.waves.some((wave) => wave.some(hides))) return [];
  const paths = hidden.map(({ translator }) => translator.path);
  const dump = await dumpObjects(registry, missing, session, table, "comparison", { paths });
  const changes: EntryChange[] = [];
  for (const object of hidden.flatMap((registered) => dump.get(registered) ?? [])) {
    if (object.owned !== true || isIn(table, object.id)) continue;
    const before = entryOf(object, undefined);
    table.set(before, object.handle);
    changes.push({ id: object.id, before, after: undefined, inPlace: false });
  }
  return changes;
}

/**
 * What a dump may recognise: the configuration, and what an interrupted change may have left. Of an object that is in both,
 * the configuration is found by its id, and both among those of its kind.
 */
function withUnsure(intended: ObjectTable, unsure: ReadonlyMap<string, ObjectEntry>): ObjectTable {
  if (unsure.size === 0) return intended;
  const table = new ObjectTable();
  for (const entry of unsure.values()) {
    const id = isIn(intended, entry.id) ? `${entry.id}, interrupted` : entry.id;
    table.set({ ...entry, id }, undefined);
  }
  for (const { entry } of intended.all()) table.set(entry, undefined);
  return table;
}

/** Takes out what depends on something that was refused, so that the rest can be applied. */
function dropOrphans(intended: ObjectTable, refused: Map<string, ManagementError>): void {
  if (refused.size === 0) return;
  for (let sizeBefore = -1; sizeBefore !== intended.size; ) {
    sizeBefore = intended.size;
    for (const { entry } of intended.all()) {
      const lacking = entry.dependsOn.find((other) => !isIn(intended, other));
      if (lacking === undefined) continue;
      intended.delete(entry.id);
      const message = `Not applied, since ${lacking.replaceAll("|", " ")} could not be`;
      refused.set(entry.id, new ManagementError("operation-failed", { path: entry.path, message }));
    }
  }
}

function isIn(table: ObjectTable, id: string): boolean {
  return table.get(id) !== undefined;
}

/** VPP has forgotten an object that no dump can show when something is gone that it depends on. */
function withoutForgotten(change: EntryChange, table: ObjectTable): EntryChange {
  const { before } = change;
  if (before === undefined || before.dependsOn.every((id) => table.get(id) !== undefined)) return change;
  table.delete(before.id);
  return { ...change, before: undefined, inPlace: false };
}

/** VPP cannot say whether it holds such an object. One that sends no message is made anew each time: it costs nothing. */
function isAssumed({ translator }: RegisteredTranslator): boolean {
  return translator.dump === "unreadable" && translator.messages.length > 0;
}

function needsChange(after: ObjectEntry, found: DumpedObject, unsure: ReadonlyMap<string, ObjectEntry>): boolean {
  const isUnsure = found.registered.unreadable.length > 0 && unsure.has(after.id);
  return isUnsure || !isAsConfigured(found, after);
}

/** An object whose unreadable part is unsure cannot be changed in place: nobody knows from what. */
function isInPlace(
  registry: Registry,
  before: ObjectEntry | undefined,
  after: ObjectEntry,
  unsure: ReadonlyMap<string, ObjectEntry>,
): boolean {
  if (unsure.has(after.id) && registry.byName(after.translator).unreadable.length > 0) return false;
  return canChangeInPlace(registry, before, after);
}

function unsureUnreadable(
  id: string,
  unsure: ReadonlyMap<string, ObjectEntry>,
  registry: Registry,
): ObjectEntry | undefined {
  const entry = unsure.get(id);
  return entry !== undefined && isAssumed(registry.byName(entry.translator)) ? entry : undefined;
}

/** What VPP holds as an entry; members that it cannot tell are taken from the configuration or the journal. */
function entryOf({ registered, key, value }: DumpedObject, similar: ObjectEntry | undefined): ObjectEntry {
  const untold = isObject(similar?.value) ? pickMembers(similar.value, registered.unreadable) : undefined;
  const whole = untold === undefined ? value : mergeValues(untold, value as JsonObject);
  return objectEntry(registered.translator, key, whole, similar?.path ?? registered.translator.path);
}

/**
 * The dump with the names that they should have for objects that a server made and died before it could mark them, or had unmarked to
 * delete them; and the ids of these, which are made anew.
 */
function withUnmarked(
  named: ReadonlyMap<string, DumpedObject>,
  intended: ObjectTable,
  unsure: ReadonlyMap<string, ObjectEntry>,
  registry: Registry,
) {
  const dumped = new Map(named);
  const unmarked = new Set<string>();
  const isStrange = ({ id, owned }: DumpedObject) => owned !== true && !isIn(intended, id) && !unsure.has(id);
  const strangers = new Set([...named.values()].filter(isStrange));
  for (const entry of unsure.values()) {
    const { translator } = registry.byName(entry.translator);
    if (named.has(entry.id) || translator.isKnownByValue === undefined) continue;
    const object = [...strangers].find(
      (other) => isAsConfigured(other, entry) && translator.isKnownByValue?.(entry, other.value) === true,
    );
    if (object === undefined) continue;
    strangers.delete(object);
    dumped.delete(object.id);
    dumped.set(entry.id, { ...object, id: entry.id, key: entry.key });
    unmarked.add(entry.id);
  }
  return { dumped, unmarked };
}

/** Objects in VPP that are ours, by its own word or by the journal's, and that the configuration does not have. */
function* leftovers(
  dumped: ReadonlyMap<string, DumpedObject>,
  intended: ObjectTable,
  unsure: ReadonlyMap<string, ObjectEntry>,
): Iterable<DumpedObject> {
  for (const object of dumped.values()) {
    if (!isIn(intended, object.id) && (object.owned === true || unsure.has(object.id))) yield object;
  }
}
