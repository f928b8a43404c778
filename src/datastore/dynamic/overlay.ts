/**
 * Which source an object of the intended configuration comes from. Running wins where somebody wrote the object there, then
 * the dynamic datastores by precedence, then the defaults of running. Holds the objects of the dynamic datastores, not those
 * of running: its size follows theirs.
 */

import type { DynamicName, Presence } from "../engine/protocol.js";
import type { ObjectChange } from "../southbound-port.js";

type Value = Readonly<Record<string, unknown>>;

interface Held {
  readonly unit: Pick<ObjectChange, "schemaPath" | "path" | "keys" | "from">;
  /** What each dynamic datastore has. */
  readonly values: ReadonlyMap<DynamicName, Value>;
  readonly running: Presence;
  /** What running has by default. */
  readonly runningDefault: Value | null;
}

/** Changes of intended that follow from a change of one source. `revert` when they could not be applied. */
export interface Overlaid {
  readonly changes: readonly ObjectChange[];
  revert(): void;
}

/** What running has of an object that a dynamic datastore writes. */
export interface InRunning {
  readonly presence: Presence;
  /** With presence "default". */
  readonly value: Value | null;
}

export class Overlay {
  readonly #held = new Map<string, Held>();

  /** @param precedence the winning datastore first */
  constructor(readonly precedence: readonly DynamicName[]) {}

  /** Whether a dynamic datastore has this object. */
  holds(path: string): boolean {
    return this.#held.has(path);
  }

  /**
   * A change of running.
   * @param presence of those of the paths that a dynamic datastore holds, after the change
   */
  ofRunning(changes: readonly ObjectChange[], presence: ReadonlyMap<string, Presence>): Overlaid {
    return this.#steps(changes, (change) => {
      const held = this.#held.get(change.path);
      if (held === undefined) return [change];
      const running = presence.get(change.path) ?? "absent";
      const next: Held = { ...held, running, runningDefault: running === "default" ? change.after : null };
      this.#hold(next);
      return this.#step(change, this.#valueOf(held, change.before), this.#valueOf(next, change.after), next);
    });
  }

  /**
   * A change of a dynamic datastore. Objects that are there only with their defaults are not its own.
   * @param presence of the paths in this datastore, after the change
   * @param running of those of the paths that no dynamic datastore holds yet
   */
  ofDynamic(
    name: DynamicName,
    changes: readonly ObjectChange[],
    presence: ReadonlyMap<string, Presence>,
    running: ReadonlyMap<string, InRunning>,
  ): Overlaid {
    return this.#steps(changes, (change) => {
      const held = this.#held.get(change.path) ?? unheld(change, running.get(change.path));
      const values = new Map(held.values);
      if (change.after !== null && presence.get(change.path) === "explicit") values.set(name, change.after);
      else values.delete(name);
      const next: Held = { ...held, unit: unitOf(change), values };
      this.#hold(next);
      if (held.running === "explicit") return [];
      return this.#step(change, this.#valueOf(held, null), this.#valueOf(next, null), next);
    });
  }

  /** Every object that comes from a dynamic datastore. */
  *objects(): Iterable<ObjectChange> {
    for (const held of this.#held.values()) {
      if (held.running === "explicit") continue;
      yield { ...held.unit, before: null, after: this.#valueOf(held, null), origin: this.#originOf(held) };
    }
  }

  /** Whether intended has another source for this object than running. */
  covers(path: string): boolean {
    const held = this.#held.get(path);
    return held !== undefined && held.running !== "explicit";
  }

  /** Whether a datastore has this object, and another source counts. */
  isOverruled(name: DynamicName, path: string): boolean {
    const held = this.#held.get(path);
    if (held === undefined || !held.values.has(name)) return false;
    return held.running === "explicit" || this.#ownerOf(held) !== name;
  }

  /** The object that a datastore has at a path. */
  unitOf(name: DynamicName, path: string): Held["unit"] | undefined {
    const held = this.#held.get(path);
    return held?.values.has(name) ? held.unit : undefined;
  }

  /** @param inRunning the value that running has, where it has one explicitly */
  #valueOf(held: Held, inRunning: Value | null): Value | null {
    if (held.running === "explicit") return inRunning;
    const owner = this.#ownerOf(held);
    return owner === undefined ? held.runningDefault : held.values.get(owner)!;
  }

  #ownerOf({ values }: Held): DynamicName | undefined {
    return this.precedence.find((name) => values.has(name));
  }

  #originOf(held: Held): string | undefined {
    return held.running === "explicit" ? undefined : this.#ownerOf(held);
  }

  #step(change: ObjectChange, before: Value | null, after: Value | null, next: Held): ObjectChange[] {
    if (before === after) return [];
    return [{ ...change, before, after, origin: this.#originOf(next) }];
  }

  /** Takes the changes one by one, and knows how to forget them again. */
  #steps(changes: readonly ObjectChange[], take: (change: ObjectChange) => ObjectChange[]): Overlaid {
    const before = changes.map(({ path }) => [path, this.#held.get(path)] as const);
    const overlaid = changes.flatMap(take);
    const revert = () => {
      for (const [path, held] of before) {
        if (held === undefined) this.#held.delete(path);
        else this.#held.set(path, held);
      }
    };
    return { changes: overlaid, revert };
  }

  #hold(held: Held): void {
    if (held.values.size === 0) this.#held.delete(held.unit.path);
    else this.#held.set(held.unit.path, held);
  }
}

function unitOf({ schemaPath, path, keys, from }: ObjectChange): Held["unit"] {
  return { schemaPath, path, keys, from };
}

function unheld(change: ObjectChange, running: InRunning | undefined): Held {
  return {
    unit: unitOf(change),
    values: new Map(),
    running: running?.presence ?? "absent",
    runningDefault: running?.value ?? null,
  };
}
