/** Parameters of list pagination (draft-ietf-netconf-list-pagination 3.1, 3.2) as every protocol brings them: texts by name. */

import { isLocale } from "../../datastore/engine/collation.js";
import { ManagementError } from "../../errors/management-error.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import type { Page } from "../operation.js";

/** Those that make a page out of a list or leaf-list. */
export const pageParameterNames = ["limit", "offset", "cursor", "direction", "sort-by", "locale", "where"] as const;

/** For lists inside of what is read, whatever that is. */
export const SUBLIST_LIMIT = "sublist-limit";

export type PageTexts = ReadonlyMap<string, string>;

/**
 * @param list the list or leaf-list as a whole that is read
 * @throws ManagementError of type "application": invalid-value for what a parameter cannot be, operation-not-supported
 */
export function pageOfTexts(texts: PageTexts, list: SchemaNode, schema: SchemaTree): Page {
  // The cursor of the first entry is the empty one.
  const cursor = texts.get("cursor") || undefined;
  if (cursor !== undefined && (list.kind === "leaf-list" || list.keys.length === 0)) throw cursorNeedsKeys(list);
  if (cursor !== undefined && texts.has("offset")) throw invalid('"cursor" and "offset" exclude each other');
  return {
    where: whereOf(texts.get("where")),
    sortBy: sortOf(texts, list, schema),
    backwards: directionOf(texts.get("direction")) === "backwards",
    offset: numberOf(texts, "offset", 0) ?? 0,
    cursor,
    limit: limitOf(texts, "limit"),
  };
}

/** Entries of each list inside; undefined: all. Throws as `pageOfTexts`. */
export function sublistLimitOf(texts: PageTexts): number | undefined {
  return limitOf(texts, SUBLIST_LIMIT);
}

function limitOf(texts: PageTexts, name: string): number | undefined {
  return texts.get(name) === "unbounded" ? undefined : numberOf(texts, name, 1);
}

function numberOf(texts: PageTexts, name: string, least: number): number | undefined {
  const text = texts.get(name);
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

function sortOf(texts: PageTexts, list: SchemaNode, schema: SchemaTree): Page["sortBy"] {
  const text = texts.get("sort-by");
  const locale = texts.get("locale");
  if (locale !== undefined) {
    if (text === undefined) throw invalid('"locale" is for "sort-by"');
    if (!isLocale(locale)) throw localeUnavailable(locale);
  }
  if (text === undefined || text === "none") return undefined;
  const leaf = sortLeaf(text, list, schema);
  return { ...leaf, locale };
}

type SortLeaf = Omit<NonNullable<Page["sortBy"]>, "locale">;

function sortLeaf(text: string, list: SchemaNode, schema: SchemaTree): SortLeaf {
  if (list.kind === "leaf-list") {
    if ([".", list.name, `${list.module}:${list.name}`].includes(text)) return { path: [], isNumber: isNumber(list) };
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

function cursorNeedsKeys({ path }: SchemaNode): ManagementError {
  const message = `a cursor needs keys, which ${path} does not have`;
  return new ManagementError("operation-not-supported", { type: "application", message });
}

function localeUnavailable(locale: string): ManagementError {
  const appTag = "ietf-list-pagination:locale-unavailable";
  const message = `entries cannot be sorted in the locale "${locale}"`;
  return new ManagementError("invalid-value", { type: "application", appTag, message });
}

function invalid(message: string): ManagementError {
  return new ManagementError("invalid-value", { type: "application", message });
}
