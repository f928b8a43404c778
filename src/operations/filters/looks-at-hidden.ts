/**
 * Whether a selection may find out what its user may not read. RFC 8341 3.2.4: a filter is applied to the nodes that the user may
 * read. To look at those alone costs a copy of them, so it is done where an expression might look at another one.
 */

import type { ReadMask } from "../../access-control/read-mask.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { withoutPredicates } from "../../schema/without-predicates.js";
import { type XPathToken, xpathTokens } from "./xpath-tokens.js";

/**
 * @param expressions XPaths with module names, as readers take them
 * @param mask undefined when the user may read all
 */
export function looksAtHidden(expressions: readonly string[], mask: ReadMask | undefined, schema: SchemaTree): boolean {
  return mask !== undefined && expressions.some((expression) => !looksAtShown(expression, mask, schema));
}

/** Words between operands. */
const OPERATORS = new Set(["and", "or", "div", "mod"]);

/** Functions that look at nothing but their arguments. */
const FUNCTIONS = new Set([
  ...["not", "true", "false", "boolean", "starts-with", "contains", "concat", "translate", "substring"],
  ...[
    "substring-before",
    "substring-after",
    "re-match",
    "derived-from",
    "derived-from-or-self",
    "enum-value",
    "bit-is-set",
  ],
]);

/**
 * Whether each predicate looks at leafs of its own entry alone, by their names, and whoever sees the entry sees them. A step
 * back, an axis, the entry as a whole, or its place among the others may tell of anything.
 */
function looksAtShown(expression: string, mask: ReadMask, schema: SchemaTree): boolean {
  if (/\.\.|::|\[\s*\d+\s*\]/.test(withoutLiterals(expression))) return false;
  const tokens = [...xpathTokens(expression)].filter((token) => token.kind === "name" || token.text.trim() !== "");
  let path = "";
  let isInside = false;
  for (const [index, token] of tokens.entries()) {
    if (isInside) {
      if (token.kind === "other" && token.text === "]") isInside = false;
      else if (!isHarmless(token, tokens[index + 1], () => nodeAt(path, schema), mask)) return false;
    } else if (token.kind === "name") {
      if (isCall(tokens[index + 1])) return false;
      path += token.prefix === undefined ? token.local : `${token.prefix}:${token.local}`;
    } else if (token.text === "[") isInside = true;
    else path = token.text === "|" ? "" : path + token.text;
  }
  return true;
}

function isHarmless(
  token: XPathToken,
  next: XPathToken | undefined,
  entry: () => SchemaNode | undefined,
  mask: ReadMask,
): boolean {
  if (token.kind === "other") return ![".", "*", "/", "[", "|"].includes(token.text);
  if (isCall(next)) return FUNCTIONS.has(token.local);
  return OPERATORS.has(token.local) || isShown(childOf(entry(), token), mask);
}

function isCall(next: XPathToken | undefined): boolean {
  return next?.kind === "other" && next.text === "(";
}

function withoutLiterals(expression: string): string {
  return expression.replace(/"[^"]*"|'[^']*'/g, "''");
}

/** The node of a path of names; undefined when there is none, or a step says more or less than a name. */
function nodeAt(path: string, schema: SchemaTree): SchemaNode | undefined {
  let schemaPath = "";
  let current: string | undefined;
  for (const step of path.split("/").slice(1)) {
    const { module = current, name } = partsOf(step);
    schemaPath += module === current ? `/${name}` : `/${module}:${name}`;
    current = module;
  }
  return schema.byPath(schemaPath);
}

function childOf(entry: SchemaNode | undefined, { prefix, local }: NameToken): SchemaNode | undefined {
  const module = prefix ?? entry?.module;
  return entry?.children.find((child) => child.name === local && child.module === module);
}

type NameToken = Extract<XPathToken, { readonly kind: "name" }>;

/** A name without a module is of its parent's. */
function partsOf(step: string): { readonly module: string | undefined; readonly name: string } {
  const colon = step.indexOf(":");
  return { module: colon < 0 ? undefined : step.slice(0, colon), name: step.slice(colon + 1) };
}

/** Whether whoever sees an entry sees this leaf of it. */
function isShown(node: SchemaNode | undefined, mask: ReadMask): boolean {
  if (node === undefined || (node.kind !== "leaf" && node.kind !== "leaf-list")) return false;
  const isDenied = mask.instanceRules.some(({ xpath, permit }) => !permit && nameOf(xpath) === node.name);
  return !isDenied && mask.permit[node.id] === 1;
}

function nameOf(xpath: string): string {
  return /[^/:]+$/.exec(withoutPredicates(xpath))?.[0] ?? "";
}
