/** What a commit touches, from the lines of its journal (packages/libyang-wasm/csrc/config-tree/replay.h has their form). */

import { formatPredicate } from "../../schema/instance-path.js";
import { memberNode } from "../../schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import type { NodePath, PathStep } from "./node-path.js";

type JournalStep = string | readonly string[];
/** [NAME, FLAGS?, VALUE] or [NAME, FLAGS?, NODE...]. */
type JournalNode = readonly [string, ...(string | number | JournalNode)[]];
type Line =
  | readonly ["create", readonly JournalStep[], JournalNode, ...unknown[]]
  | readonly ["delete" | "value" | "move", readonly JournalStep[], ...unknown[]];

/**
 * One path for each line: the node that is new, gone or different. Of a move, and of a new entry that the user has given its
 * place, the whole list, whose order is another.
 */
export function touchedPaths(journal: Uint8Array, schema: SchemaTree): readonly NodePath[] {
  const text = Buffer.from(journal.buffer, journal.byteOffset, journal.byteLength).toString();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => pathOf(JSON.parse(line) as Line, schema));
}

function pathOf(line: Line, schema: SchemaTree): NodePath {
  const { path, node } = pathOfSteps(line[1], schema);
  if (line[0] === "create") return [...path, createdStep(line[2], node, schema)];
  if (line[0] === "move") return [...path.slice(0, -1), { name: path.at(-1)!.name, predicates: [] }];
  return path;
}

function pathOfSteps(steps: readonly JournalStep[], schema: SchemaTree) {
  let node: SchemaNode | undefined;
  const path: PathStep[] = [];
  for (const step of steps) {
    const [name = "", ...values] = typeof step === "string" ? [step] : step;
    node = memberNode(name, node, schema);
    if (node === undefined) throw new Error(`the journal names ${name}, which the schema does not have`);
    path.push(stepOf(node, values));
  }
  return { path, node };
}

function createdStep([name, ...rest]: JournalNode, parent: SchemaNode | undefined, schema: SchemaTree): PathStep {
  const node = memberNode(name, parent, schema);
  if (node === undefined) throw new Error(`the journal names ${name}, which the schema does not have`);
  if (node.userOrdered) return stepOf(node, []);
  if (node.kind === "leaf-list") return stepOf(node, [String(rest.at(-1))]);
  const children = rest.filter((item): item is JournalNode => Array.isArray(item));
  return stepOf(
    node,
    node.keys.map((key) => String(children.find(([child]) => localName(child) === key)?.at(-1))),
  );
}

function stepOf(node: SchemaNode, values: readonly string[]): PathStep {
  const names = node.kind === "leaf-list" ? ["."] : node.keys;
  const predicates = values.map((value, index) => formatPredicate(names[index] ?? "", value));
  return { name: `${node.module}:${node.name}`, predicates };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
