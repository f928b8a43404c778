/** What part of the schema a selection is about, for those who give state. */

import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";

/** A predicate; values in quotes may hold brackets. */
const PREDICATE = /\[(?:'[^']*'|"[^"]*"|[^\]'"])*\]/g;
const SIMPLE_PATH = /^(?:\/(?:[\w.-]+:)?[\w.-]+)+$/;

/**
 * Schema paths as the schema tree writes them (the module where it changes), without predicates.
 * Undefined when an XPath is too free to say (`//`, `*`, axes, functions): it may be about anything.
 * @param select XPaths with module names as prefixes, on every step or where they change
 */
export function schemaPathsOf(select: readonly string[] | undefined): readonly string[] | undefined {
  if (select === undefined) return undefined;
  const paths = select.map((xpath) => xpath.replace(PREDICATE, ""));
  if (!paths.every((path) => SIMPLE_PATH.test(path))) return undefined;
  return paths.map(withoutRepeatedModules);
}

function withoutRepeatedModules(path: string): string {
  let module = "";
  return path.replace(/\/(?:([\w.-]+):)?([\w.-]+)/g, (_step, prefix: string | undefined, name: string) => {
    if (prefix === undefined || prefix === module) return `/${name}`;
    module = prefix;
    return `/${prefix}:${name}`;
  });
}

/** Entries of lists by the schema path of the list, as values of their keys. */
export type WantedEntries = ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;

/** Steps of a simple path with their predicates. */
const STEP = /\/(?:([\w.-]+):)?([\w.-]+)((?:\[(?:'[^']*'|"[^"]*"|[^\]'"])*\])*)/g;
/** `[key='value']`; the whole of the predicates of a step is made of such. */
const KEY = /\[(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)")\]/g;

/**
 * The entries that alone are selected, of the lists of which that can be said: those that each selection of them or of what is
 * in them names by keys of types that have one way only to write a value.
 * @param select XPaths of which `schemaPathsOf` knows the paths
 */
export function entriesOf(select: readonly string[], schema: SchemaTree): WantedEntries {
  const selections = select.map((xpath) => selectionOf(xpath, schema));
  const lists = new Set(selections.flatMap(({ entries }) => [...entries.keys()]));
  const wanted = new Map<string, Readonly<Record<string, string>>[]>();
  for (const list of lists) {
    const concerned = selections.filter(({ path }) => isAtOrBelow(path, list) || isAtOrBelow(list, path));
    const entries = concerned.map((selection) => selection.entries.get(list));
    if (entries.every((entry) => entry !== undefined)) wanted.set(list, entries);
  }
  return wanted;
}

function selectionOf(xpath: string, schema: SchemaTree) {
  const path = withoutRepeatedModules(xpath.replace(PREDICATE, ""));
  const entries = new Map<string, Readonly<Record<string, string>>>();
  let [steps, isPlain] = ["", true];
  for (const [, module, name, predicates = ""] of xpath.matchAll(STEP)) {
    steps += module === undefined ? `/${name}` : `/${module}:${name}`;
    if (predicates === "") continue;
    const node = schema.byPath(withoutRepeatedModules(steps));
    // What else a predicate may ask can be about other entries than its own.
    if (node === undefined || predicates.replace(KEY, "") !== "") isPlain = false;
    else entries.set(node.path, verbatimKeys(node, predicates));
  }
  return { path, entries: isPlain ? entries : new Map<string, Readonly<Record<string, string>>>() };
}

function verbatimKeys(node: SchemaNode, predicates: string): Readonly<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const [, leaf = "", quoted, doublyQuoted] of predicates.matchAll(KEY)) {
    const isVerbatim = node.children.some(({ name, verbatim }) => name === leaf && verbatim);
    if (node.keys.includes(leaf) && isVerbatim) keys[leaf] = quoted ?? doublyQuoted ?? "";
  }
  return keys;
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}
