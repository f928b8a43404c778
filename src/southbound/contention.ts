/** Objects that VPP cannot hold side by side, or not together, found in a plan before VPP hears of it. */

import { ManagementError } from "../errors/management-error.js";
import type { ObjectEntry } from "./object-entry.js";
import type { ObjectTable } from "./object-table.js";
import { refusalError } from "./objects.js";
import type { Plan } from "./plan.js";
import type { Registry } from "./registry.js";
import type { ConfiguredObjects, Entry, ObjectKind, ObjectRef } from "./translator.js";

/** Throws ManagementError for an object that is made or changed, and contends or does not go together with others that will be there too, or depends on what does not carry it, or for one that may not go. */
export function refuseContention(plan: Plan, registry: Registry, table: ObjectTable): void {
  const after = afterwards(plan, table);
  const looked = new Set<string>();
  const refusalOf = contentionAmong({
    configured: after.configured,
    entries: after.entries,
    holderOf: (what) => heldOf(table, what, after.touched),
    comesLater: (id) => after.made.has(id) && !looked.has(id),
  });
  for (const entry of after.made.values()) {
    const refusal = refusalOf(entry, registry);
    if (refusal !== undefined) throw refusal;
    looked.add(entry.id);
  }
  for (const entry of after.gone) {
    const refused = registry.byName(entry.translator).translator.validateRemoval?.(entry, after.configured);
    if (refused !== undefined) throw refusalError(entry, refused);
  }
}

/**
 * Takes out of a whole configuration what a commit of it would refuse for what else is there, such as one that was stored before that was
 * known. Of two that contend the second goes.
 * @returns why, by the ids of the objects
 */
export function takeOutContention(intended: ObjectTable, registry: Registry): ReadonlyMap<string, ManagementError> {
  const refused = new Map<string, ManagementError>();
  const looked = new Set<string>();
  const worked = new Map<string, unknown>();
  const refusalOf = contentionAmong({
    configured: configuredIn(intended, worked),
    entries: (id) => intended.get(id)?.entry,
    holderOf: () => undefined,
    comesLater: (id) => !looked.has(id),
  });
  for (const { entry } of [...intended.all()]) {
    const refusal = refusalOf(entry, registry);
    if (refusal === undefined) {
      looked.add(entry.id);
      continue;
    }
    refused.set(entry.id, refusal);
    intended.delete(entry.id);
    worked.clear();
  }
  return refused;
}

interface Surroundings {
  readonly configured: ConfiguredObjects;
  readonly entries: Entries;
  /** Who has claimed this, beside those that were looked at. */
  readonly holderOf: (what: string) => ObjectEntry | undefined;
  /** Whether an object is still to be looked at: of two new ones the second is told. */
  readonly comesLater: (id: string) => boolean;
}

/** Tells why an object cannot be there; of those that it was asked about and that can, it knows the claims. */
function contentionAmong({ configured, entries, holderOf, comesLater }: Surroundings) {
  const claimedBy = new Map<string, ObjectEntry>();
  return (entry: ObjectEntry, registry: Registry): ManagementError | undefined => {
    const { translator } = registry.byName(entry.translator);
    const claims = translator.claims?.(entry) ?? [];
    for (const { what, leaf } of claims) {
      const holder = claimedBy.get(what) ?? holderOf(what);
      if (holder !== undefined && holder.id !== entry.id) return taken(entry, leaf, what, holder);
    }
    for (const { ref, what, leaf } of translator.rivals?.(entry, configured) ?? []) {
      const rival = entries(ref.id);
      if (rival !== undefined && !comesLater(ref.id)) return taken(entry, leaf, what, rival);
    }
    const notCarried = refusalOfOthers(entry, entries, registry);
    if (notCarried !== undefined) return notCarried;
    const together = translator.validateTogether?.(entry, configured);
    if (together !== undefined) return refusalError(entry, together);
    for (const { what } of claims) claimedBy.set(what, entry);
    return undefined;
  };
}

function refusalOfOthers(
  { translator: name, path, dependsOn }: ObjectEntry,
  entries: Entries,
  registry: Registry,
): ManagementError | undefined {
  for (const id of dependsOn) {
    const below = entries(id);
    const carriesOnly = below && registry.byName(below.translator).translator.carriesOnly;
    if (carriesOnly === undefined || carriesOnly.translators.includes(name)) continue;
    return new ManagementError("operation-not-supported", { path, message: carriesOnly.why });
  }
  return undefined;
}

function taken({ path }: ObjectEntry, leaf: string, what: string, holder: ObjectEntry): ManagementError {
  return new ManagementError("operation-failed", {
    path: leaf === "" ? path : `${path}/${leaf}`,
    message: `${holder.path} has the ${what}, of which VPP has one only`,
  });
}

/** Who has claimed it before, and is not touched by the plan. */
function heldOf(table: ObjectTable, what: string, touched: ReadonlySet<string>): ObjectEntry | undefined {
  for (const id of table.claimants(what)) if (!touched.has(id)) return table.get(id)?.entry;
  return undefined;
}

type Entries = (id: string) => ObjectEntry | undefined;

interface Afterwards {
  /** By id, the objects that the plan makes or changes. */
  readonly made: ReadonlyMap<string, ObjectEntry>;
  /** As they were, those that it takes away or changes. */
  readonly gone: readonly ObjectEntry[];
  /** The ids of both. */
  readonly touched: ReadonlySet<string>;
  readonly configured: ConfiguredObjects;
  readonly entries: Entries;
}

/** The translators of a kind agree on its keys and values. */
function entryOf<Key, Value>({ key, value }: ObjectEntry): Entry<Key, Value> {
  return { key: key as Key, value: value as Value };
}

/** A configuration that is a table. `worked` has what was worked out once of it. */
function configuredIn(table: ObjectTable, worked: Map<string, unknown>): ConfiguredObjects {
  function* found<Key, Value>(ids: Iterable<string>, kind: string): Iterable<Entry<Key, Value>> {
    for (const id of ids) {
      const entry = table.get(id)?.entry;
      if (entry?.kind === kind) yield entryOf(entry);
    }
  }
  const all: ConfiguredObjects = {
    configured: <Value>({ id }: ObjectRef) => table.get(id)?.entry.value as Value | undefined,
    *allConfigured<Key, Value>({ name }: ObjectKind<Key>): Iterable<Entry<Key, Value>> {
      for (const { entry } of table.ofKind(name)) yield entryOf(entry);
    },
    dependents: ({ id }, { name }) => found(table.dependents(id), name),
    marked: (mark, { name }) => found(table.marked(mark), name),
    get before() {
      return all;
    },
    once: onceIn(worked),
  };
  return all;
}

function onceIn(worked: Map<string, unknown>) {
  return <T>(name: string, work: () => T): T => {
    if (!worked.has(name)) worked.set(name, work());
    return worked.get(name) as T;
  };
}

/** The configuration as it is when the plan has been carried out. */
function afterwards({ waves }: Plan, table: ObjectTable): Afterwards {
  const made = new Map<string, ObjectEntry>();
  const gone: ObjectEntry[] = [];
  const touched = new Set<string>();
  for (const operation of waves.flat()) {
    const { kind, entry } = operation;
    touched.add(entry.id);
    if (kind === "create" || kind === "update") made.set(entry.id, entry);
    if (kind === "delete") gone.push(entry);
    if (kind === "update") gone.push(operation.before);
  }
  function* untouched<Key, Value>(ids: Iterable<string>, kind: string): Iterable<Entry<Key, Value>> {
    for (const id of ids) {
      const entry = touched.has(id) ? undefined : table.get(id)?.entry;
      if (entry?.kind === kind) yield entryOf(entry);
    }
  }
  const entries: Entries = (id) => (touched.has(id) ? made.get(id) : table.get(id)?.entry);
  const configured: ConfiguredObjects = {
    configured: <Value>({ id }: ObjectRef) => entries(id)?.value as Value | undefined,
    *allConfigured<Key, Value>({ name }: ObjectKind<Key>): Iterable<Entry<Key, Value>> {
      for (const { entry } of table.ofKind(name)) if (!touched.has(entry.id)) yield entryOf(entry);
      for (const entry of made.values()) if (entry.kind === name) yield entryOf(entry);
    },
    *dependents<Key, Value>({ id }: ObjectRef, { name }: ObjectKind<Key>): Iterable<Entry<Key, Value>> {
      yield* untouched<Key, Value>(table.dependents(id), name);
      const newOnes = this.once("made by what they stand on", () => by(({ dependsOn }) => dependsOn, made.values()));
      yield* ofKind<Key, Value>(newOnes.get(id) ?? [], name);
    },
    *marked<Key, Value>(mark: string, { name }: ObjectKind<Key>): Iterable<Entry<Key, Value>> {
      yield* untouched<Key, Value>(table.marked(mark), name);
      const newOnes = this.once("made by their marks", () => by(({ marks = [] }) => marks, made.values()));
      yield* ofKind<Key, Value>(newOnes.get(mark) ?? [], name);
    },
    before: configuredIn(table, new Map()),
    once: onceIn(new Map()),
  };
  return { made, gone, touched, configured, entries };
}

function* ofKind<Key, Value>(entries: Iterable<ObjectEntry>, kind: string): Iterable<Entry<Key, Value>> {
  for (const entry of entries) if (entry.kind === kind) yield entryOf(entry);
}

/** Entries by each of the names that they have. */
function by(
  namesOf: (entry: ObjectEntry) => readonly string[],
  entries: Iterable<ObjectEntry>,
): ReadonlyMap<string, readonly ObjectEntry[]> {
  const found = new Map<string, ObjectEntry[]>();
  for (const entry of entries) {
    for (const name of namesOf(entry)) {
      const named = found.get(name);
      if (named === undefined) found.set(name, [entry]);
      else named.push(entry);
    }
  }
  return found;
}
