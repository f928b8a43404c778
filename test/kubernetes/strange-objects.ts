/** Objects with something in them that no API server should send. */

import type { KubernetesObject } from "../../src/kubernetes/objects.js";

/** Values that are wrong at most places. */
export const strange: readonly unknown[] = [null, 0, -1, "", "x", true, {}, [], [null], [[]], 1e99];

/** Places of all members and items. */
export function placesIn(value: unknown, place: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [[...place, name], ...placesIn(member, [...place, name])]);
}

/** A copy with another value at a place. */
export function changed(object: KubernetesObject, place: readonly string[], value: unknown): KubernetesObject {
  const copy = structuredClone(object);
  const parent = place
    .slice(0, -1)
    .reduce((at, name) => at[name] as Record<string, unknown>, copy as Record<string, unknown>);
  parent[place.at(-1)!] = value;
  return copy;
}
