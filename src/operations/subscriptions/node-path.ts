/** Paths of nodes step by step: what a filter selects, what a commit touches, and what is both. */

import { parsePredicates } from "../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";

export interface PathStep {
  /** "module:name". */
  readonly name: string;
  /** Each with its brackets. */
  readonly predicates: readonly string[];
}

export type NodePath = readonly PathStep[];

const STEP = /\/(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)((?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*)/g;
const PREDICATE = /\[(?:[^\]"']|"[^"]*"|'[^']*')*\]/g;

/** The steps of an XPath that is a plain path with predicates; undefined for any other. */
export function parseNodePath(xpath: string): NodePath | undefined {
  const steps: PathStep[] = [];
  let module = "";
  let end = 0;
  for (const match of xpath.matchAll(STEP)) {
    const [text, prefix, name = "", predicates = ""] = match;
    if (match.index !== end) return undefined;
    if (prefix !== undefined) module = prefix;
    steps.push({ name: `${module}:${name}`, predicates: predicates.match(PREDICATE) ?? [] });
    end += text.length;
  }
  return end === xpath.length && steps.length > 0 ? steps : undefined;
}

/** The schema node at the end of a path; undefined when the schema does not have it. */
export function schemaNodeOf(path: NodePath, schema: SchemaTree): SchemaNode | undefined {
  let node: SchemaNode | undefined;
  for (const [index, { name }] of path.entries()) {
    if (index > 0 && node === undefined) return undefined;
    const colon = name.indexOf(":");
    node = schema.child(node, name.slice(0, colon), name.slice(colon + 1));
  }
  return node;
}

/** The path as the schema tree writes it: the module where it changes. */
export function schemaPathOf(path: NodePath): string {
  let module = "";
  return path
    .map(({ name }) => {
      const [prefix = "", local = ""] = name.split(":");
      const isSame = prefix === module;
      module = prefix;
      return isSame ? `/${local}` : `/${name}`;
    })
    .join("");
}

/**
 * XPaths for what a filter selects among the nodes that a change has touched; none when it is nothing. Where a filter looks
 * at values, a change of one of them may bring the whole of what it selects in or out. The keys of the entries on the way
 * come first: they tell whether the entry itself is new or gone.
 */
export function touchedPart(filter: NodePath, touched: NodePath): readonly string[] {
  let shared = 0;
  while (shared < filter.length && filter[shared]!.name === touched[shared]?.name) {
    if (excludeEachOther(filter[shared]!, touched[shared]!)) return [];
    shared++;
  }
  const looksAtValues = filter.slice(0, shared).some((step, index) => hasMoreThanKeys(step, touched[index]!));
  if (shared < filter.length && shared < touched.length && !looksAtValues) return [];
  const steps = looksAtValues || filter.length >= touched.length ? filter : touched;
  const path = steps.map((step, index) => (index < shared ? merged(filter[index]!, touched[index]!) : step));
  return [...keysOnTheWay(path, touched), xpathOf(path)];
}

function keysOnTheWay(path: NodePath, touched: NodePath): readonly string[] {
  return path.slice(0, -1).flatMap((_, index) => {
    const entry = xpathOf(path.slice(0, index + 1));
    return (touched[index]?.predicates ?? []).flatMap(keyOf).map(([key]) => `${entry}/${key}`);
  });
}

/** @param touched has the keys of its entry, and nothing else */
function hasMoreThanKeys({ predicates }: PathStep, touched: PathStep): boolean {
  const keys = touched.predicates.flatMap(keyOf).map(([key]) => key);
  return predicates.some((predicate) => !keyOf(predicate).some(([key]) => keys.includes(key)));
}

function excludeEachOther(one: PathStep, other: PathStep): boolean {
  const keys = new Map(one.predicates.flatMap(keyOf));
  return other.predicates.flatMap(keyOf).some(([key, value]) => keys.has(key) && keys.get(key) !== value);
}

/** Of a key, or the value of a leaf-list entry, that is compared with a literal. */
function keyOf(predicate: string): [readonly [string, string]] | [] {
  const [compared] = parsePredicates(predicate, 0).predicates;
  return compared?.key === undefined ? [] : [[compared.key.replace(/^.*:/, ""), compared.value]];
}

function merged({ name, predicates }: PathStep, other: PathStep): PathStep {
  return { name, predicates: [...new Set([...other.predicates, ...predicates])] };
}

function xpathOf(path: NodePath): string {
  return path.map(({ name, predicates }) => `/${name}${predicates.join("")}`).join("");
}
