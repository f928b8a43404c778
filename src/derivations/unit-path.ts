/** Instance paths of derived units, as the datastore writes them. */

import type { ObjectChange } from "../datastore/southbound-port.js";
import { formatPredicate } from "../schema/instance-path.js";

/** A container, or a list with the keys of an entry in the order of the schema. */
export type PathStep = readonly [name: string, keys?: Readonly<Record<string, string>>];

/**
 * Schema path, instance path and keys of a unit.
 * @param steps names from the top, with their module where it changes; canonical key values
 */
export function unitPath(steps: readonly PathStep[]): Pick<ObjectChange, "schemaPath" | "path" | "keys"> {
  const keys = steps.flatMap(([name, values = {}]) =>
    Object.entries(values).map(([key, value]) => [withoutModule(name), key, value] as const),
  );
  return {
    schemaPath: steps.map(([name]) => `/${name}`).join(""),
    path: steps.map(([name, values = {}]) => `/${name}${predicates(values)}`).join(""),
    keys,
  };
}

function predicates(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => formatPredicate(key, value))
    .join("");
}

function withoutModule(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
