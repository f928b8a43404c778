/** Lines of a journal as data: what `ConfigTree.journal` writes. */

import type { SchemaNodeDescription, YangContext } from "libyang-wasm";

/** A name, or the name of a list with the values of its keys. The module stands before the name where it changes. */
type Step = string | readonly [name: string, ...keys: string[]];

/** A name, a number of flags where there are any, then the value of a leaf, or the children. */
export type LineNode = readonly [name: string, ...rest: (number | string | LineNode)[]];

export type Line =
  | readonly ["create", parent: readonly Step[], node: LineNode, after?: readonly string[]]
  | readonly ["delete", steps: readonly Step[]]
  | readonly ["value", steps: readonly Step[], value: string, flags: number]
  | readonly ["move", steps: readonly Step[], after?: readonly string[]];

export function encodeLine(line: Line): Uint8Array {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

/** Undefined where this version has no such node. */
export function schemaAt(context: YangContext, steps: readonly Step[]): SchemaNodeDescription | undefined {
  return context.findSchema(`/${steps.map(nameOf).join("/")}`)?.describe();
}

export function childrenOf(node: LineNode): readonly LineNode[] {
  return node.filter((part): part is LineNode => Array.isArray(part));
}

/** The step to a node that is created. @param keys how many keys it has */
export function stepTo(node: LineNode, kind: SchemaNodeDescription["kind"], keys: number): Step {
  const [name] = node;
  if (kind === "leaf-list") return [name, textOf(node)];
  return kind === "list" ? [name, ...childrenOf(node).slice(0, keys).map(textOf)] : name;
}

/** The same node with its keys alone. */
export function bareNode(node: LineNode, keys: number): LineNode {
  return [node[0], ...childrenOf(node).slice(0, keys)];
}

/** An instance path; where this version does not know a list, it ends there. */
export function pathOf(context: YangContext, steps: readonly Step[]): string {
  let path = "";
  for (const [index, step] of steps.entries()) {
    path += `/${nameOf(step)}`;
    if (typeof step === "string") continue;
    const schema = schemaAt(context, steps.slice(0, index + 1));
    const values = step.slice(1);
    if (schema?.kind === "leaf-list") path += `[.=${quoted(values[0]!)}]`;
    else if (schema?.keys.length !== values.length) return path;
    else path += values.map((value, nth) => `[${schema.keys[nth]}=${quoted(value)}]`).join("");
  }
  return path;
}

function nameOf(step: Step): string {
  return typeof step === "string" ? step : step[0];
}

function textOf(node: LineNode): string {
  return String(node.at(-1));
}

function quoted(value: string): string {
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}
