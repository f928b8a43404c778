/**
 * Pages of lists (draft-ietf-netconf-list-pagination): which entries a page has, in which order. Where configuration is read as it
 * stands, nothing is looked at but the entries of the page; a condition, an order and access rules need all of them.
 */

import { LibyangError, listPage, openCursor, type PageNote, type ReadPart } from "libyang-wasm";
import { formatPredicate, parseInstancePath } from "../../schema/instance-path.js";
import { withoutPredicates } from "../../schema/without-predicates.js";
import { collation, DEFAULT_LOCALE } from "./collation.js";
import type { EngineState } from "./engine-state.js";
import type { EngineError, PageOrder, PageRequest, ReadRequest } from "./protocol.js";

type Json = Readonly<Record<string, unknown>>;

/** Paths of the entries in their order, and what is said of the list around them. */
export interface Page {
  readonly entries: readonly string[];
  readonly note: PageNote;
  readonly error?: undefined;
}

export type PageResult = Page | { readonly error: EngineError };

/** Entries of a page, and how many follow. */
interface Window {
  readonly total: number;
  readonly entries: readonly string[];
  readonly behind: number;
  readonly next?: string | undefined;
  readonly previous?: string | undefined;
}

/** @param parts what is read; those of running alone where the page says that no other part has such a list */
export function pageOf(
  state: EngineState,
  parts: readonly ReadPart[],
  request: ReadRequest,
  page: PageRequest,
): PageResult {
  const unknown = unknownNode(state, page);
  if (unknown !== undefined) return { error: unknown };
  const start = page.cursor === undefined ? undefined : entryOfCursor(page);
  if (start === null) return { error: cursorNotFound(page) };
  const { access, origins } = request;
  const isPlain = [page.where, page.sortBy, access, origins].every((restriction) => restriction === undefined);
  const running = isPlain && page.onlyConfiguration ? parts[0]?.root : undefined;
  const window =
    running === undefined ? filtered(state, parts, request, page, start) : neighbours(state, running, page, start);
  if ("tag" in window) return { error: window };
  if (start !== undefined && window.entries[0] === undefined) return { error: cursorNotFound(page) };
  if (page.offset > window.total) return { error: offsetOutOfRange(page, window.total) };
  const { next, previous, behind } = window;
  const isLimited = page.limit !== undefined;
  const hasCursors = isLimited && page.keys.length > 0;
  return {
    entries: window.entries,
    note: {
      remaining: isLimited && behind > 0 ? behind : undefined,
      next: hasCursors && next !== undefined ? cursorOf(next) : undefined,
      previous: hasCursors && previous !== undefined ? cursorOf(previous) : undefined,
      locale: page.sortBy && (page.sortBy.locale ?? DEFAULT_LOCALE),
    },
  };
}

function neighbours(state: EngineState, root: number, page: PageRequest, start: string | undefined): Window {
  const { parent, module, name, offset, limit, backwards } = page;
  return listPage(state.context, root, {
    ...(parent === "" ? {} : { parent }),
    ...(start === undefined ? {} : { start }),
    ...(limit === undefined ? {} : { limit }),
    module,
    name,
    offset,
    backwards,
  });
}

/** All entries that the reader may see and that fit are put in order first. */
function filtered(
  state: EngineState,
  parts: readonly ReadPart[],
  request: ReadRequest,
  page: PageRequest,
  start: string | undefined,
): Window | EngineError {
  const paths = orderedPaths(state, parts, request, page);
  if (!Array.isArray(paths)) return paths as EngineError;
  if (page.backwards) paths.reverse();
  const from = start === undefined ? page.offset : paths.indexOf(start);
  if (from === -1) return cursorNotFound(page);
  const limit = page.limit ?? paths.length;
  const end = Math.min(from + limit, paths.length);
  return {
    total: paths.length,
    entries: paths.slice(from, end),
    behind: Math.max(0, paths.length - end),
    next: paths[end],
    previous: from > 0 ? paths[Math.max(0, from - limit)] : undefined,
  };
}

function orderedPaths(
  state: EngineState,
  parts: readonly ReadPart[],
  { access, origins }: ReadRequest,
  page: PageRequest,
): string[] | EngineError {
  const { path, where, sortBy, keys } = page;
  if (page.isLeafList === false && keys.length === 0) return withoutKeys(page);
  const sortPath = sortBy?.path ?? [];
  using cursor = openCursor(state.context, parts, {
    format: "json",
    // What stands at the root is there for its path, with nothing of the origins in it, too.
    root: origins === undefined ? "target" : "tree",
    withDefaults: "report-all",
    content: "all",
    origin: false,
    select: [where === undefined ? path : `${path}[${where}]`],
    // An entry belongs to a page for whatever in it has one of the origins.
    ...(page.isLeafList || origins ? {} : { fields: [...keys.map((key) => [key]), ...(sortBy ? [sortPath] : [])] }),
    ...(origins === undefined ? {} : { origins }),
    ...(access === undefined ? {} : { access }),
  });
  if (cursor.empty) return [];
  const document = JSON.parse(Buffer.from(cursor.drain()).toString()) as Json;
  const entries = origins === undefined ? (Object.values(document)[0] as unknown[]) : entriesIn(document, path);
  const placed = entries.map((entry) => ({ path: entryPath(page, entry), value: valueAt(entry, sortPath) }));
  if (sortBy !== undefined) {
    const compare = comparison(sortBy);
    placed.sort((one, other) => compare(one.value, other.value));
  }
  return placed.map((entry) => entry.path);
}

/** The entries of a list in a document that begins at the top; a list above it has the one entry that the path names. */
function entriesIn(document: Json, path: string): readonly unknown[] {
  const steps = parseInstancePath(path) ?? [];
  let above = document;
  for (const [index, { module, name }] of steps.entries()) {
    const found = above[module === undefined ? name : `${module}:${name}`];
    if (index === steps.length - 1) return (found as unknown[] | undefined) ?? [];
    above = ((Array.isArray(found) ? found[0] : found) ?? {}) as Json;
  }
  return [];
}

function entryPath({ path, keys, isLeafList }: PageRequest, entry: unknown): string {
  if (isLeafList) return `${path}${formatPredicate(".", String(entry))}`;
  const members = entry as Record<string, unknown>;
  return `${path}${keys.map((key) => formatPredicate(key, String(members[key]))).join("")}`;
}

/** Undefined where the entry has no such node. */
function valueAt(entry: unknown, path: readonly string[]): unknown {
  let value = entry;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

/** What is missing comes last. */
function comparison({ isNumber, locale = DEFAULT_LOCALE }: PageOrder): (one: unknown, other: unknown) => number {
  const compareTexts = collation(locale);
  return (one, other) => {
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    return isNumber ? Number(one) - Number(other) : compareTexts(String(one), String(other));
  };
}

/** The draft has an error for a condition that reads what the schema does not have: no entry could ever fulfil it. */
function unknownNode({ context }: EngineState, { path, where }: PageRequest): EngineError | undefined {
  const list = where === undefined ? undefined : context.findSchema(withoutPredicates(path));
  if (where === undefined || list === undefined) return undefined;
  try {
    context.atoms(where, list, { known: true });
    return undefined;
  } catch (failure) {
    if (!(failure instanceof LibyangError)) throw failure;
    // What is no XPath at all is told when it is evaluated.
    if (failure.code !== "not-found") return undefined;
    const reason = failure.items.at(-1)?.message ?? failure.message;
    return { tag: "invalid-value", type: "application", path, message: `The condition cannot be evaluated: ${reason}` };
  }
}

/** Opaque to clients: the values of the keys. */
function cursorOf(path: string): string {
  const values = parseInstancePath(path)
    ?.at(-1)
    ?.predicates.map(({ value }) => value);
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** Null for what was never a cursor of this list. */
function entryOfCursor({ cursor = "", path, keys }: PageRequest): string | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(values) || values.length !== keys.length) return null;
    return `${path}${keys.map((key, index) => formatPredicate(key, String(values[index]))).join("")}`;
  } catch {
    return null;
  }
}

function cursorNotFound({ path }: PageRequest): EngineError {
  const appTag = "ietf-list-pagination:cursor-not-found";
  return { tag: "invalid-value", type: "application", appTag, path, message: "The cursor names no entry of the list" };
}

function offsetOutOfRange({ path, offset }: PageRequest, total: number): EngineError {
  const appTag = "ietf-list-pagination:offset-out-of-range";
  const message = `The offset ${offset} is beyond the ${total} entries that there are`;
  return { tag: "invalid-value", type: "application", appTag, path, message };
}

function withoutKeys({ path }: PageRequest): EngineError {
  const message = `${path} has no keys by which its entries could be told apart`;
  return { tag: "operation-not-supported", type: "application", path, message };
}
