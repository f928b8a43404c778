/** Which entries of lists a selection is about, for those who give state. */

import { type PathPredicate, parseInstancePath } from "../schema/instance-path.js";
import { isAtOrBelow } from "../schema/is-at-or-below.js";
import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { withoutPredicates } from "../schema/without-predicates.js";
import { withoutRepeatedModules } from "./schema-paths.js";

/** Values of keys, as they are written. */
type Entry = Readonly<Record<string, string>>;

/**
 * The entries that alone are selected, by the schema path of their list, of the lists of which that can be said: those that each
 * selection of them or of what is in them names by keys. A key that is not named may have any value.
 * @param select XPaths of which `schemaPathsOf` knows the paths
 */
export function wantedEntries(select: readonly string[], schema: SchemaTree): ReadonlyMap<string, readonly Entry[]> {
  const selections = select.map((xpath) => ({
    path: withoutRepeatedModules(withoutPredicates(xpath)),
    entries: entriesNamed(xpath, schema),
  }));
  const lists = new Set(selections.flatMap(({ entries }) => [...entries.keys()]));
  const wanted = new Map<string, Entry[]>();
  for (const list of lists) {
    const concerned = selections.filter(({ path }) => isAtOrBelow(path, list) || isAtOrBelow(list, path));
    const entries = concerned.map((selection) => selection.entries.get(list));
    if (entries.every((entry) => entry !== undefined)) wanted.set(list, entries);
  }
  return wanted;
}

/** None where a predicate is not about keys alone: it may ask for other entries than its own. */
function entriesNamed(xpath: string, schema: SchemaTree): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  let path = "";
  for (const { module, name, predicates } of parseInstancePath(xpath) ?? []) {
    path += module === undefined ? `/${name}` : `/${module}:${name}`;
    if (predicates.length === 0) continue;
    const node = schema.byPath(withoutRepeatedModules(path));
    if (node === undefined || predicates.some(({ key }) => key === undefined)) return new Map();
    entries.set(node.path, keysOf(node, predicates));
  }
  return entries;
}

function keysOf(node: SchemaNode, predicates: readonly PathPredicate[]): Entry {
  const keys: Record<string, string> = {};
  for (const { key = "", value } of predicates) {
    const leaf = key.slice(key.indexOf(":") + 1);
    if (node.keys.includes(leaf)) keys[leaf] = value;
  }
  return keys;
}
