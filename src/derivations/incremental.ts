/**
 * The machinery of a derivation: which parts have to be compiled again, and what that changes. The rules say the rest as pure
 * functions. A step costs what it compiles again, however much there is beside it.
 */

import type { Derivation, Derived } from "../datastore/dynamic/derivation.js";
import type { ObjectChange } from "../datastore/southbound-port.js";
import { Givers } from "./givers.js";

type Value = Readonly<Record<string, unknown>>;

/** A unit of configuration that follows from others. */
export type DerivedUnit = Pick<ObjectChange, "schemaPath" | "path" | "keys" | "from"> & {
  /** RFC 7951 content with defaults. */
  readonly value: Value;
};

/** The units of input, by schema path and instance path. */
export interface Inputs {
  get(schemaPath: string, path: string): Value | undefined;
  /** Instance path and content of all. */
  all(schemaPath: string): Iterable<readonly [path: string, value: Value]>;
  /** Those of all for which the rules give this word. Cost follows what is found. */
  having(schemaPath: string, word: string): Iterable<readonly [path: string, value: Value]>;
}

export interface DerivationRules {
  /** Schema paths of the units that are read. */
  readonly inputs: readonly string[];
  /** By schema path of a unit, the words by which it can be found. */
  readonly words?: Readonly<Record<string, (value: Value) => Iterable<string>>>;
  /** Names of the parts to compile again after a change; `inputs` are those after it. */
  affected(change: ObjectChange, inputs: Inputs): Iterable<string>;
  /**
   * The units of one part; none when there is nothing left to derive. Parts may give a unit in common: of different contents the one
   * of the first part by name counts. Throws ManagementError for input that is refused.
   */
  compile(part: string, inputs: Inputs): readonly DerivedUnit[];
}

/** A derivation whose parts can be looked at, for what is told of them. */
export interface IncrementalDerivation extends Derivation {
  /** As of the last step. */
  readonly held: Inputs;
  /** The part whose unit counts at a path; undefined when none gives it. */
  giverOf(path: string): string | undefined;
  /** Called after each step, and when it is taken back, with the parts for which something may be different. */
  readonly onStep: ((parts: ReadonlySet<string>) => void)[];
  /** Makes known that something is different for these parts beside what is derived. */
  touch(parts: ReadonlySet<string>): void;
}

/** A derivation that goes by these rules. */
export function incremental(rules: DerivationRules): IncrementalDerivation {
  const derivation = new Incremental(rules);
  return {
    inputs: rules.inputs,
    derive: (changes) => derivation.derive(changes),
    held: derivation.inputs,
    giverOf: (path) => derivation.giverOf(path),
    onStep: derivation.onStep,
    touch: (parts) => derivation.touch(parts),
  };
}

class Incremental {
  readonly inputs: InputTables;
  readonly onStep: ((parts: ReadonlySet<string>) => void)[] = [];
  /** Paths of the units of each part. */
  readonly #parts = new Map<string, ReadonlyMap<string, DerivedUnit>>();
  readonly #givers = new Givers();

  constructor(readonly rules: DerivationRules) {
    this.inputs = new InputTables(rules.words);
  }

  derive(changes: readonly ObjectChange[]): Derived {
    const takenBack: (() => void)[] = [];
    const revert = () => {
      for (const undo of takenBack.splice(0).reverse()) undo();
    };
    try {
      for (const change of changes) takenBack.push(this.inputs.set(change.schemaPath, change.path, change.after));
      const parts = new Set(changes.flatMap((change) => [...this.rules.affected(change, this.inputs)]));
      const compiled = [...parts].map((part) => [part, this.#compile(part)] as const);
      const before = this.#unitsOf(compiled);
      for (const [part, units] of compiled) takenBack.push(this.#replace(part, units));
      const changed = differences(before, this.#unitsOf(compiled, before.keys()));
      const concerned = this.#concerned(parts, changed);
      takenBack.unshift(() => this.touch(concerned));
      this.touch(concerned);
      return { changes: changed, revert };
    } catch (refusal) {
      revert();
      throw refusal;
    }
  }

  giverOf(path: string): string | undefined {
    return this.#givers.first(path);
  }

  touch(parts: ReadonlySet<string>): void {
    for (const callback of this.onStep) callback(parts);
  }

  /** The parts that were compiled, and those that give a unit which is another one now. */
  #concerned(parts: ReadonlySet<string>, changed: readonly ObjectChange[]): ReadonlySet<string> {
    const concerned = new Set(parts);
    for (const { path } of changed) for (const part of this.#givers.all(path)) concerned.add(part);
    return concerned;
  }

  #compile(part: string): ReadonlyMap<string, DerivedUnit> {
    return new Map(this.rules.compile(part, this.inputs).map((unit) => [unit.path, unit]));
  }

  /** The units as they are now, at all paths that the parts have or will have. */
  #unitsOf(
    compiled: readonly (readonly [string, ReadonlyMap<string, DerivedUnit>])[],
    more: Iterable<string> = [],
  ): Map<string, DerivedUnit | undefined> {
    const paths = new Set(more);
    for (const [part, units] of compiled) {
      for (const path of this.#parts.get(part)?.keys() ?? []) paths.add(path);
      for (const path of units.keys()) paths.add(path);
    }
    return new Map([...paths].map((path) => [path, this.#unitAt(path)]));
  }

  #unitAt(path: string): DerivedUnit | undefined {
    const giver = this.giverOf(path);
    return giver === undefined ? undefined : this.#parts.get(giver)?.get(path);
  }

  /** Returns how to undo it. */
  #replace(part: string, units: ReadonlyMap<string, DerivedUnit>): () => void {
    const before = this.#parts.get(part) ?? new Map<string, DerivedUnit>();
    this.#put(part, before, units);
    return () => this.#put(part, units, before);
  }

  #put(part: string, before: ReadonlyMap<string, DerivedUnit>, after: ReadonlyMap<string, DerivedUnit>): void {
    for (const path of before.keys()) if (!after.has(path)) this.#givers.remove(path, part);
    for (const path of after.keys()) if (!before.has(path)) this.#givers.add(path, part);
    if (after.size === 0) this.#parts.delete(part);
    else this.#parts.set(part, after);
  }
}

class InputTables implements Inputs {
  readonly #tables = new Map<string, Map<string, Value>>();
  /** Instance paths by schema path and word. */
  readonly #index = new Map<string, Set<string>>();

  constructor(readonly words: NonNullable<DerivationRules["words"]> = {}) {}

  get(schemaPath: string, path: string): Value | undefined {
    return this.#tables.get(schemaPath)?.get(path);
  }

  all(schemaPath: string): Iterable<readonly [string, Value]> {
    return this.#tables.get(schemaPath) ?? [];
  }

  having(schemaPath: string, word: string): Iterable<readonly [string, Value]> {
    const paths = this.#index.get(`${schemaPath} ${word}`) ?? new Set<string>();
    return Array.from(paths, (path) => [path, this.get(schemaPath, path)!] as const);
  }

  /** Returns how to undo it. */
  set(schemaPath: string, path: string, value: Value | null): () => void {
    const table = this.#tables.get(schemaPath) ?? new Map<string, Value>();
    this.#tables.set(schemaPath, table);
    const before = table.get(path) ?? null;
    for (const word of this.#wordsOf(schemaPath, before)) this.#indexed(word, path, false);
    if (value === null) table.delete(path);
    else table.set(path, value);
    for (const word of this.#wordsOf(schemaPath, value)) this.#indexed(word, path, true);
    return () => void this.set(schemaPath, path, before);
  }

  #wordsOf(schemaPath: string, value: Value | null): readonly string[] {
    const wordsOf = this.words[schemaPath];
    return value === null || wordsOf === undefined ? [] : [...wordsOf(value)].map((word) => `${schemaPath} ${word}`);
  }

  #indexed(word: string, path: string, isThere: boolean): void {
    const paths = this.#index.get(word) ?? new Set<string>();
    if (isThere) paths.add(path);
    else paths.delete(path);
    if (paths.size === 0) this.#index.delete(word);
    else this.#index.set(word, paths);
  }
}

function differences(
  before: ReadonlyMap<string, DerivedUnit | undefined>,
  after: ReadonlyMap<string, DerivedUnit | undefined>,
): readonly ObjectChange[] {
  const changes: ObjectChange[] = [];
  for (const [path, unit] of after) {
    const earlier = before.get(path);
    const either = unit ?? earlier;
    if (either === undefined || JSON.stringify(earlier?.value) === JSON.stringify(unit?.value)) continue;
    const { schemaPath, keys, from } = either;
    changes.push({ schemaPath, path, keys, from, before: earlier?.value ?? null, after: unit?.value ?? null });
  }
  return changes;
}
