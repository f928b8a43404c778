/** Query parameters of list pagination (draft-ietf-netconf-list-pagination-rc 2.3), for a list or leaf-list as a whole. */

import type { Page } from "../../operations/operation.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { RestconfError } from "./restconf-error.js";

/** Those of the draft; "sublist-limit" is known and not supported. */
export const pageParameterNames = [
  "limit",
  "offset",
  "cursor",
  "direction",
  "sort-by",
  "locale",
  "where",
  "sublist-limit",
] as const;

/** The locale that entries are sorted in: by their characters. */
export const SORT_LOCALE = "C";

/**
 * Undefined when there is no such parameter. Throws 400 for values that they cannot have, 501 for what is not supported.
 * @param list the list or leaf-list; undefined where the target is anything else
 */
export function pageParameters(
  query: ReadonlyMap<string, string>,
  list: SchemaNode | undefined,
  schema: SchemaTree,
): Page | undefined {
  const names = pageParameterNames.filter((name) => query.has(name));
  if (names.length === 0) return undefined;
  if (list === undefined) throw notForThis(names[0]!);
  if (query.has("sublist-limit")) throw refusal(501, "operation-not-supported", '"sublist-limit" is not supported');
  const cursor = query.get("cursor");
  if (cursor !== undefined && (list.kind === "leaf-list" || list.keys.length === 0)) {
    throw refusal(501, "operation-not-supported", `a cursor needs keys, which ${list.path} does not have`);
  }
  if (cursor !== undefined && query.has("offset")) throw invalid('"cursor" and "offset" exclude each other');
  return {
    where: whereOf(query.get("where")),
    sortBy: sortOf(query, list, schema),
    backwards: directionOf(query.get("direction")) === "backwards",
    offset: numberOf(query, "offset", 0) ?? 0,
    cursor,
    limit: query.get("limit") === "unbounded" ? undefined : numberOf(query, "limit", 1),
  };
}

/** The parameters belong to GET and HEAD of lists and leaf-lists. */
export function notForThis(name: string): RestconfError {
  return refusal(400, "operation-not-supported", `query parameter "${name}" is for GET of a list or leaf-list`);
}

function numberOf(query: ReadonlyMap<string, string>, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (number < least || number > 0xffffffff) throw invalid(`"${name}" is a number from ${least} to 4294967295`);
  return number;
}

function directionOf(text = "forwards"): string {
  if (text === "forwards" || text === "backwards") return text;
  throw invalid('"direction" is forwards or backwards');
}

/** It becomes a predicate, which it must not end. */
function whereOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "unfiltered") return undefined;
  let depth = 0;
  for (const character of text.replace(/"[^"]*"|'[^']*'/g, "")) {
    if (character === "[" || character === "(") depth++;
    if (character === "]" || character === ")") depth--;
    if (depth < 0) break;
  }
  if (depth !== 0 || text.trim() === "") throw invalid('"where" is no XPath expression');
  return text;
}

function sortOf(query: ReadonlyMap<string, string>, list: SchemaNode, schema: SchemaTree): Page["sortBy"] {
  const text = query.get("sort-by");
  const locale = query.get("locale");
  if (locale !== undefined) {
    if (text === undefined) throw invalid('"locale" is for "sort-by"');
    if (!/^(C|POSIX)(\.UTF-8)?$/.test(locale)) throw localeUnavailable(locale);
  }
  if (text === undefined || text === "none") return undefined;
  if (list.kind === "leaf-list") {
    if (text === list.name || text === `${list.module}:${list.name}`) return { path: [], isNumber: isNumber(list) };
    throw invalid(`"sort-by" of a leaf-list is ${list.name}`);
  }
  let node = list;
  const path = text.split("/").map((step) => {
    const [name = "", module = node.module] = step.split(":").reverse();
    const child = schema.child(node, module, name);
    if (child === undefined) throw invalid(`"sort-by": ${node.path} has no node "${step}"`);
    const qualified = child.module === node.module ? name : `${child.module}:${name}`;
    node = child;
    return qualified;
  });
  if (node.kind !== "leaf") throw invalid(`"sort-by": ${node.path} is no leaf`);
  return { path, isNumber: isNumber(node) };
}

function isNumber({ type }: SchemaNode): boolean {
  return type !== undefined && /^(u?int\d+|decimal64)$/.test(type);
}

function localeUnavailable(locale: string): RestconfError {
  const appTag = "ietf-list-pagination:locale-unavailable";
  const message = `there is no locale "${locale}"`;
  return new RestconfError(501, "invalid-value", { type: "application", appTag, message });
}

function invalid(message: string): RestconfError {
  return refusal(400, "invalid-value", `query parameter ${message}`);
}

function refusal(status: number, tag: "invalid-value" | "operation-not-supported", message: string): RestconfError {
  return new RestconfError(status, tag, { type: "application", message });
}
