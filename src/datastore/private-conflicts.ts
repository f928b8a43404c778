/**
 * Nodes that two sides have changed (draft-ietf-netconf-privcand 4.7.1): a value, the existence of an entry, a leaf or a presence
 * container, an order. Containers without presence come and go with what is in them, and defaults by themselves.
 */

import { formatPredicate } from "../schema/instance-path.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import { type ChangedPath, changedPaths } from "./stamps/changed-paths.js";

interface Changed {
  /** The node itself was changed, made or deleted. */
  own: boolean;
  /** With all that is below. */
  whole: boolean;
  readonly children: Map<string, Changed>;
}

/** Instance paths of nodes in `ours` that `theirs` has changed too, each once. */
export function conflictingPaths(
  ours: Uint8Array,
  theirs: readonly Uint8Array[],
  schema: SchemaTree,
): readonly string[] {
  const tree = changedTree(theirs, schema);
  const paths = [...netChanges(ours, schema)]
    .filter((change) => conflicts(tree, change))
    .map(({ steps }) => pathOf(steps, schema));
  return [...new Set(paths)];
}

/** The lines that change something of what the others have changed, and those that do not. */
export function splitByConflict(
  lines: Uint8Array,
  others: readonly Uint8Array[],
  schema: SchemaTree,
): { readonly conflicting: Uint8Array; readonly free: Uint8Array } {
  const tree = changedTree(others, schema);
  const isInConflict = (line: Uint8Array) => [...netChanges(line, schema)].some((change) => conflicts(tree, change));
  const [conflicting, free]: [Uint8Array[], Uint8Array[]] = [[], []];
  for (const line of linesOf(lines)) (isInConflict(line) ? conflicting : free).push(line);
  return { conflicting: Buffer.concat(conflicting), free: Buffer.concat(free) };
}

function changedTree(journals: readonly Uint8Array[], schema: SchemaTree): Changed {
  const root = newNode();
  for (const lines of journals) {
    for (const { steps, whole } of netChanges(lines, schema)) {
      let node = root;
      for (const step of steps) {
        let child = node.children.get(step);
        if (child === undefined) {
          child = newNode();
          node.children.set(step, child);
        }
        node = child;
      }
      node.own = true;
      node.whole ||= whole;
    }
  }
  return root;
}

function newNode(): Changed {
  return { own: false, whole: false, children: new Map() };
}

function conflicts(tree: Changed, { steps, whole }: ChangedPath): boolean {
  let node = tree;
  for (const step of steps) {
    if (node.whole) return true;
    const child = node.children.get(step);
    if (child === undefined) return false;
    node = child;
  }
  return node.own || node.whole || (whole && node.children.size > 0);
}

function* netChanges(lines: Uint8Array, schema: SchemaTree): Generator<ChangedPath> {
  for (const line of linesOf(lines)) {
    for (const change of changedPaths(line, schema)) {
      if (isBareContainer(change, schema)) yield* inside(line, change, schema);
      else yield change;
      if (line[OPERATION] === MOVE) yield { steps: [...change.steps.slice(0, -1), ORDER], whole: false };
    }
  }
}

/** The step below a list or leaf-list that stands for the order of its entries: keys of none of them. */
const ORDER = "[]";

/** Where the first letter of a line's operation stands. */
const OPERATION = 2;
const MOVE = "m".charCodeAt(0);

function isBareContainer({ steps, whole }: ChangedPath, schema: SchemaTree): boolean {
  const node = schema.byPath(schemaPath(steps));
  return whole && node?.kind === "container" && !node.presence;
}

/** What a line makes below a container without presence. A line that deletes one deletes all of it. */
function* inside(line: Uint8Array, change: ChangedPath, schema: SchemaTree): Generator<ChangedPath> {
  const [operation, , node] = JSON.parse(Buffer.from(line).toString()) as [string, unknown, WrittenNode];
  if (operation !== "create") yield change;
  else yield* childrenOf(node, change.steps, schema);
}

/** [name, flags?, ...children]; of a leaf the last member is its value. Flag 1: a default. */
type WrittenNode = readonly unknown[];

function* childrenOf(node: WrittenNode, steps: readonly string[], schema: SchemaTree): Generator<ChangedPath> {
  for (const child of node.slice(1)) {
    if (!Array.isArray(child) || isDefault(child)) continue;
    const below = [...steps, String(child[0])];
    const known = schema.byPath(schemaPath(below));
    if (known?.kind === "container" && !known.presence) yield* childrenOf(child, below, schema);
    else if (known?.kind === "list") yield { steps: [...below, entryStep(child, known.keys.length)], whole: true };
    else if (known?.kind === "leaf-list")
      yield { steps: [...below, JSON.stringify([String(child.at(-1))])], whole: true };
    else yield { steps: below, whole: true };
  }
}

function isDefault([, flags]: WrittenNode): boolean {
  return typeof flags === "number" && (flags & 1) !== 0;
}

/** The keys are the first children of an entry. */
function entryStep(node: WrittenNode, count: number): string {
  const children = node.slice(1).filter((member) => typeof member !== "number");
  return JSON.stringify(children.slice(0, count).map((key) => String(Array.isArray(key) ? key.at(-1) : key)));
}

function linesOf(lines: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(LINE_END, start);
    const next = end === -1 ? lines.length : end + 1;
    found.push(lines.subarray(start, next));
    start = next;
  }
  return found;
}

const LINE_END = 10;

/** Steps that are keys begin with a bracket. */
function schemaPath(steps: readonly string[]): string {
  return steps.flatMap((step) => (step.startsWith("[") ? [] : `/${step}`)).join("");
}

function pathOf(steps: readonly string[], schema: SchemaTree): string {
  let path = "";
  steps.forEach((step, index) => {
    if (!step.startsWith("[")) path += `/${step}`;
    else path += predicates(JSON.parse(step) as string[], schemaPath(steps.slice(0, index)), schema);
  });
  return path;
}

function predicates(values: readonly string[], list: string, schema: SchemaTree): string {
  if (values.length === 0) return "";
  const node = schema.byPath(list);
  const names = node?.kind === "leaf-list" ? ["."] : (node?.keys ?? []);
  return names.map((name, index) => formatPredicate(name, values[index] ?? "")).join("");
}
