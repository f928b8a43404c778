/**
 * The planner: from changed objects to operations in an order that VPP accepts. Pure; the plan is plain data.
 *
 * Operations stand in waves. Those of one wave do not depend on each other and are sent together.
 *   1. What goes away goes first, dependents before what they depend on, so that names, addresses and numbers are free again.
 *   2. Then objects are made and changed, each after what it depends on.
 *   3. Last goes what only an object that was changed in place (in 2) still needed. Where something of its kind is made
 *      in 2, which might want its name or number, the object is not changed in place but made anew, and 3 is not needed.
 *      Kinds that coexist want nothing of each other: lists of an interface are exchanged without a moment without any.
 *      What a translator says `goesLast` of goes here too.
 */

import { ManagementError } from "../errors/management-error.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import type { KnownObjects } from "./object-table.js";
import type { TranslatorDefinition } from "./translator.js";

export type Operation =
  | { readonly kind: "create"; readonly entry: ObjectEntry }
  | { readonly kind: "update"; readonly entry: ObjectEntry; readonly before: ObjectEntry }
  | { readonly kind: "delete"; readonly entry: ObjectEntry }
  /** VPP forgets the object together with the one that it is part of: no message is sent. `handle` is noted when it is done. */
  | { readonly kind: "forget"; readonly entry: ObjectEntry; readonly handle?: number | undefined }
  /** Undoes `forget` where VPP has not forgotten after all: no message is sent. */
  | { readonly kind: "remember"; readonly entry: ObjectEntry; readonly handle: number | undefined };

export interface Plan {
  readonly waves: readonly (readonly Operation[])[];
}

/** What matters to the order of what a translator says of its objects. */
export type Traits = Pick<TranslatorDefinition<never, never>, "keepsParts" | "coexists" | "afterAll" | "goesLast">;

/**
 * Orders the changes.
 * Throws ManagementError when an object would be left without something that it depends on.
 */
export function planChanges(
  changes: readonly EntryChange[],
  known: KnownObjects,
  traitsOf: (entry: ObjectEntry) => Traits = () => ({}),
): Plan {
  const steps = sortSteps(changes, known, traitsOf);
  refuseDangling(steps, known);
  const late = heldDeletes([...steps.updates.values()], steps.deletes, known);
  for (const entry of steps.deletes.values()) if (canGoLast(entry, steps, traitsOf)) late.set(entry.id, entry);
  const early = [...steps.deletes.values()].filter(({ id }) => !late.has(id));
  const isForgotten = ({ partOf, dependsOn }: ObjectEntry): boolean => {
    const whole = partOf === undefined ? undefined : steps.deletes.get(partOf);
    if (whole === undefined || late.has(whole.id) || traitsOf(whole).keepsParts === true) return false;
    // What else it needs may go before the whole does, and VPP refuses that while the part is there.
    return dependsOn.every((id) => {
      const needed = id === partOf ? undefined : steps.deletes.get(id);
      return needed === undefined || (needed.partOf === partOf && isForgotten(needed));
    });
  };
  const leaders = byKind(steps.settings.values());
  const removedBefore = (among: ReadonlyMap<string, ObjectEntry>) => {
    const followers = followersOf(among, traitsOf);
    return (entry: ObjectEntry) => [...dependentsIn(among, entry, known), ...followers(entry)];
  };
  const removal = (entry: ObjectEntry): Operation => ({ kind: isForgotten(entry) ? "forget" : "delete", entry });
  return {
    waves: [
      ...wavesOf(early, removedBefore(steps.deletes)).map((wave) => wave.map(removal)),
      ...wavesOf([...steps.settings.values()], (entry) => [
        ...dependenciesIn(steps.settings, entry),
        ...(traitsOf(entry).afterAll ?? []).map(({ name }) => leaders.get(name) ?? []),
      ]).map((wave) => wave.map((entry) => settingOf(entry, steps))),
      ...wavesOf([...late.values()], removedBefore(late)).map((wave) => wave.map(removal)),
    ],
  };
}

/** Operations of a plan as text, for logs and the dry run: "1. create loopback loop0". */
export function describePlan(plan: Plan): string[] {
  return plan.waves.flatMap((wave, index) =>
    wave.map(({ kind, entry }) => `${index + 1}. ${kind} ${entry.translator} ${Object.values(entry.key).join(" ")}`),
  );
}

interface Steps {
  /** Objects that go, or go to be made anew, as they were. */
  readonly deletes: Map<string, ObjectEntry>;
  /** Objects that are made or changed, as they shall be. */
  readonly settings: Map<string, ObjectEntry>;
  /** Of `settings`, those that are changed in place, as they were. */
  readonly updates: Map<string, ObjectEntry>;
}

function sortSteps(
  changes: readonly EntryChange[],
  known: KnownObjects,
  traitsOf: (entry: ObjectEntry) => Traits,
): Steps {
  const steps: Steps = { deletes: new Map(), settings: new Map(), updates: new Map() };
  const madeAnew: string[] = [];
  for (const { id, before, after, inPlace } of changes) {
    if (before !== undefined && after !== undefined && inPlace) steps.updates.set(id, before);
    else if (before !== undefined) steps.deletes.set(id, before);
    if (after !== undefined) steps.settings.set(id, after);
    if (before !== undefined && after !== undefined && !inPlace) madeAnew.push(id);
  }
  do {
    makeDependentsAnew(madeAnew, steps, known);
    madeAnew.push(...makeHoldersAnew(steps, known, traitsOf));
  } while (madeAnew.length > 0);
  return steps;
}

/** What depends on an object that is made anew is made anew with it. */
function makeDependentsAnew(madeAnew: string[], { deletes, settings, updates }: Steps, known: KnownObjects): void {
  for (let id = madeAnew.pop(); id !== undefined; id = madeAnew.pop()) {
    for (const dependent of known.dependents(id)) {
      if (deletes.has(dependent)) continue;
      const entry = known.get(dependent)!.entry;
      deletes.set(dependent, entry);
      if (!settings.has(dependent)) settings.set(dependent, entry);
      updates.delete(dependent);
      madeAnew.push(dependent);
    }
  }
}

/**
 * Objects that would be changed in place while they hold on to something that goes, of a kind of which something is made:
 * its number or name may be wanted, so it has to go first, and they with it. Returns their ids.
 */
function makeHoldersAnew(
  { deletes, settings, updates }: Steps,
  known: KnownObjects,
  traitsOf: (entry: ObjectEntry) => Traits,
): string[] {
  const kindsMade = new Set<string>();
  for (const entry of settings.values()) {
    if (!updates.has(entry.id) && traitsOf(entry).coexists !== true) kindsMade.add(entry.kind);
  }
  const holders = [...updates.values()].filter((holder) => {
    const held = heldDeletes([holder], deletes, known);
    return [...held.values()].some(({ kind }) => kindsMade.has(kind));
  });
  for (const { id } of holders) {
    deletes.set(id, updates.get(id)!);
    updates.delete(id);
  }
  return holders.map(({ id }) => id);
}

function refuseDangling({ deletes, settings }: Steps, known: KnownObjects): void {
  for (const entry of settings.values()) {
    for (const id of entry.dependsOn) {
      const isThere = settings.has(id) || (known.get(id) !== undefined && !deletes.has(id));
      if (!isThere) throw dangling(entry, id);
    }
  }
  for (const id of deletes.keys()) {
    if (settings.has(id)) continue;
    for (const dependent of known.dependents(id)) {
      if (!deletes.has(dependent) && !settings.has(dependent)) throw dangling(known.get(dependent)!.entry, id);
    }
  }
}

function dangling({ path, translator }: ObjectEntry, missing: string): ManagementError {
  return new ManagementError("operation-failed", {
    path,
    message: `This ${translator} needs ${missing.replaceAll("|", " ")}, which is not configured`,
  });
}

/** Deletes that have to wait until the holders have let go: what they depend on, and what that depends on. */
function heldDeletes(
  holders: readonly ObjectEntry[],
  deletes: ReadonlyMap<string, ObjectEntry>,
  known: KnownObjects,
): Map<string, ObjectEntry> {
  const found = new Map<string, ObjectEntry>();
  const toVisit = [...holders];
  for (let holder = toVisit.pop(); holder !== undefined; holder = toVisit.pop()) {
    for (const id of known.get(holder.id)?.entry.dependsOn ?? holder.dependsOn) {
      const held = deletes.get(id);
      if (held === undefined || found.has(id)) continue;
      found.set(id, held);
      toVisit.push(held);
    }
  }
  return found;
}

/** Whether what goes can wait until all else is done: nothing that it needs goes, and it is not made anew. */
function canGoLast(
  entry: ObjectEntry,
  { deletes, settings }: Steps,
  traitsOf: (entry: ObjectEntry) => Traits,
): boolean {
  if (traitsOf(entry).goesLast !== true || settings.has(entry.id)) return false;
  return entry.dependsOn.every((id) => !deletes.has(id));
}

function settingOf(entry: ObjectEntry, { updates }: Steps): Operation {
  const before = updates.get(entry.id);
  return before === undefined ? { kind: "create", entry } : { kind: "update", entry, before };
}

function dependenciesIn(settings: ReadonlyMap<string, ObjectEntry>, { dependsOn, after }: ObjectEntry): ObjectEntry[] {
  const found: ObjectEntry[] = [];
  for (const ids of [dependsOn, after ?? []]) {
    for (const id of ids) {
      const entry = settings.get(id);
      if (entry !== undefined) found.push(entry);
    }
  }
  return found;
}

/** Entries that something comes after, one by one, or all of a kind as one list, which is the same one for all that ask. */
type Follows = readonly (ObjectEntry | readonly ObjectEntry[])[];

/** Tells of an entry which others name it in `after`, or its kind in `afterAll`. */
function followersOf(
  entries: ReadonlyMap<string, ObjectEntry>,
  traitsOf: (entry: ObjectEntry) => Traits,
): (entry: ObjectEntry) => Follows {
  const ofEntry = new Map<string, ObjectEntry[]>();
  const ofKind = new Map<string, ObjectEntry[]>();
  for (const entry of entries.values()) {
    for (const id of entry.after ?? []) append(ofEntry, id, entry);
    for (const { name } of traitsOf(entry).afterAll ?? []) append(ofKind, name, entry);
  }
  return ({ id, kind }) => [...(ofEntry.get(id) ?? []), ofKind.get(kind) ?? []];
}

function byKind(entries: Iterable<ObjectEntry>): ReadonlyMap<string, readonly ObjectEntry[]> {
  const found = new Map<string, ObjectEntry[]>();
  for (const entry of entries) append(found, entry.kind, entry);
  return found;
}

function append<Value>(lists: Map<string, Value[]>, name: string, value: Value): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}

function dependentsIn(
  deletes: ReadonlyMap<string, ObjectEntry>,
  { id }: ObjectEntry,
  known: KnownObjects,
): ObjectEntry[] {
  const dependents: ObjectEntry[] = [];
  for (const dependent of known.dependents(id)) {
    const entry = deletes.get(dependent);
    if (entry !== undefined) dependents.push(entry);
  }
  return dependents;
}

const beingVisited = -1;

/** Groups entries into levels: each comes in the wave after the last of those that it has to follow. Keeps the order of input. */
function wavesOf(entries: readonly ObjectEntry[], follows: (entry: ObjectEntry) => Follows): ObjectEntry[][] {
  const levels = new Map<string, number>();
  const lastLevels = new Map<readonly ObjectEntry[], number>();
  const lastLevelOf = (list: readonly ObjectEntry[]): number => {
    let last = lastLevels.get(list);
    if (last === undefined) {
      last = list.reduce((level, entry) => Math.max(level, levelOf(entry)), -1);
      lastLevels.set(list, last);
    }
    return last;
  };
  const levelOf = (entry: ObjectEntry): number => {
    const found = levels.get(entry.id);
    if (found === beingVisited) throw new Error(`${entry.id} depends on itself`);
    if (found !== undefined) return found;
    levels.set(entry.id, beingVisited);
    let level = 0;
    for (const other of follows(entry)) {
      level = Math.max(level, ("id" in other ? levelOf(other) : lastLevelOf(other)) + 1);
    }
    levels.set(entry.id, level);
    return level;
  };
  const waves: ObjectEntry[][] = [];
  for (const entry of entries) {
    const level = levelOf(entry);
    waves[level] ??= [];
    waves[level].push(entry);
  }
  return waves;
}
