// XPath on data trees; see csrc/data-xpath.c.
import { DataNode } from "./data-node.js";
import type { DataTree } from "./data-tree.js";

export type XPathValue =
  | { readonly kind: "node-set"; readonly nodes: readonly DataNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean };

export interface SelectedValue {
  readonly path: string;
  /** Canonical value; undefined for containers, lists and anydata. */
  readonly value: string | undefined;
}

const kinds = ["node-set", "string", "number", "boolean"] as const;

/** @param from context node, 0 for the root */
export function selectNodes(tree: DataTree, from: number, xpath: string): DataNode[] {
  if (tree.isEmpty) return [];
  const { instance } = tree.context;
  const status = instance.withString(xpath, (text) => instance.exports.lyw_select(from, tree.pointer, text));
  instance.check(status, tree.context.pointer, `selecting ${xpath}`);
  return instance.outputPointers().map((pointer) => new DataNode(tree, pointer));
}

export function selectValues(tree: DataTree, from: number, xpath: string): SelectedValue[] {
  if (tree.isEmpty) return [];
  const { instance } = tree.context;
  const status = instance.withString(xpath, (text) => instance.exports.lyw_select_values(from, tree.pointer, text));
  instance.check(status, tree.context.pointer, `selecting ${xpath}`);
  const reader = instance.outputReader();
  const selected: SelectedValue[] = [];
  while (!reader.atEnd) {
    const path = reader.string();
    const hasValue = reader.flag();
    const value = reader.string();
    selected.push({ path, value: hasValue ? value : undefined });
  }
  return selected;
}

/** Throws for an empty tree: libyang evaluates on data only. */
export function evaluateXPath(tree: DataTree, from: number, xpath: string): XPathValue {
  if (tree.isEmpty) throw new Error(`evaluating ${xpath}: the tree is empty`);
  const { instance } = tree.context;
  const status = instance.withString(xpath, (text) => instance.exports.lyw_evaluate(from, tree.pointer, text));
  instance.check(status, tree.context.pointer, `evaluating ${xpath}`);
  const kind = kinds[instance.result(0)] ?? "string";
  switch (kind) {
    case "node-set":
      return { kind, nodes: instance.outputPointers().map((pointer) => new DataNode(tree, pointer)) };
    case "number":
      return { kind, value: parseNumber(instance.outputText()) };
    case "boolean":
      return { kind, value: instance.outputText() === "true" };
    case "string":
      return { kind, value: instance.outputText() };
  }
}

/** C writes "inf" and "nan". */
function parseNumber(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return Number(text);
}
