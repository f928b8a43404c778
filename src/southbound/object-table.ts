import type { ObjectEntry } from "./object-entry.js";

/** An object that VPP is known to hold, or that waits for a device to appear. */
export interface KnownObject {
  readonly entry: ObjectEntry;
  /** VPP's index: learned from the reply to its creation or from a dump, never persisted. */
  readonly handle: number | undefined;
  /** Configured, but not in VPP yet: the device, or something that the object depends on, is not there. */
  readonly pending: boolean;
}

/** What the planner asks of the table. */
export interface KnownObjects {
  get(id: string): KnownObject | undefined;
  /** Ids of the objects that name this one in `dependsOn`. */
  dependents(id: string): Iterable<string>;
}

/** All configured objects as they were last applied, with VPP's indexes, found by id, by kind, by index and by what they depend on. */
export class ObjectTable implements KnownObjects {
  readonly #objects = new Map<string, KnownObject>();
  readonly #dependents = new Map<string, Set<string>>();
  /** Ids by what they claim. */
  readonly #claimants = new Map<string, Set<string>>();
  /** Ids by their marks. */
  readonly #marked = new Map<string, Set<string>>();
  readonly #byKind = new Map<string, Map<string, KnownObject>>();
  readonly #byHandle = new Map<string, Map<number, KnownObject>>();
  readonly #pending = new Map<string, KnownObject>();

  /** Whether anything waits for a device. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** What waits for a device. */
  pending(): Iterable<KnownObject> {
    return this.#pending.values();
  }

  get size(): number {
    return this.#objects.size;
  }

  get(id: string): KnownObject | undefined {
    return this.#objects.get(id);
  }

  dependents(id: string): Iterable<string> {
    return this.#dependents.get(id) ?? [];
  }

  /** Ids of the objects that claim this. */
  claimants(claim: string): Iterable<string> {
    return this.#claimants.get(claim) ?? [];
  }

  /** Ids of the objects that have this mark. */
  marked(mark: string): Iterable<string> {
    return this.#marked.get(mark) ?? [];
  }

  all(): Iterable<KnownObject> {
    return this.#objects.values();
  }

  *ofKind(kind: string): Iterable<KnownObject> {
    yield* this.#byKind.get(kind)?.values() ?? [];
  }

  /** How many of a kind there are. */
  count(kind: string): number {
    return this.#byKind.get(kind)?.size ?? 0;
  }

  /** The object of a kind that has this index in VPP. */
  withHandle(kind: string, handle: number): KnownObject | undefined {
    return this.#byHandle.get(kind)?.get(handle);
  }

  set(entry: ObjectEntry, handle: number | undefined, pending = false): void {
    const known = { entry, handle, pending };
    const earlier = this.#objects.get(entry.id);
    if (earlier !== undefined) this.#forget(earlier);
    this.#objects.set(entry.id, known);
    if (pending) this.#pending.set(entry.id, known);
    for (const id of entry.dependsOn) getOrMake(this.#dependents, id, () => new Set<string>()).add(entry.id);
    for (const claim of entry.claims ?? []) getOrMake(this.#claimants, claim, () => new Set<string>()).add(entry.id);
    for (const mark of entry.marks ?? []) getOrMake(this.#marked, mark, () => new Set<string>()).add(entry.id);
    getOrMake(this.#byKind, entry.kind, () => new Map<string, KnownObject>()).set(entry.id, known);
    if (handle !== undefined) {
      getOrMake(this.#byHandle, entry.kind, () => new Map<number, KnownObject>()).set(handle, known);
    }
  }

  delete(id: string): void {
    const known = this.#objects.get(id);
    if (known === undefined) return;
    this.#objects.delete(id);
    this.#forget(known);
    this.#byKind.get(known.entry.kind)?.delete(id);
  }

  #forget(known: KnownObject): void {
    const { entry, handle } = known;
    this.#pending.delete(entry.id);
    const ofHandle = this.#byHandle.get(entry.kind);
    // VPP gives an index that has become free to the next object.
    if (handle !== undefined && ofHandle?.get(handle) === known) ofHandle.delete(handle);
    for (const id of entry.dependsOn) removeFrom(this.#dependents, id, entry.id);
    for (const claim of entry.claims ?? []) removeFrom(this.#claimants, claim, entry.id);
    for (const mark of entry.marks ?? []) removeFrom(this.#marked, mark, entry.id);
  }
}

function removeFrom(sets: Map<string, Set<string>>, name: string, member: string): void {
  const set = sets.get(name);
  set?.delete(member);
  if (set?.size === 0) sets.delete(name);
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
