/** A derivation with what it was given and what followed from that so far. */

import assert from "node:assert/strict";
import type { Derivation } from "../../src/datastore/dynamic/derivation.js";
import type { ObjectChange } from "../../src/datastore/southbound-port.js";

export type Value = Readonly<Record<string, unknown>>;

/** Every change that follows is held against what was there before. */
export function derivationBed(derivation: Pick<Derivation, "derive">) {
  const inputs = new Map<string, Value>();
  const units = new Map<string, Value>();
  /** Gives a unit, or takes it away with null; returns what follows. */
  const put = (schemaPath: string, path: string, value: object | null): readonly ObjectChange[] => {
    const after = value as Value | null;
    const { changes } = derivation.derive([{ schemaPath, path, keys: [], before: inputs.get(path) ?? null, after }]);
    store(inputs, path, after);
    for (const change of changes) {
      assert.deepEqual(change.before, units.get(change.path) ?? null, change.path);
      store(units, change.path, change.after);
    }
    return changes;
  };
  return {
    put,
    units,
    /** What follows at an instance path that ends so. */
    unit: (end: string) => [...units].find(([path]) => path.endsWith(end))?.[1],
    /** Instance paths below a path, without it. */
    below: (start: string) =>
      [...units.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)),
  };
}

function store(values: Map<string, Value>, path: string, value: Value | null): void {
  if (value === null) values.delete(path);
  else values.set(path, value);
}
