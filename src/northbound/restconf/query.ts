/** Query parameters of data resources (RFC 8040 4.8, RFC 8527 3.2). */

import type { DatastoreName, Page, WithDefaults } from "../../operations/operation.js";
import { sublistLimitOf } from "../../operations/pages/page-parameters.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { parseFields } from "./fields.js";
import { notForThis, pageParameters, pageQueryNames } from "./page-query.js";
import { parseResourcePath, type ResourcePath } from "./resource-path.js";
import { invalidRequest } from "./restconf-error.js";

export interface ReadParameters {
  readonly content: "all" | "config" | "nonconfig";
  readonly depth?: number | undefined;
  readonly fields?: readonly (readonly string[])[] | undefined;
  readonly withDefaults?: WithDefaults | undefined;
  readonly withOrigin?: boolean | undefined;
  readonly page?: Page | undefined;
  readonly sublistLimit?: number | undefined;
}

export interface InsertParameters {
  readonly insert?: "first" | "last" | "before" | "after" | undefined;
  /** Instance path of the entry that before and after refer to. */
  readonly point?: string | undefined;
}

/** What the parameters of a request speak of. */
export interface QueryTarget {
  readonly resource: ResourcePath;
  /** Undefined: the unified datastore. */
  readonly datastore: DatastoreName | undefined;
  readonly schema: SchemaTree;
}

/**
 * The parameters behind "?", decoded. Empty pieces ("a=1&&b=2&") count for nothing.
 * Throws 400 for a parameter that comes twice and for bad percent-encoding.
 */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const piece of query.split("&")) {
    if (piece === "") continue;
    const [name, value] = decodePiece(piece);
    if (parameters.has(name)) throw invalidRequest(`query parameter "${name}" is given twice`);
    parameters.set(name, value);
  }
  return parameters;
}

/** Parameters of GET and HEAD. Throws 400 for any other parameter and for values that it cannot have. */
export function readParameters(query: ReadonlyMap<string, string>, target: QueryTarget): ReadParameters {
  refuseOthers(query, ["content", "depth", "fields", "with-defaults", "with-origin", ...pageQueryNames]);
  const { resource, schema } = target;
  const fields = query.get("fields");
  return {
    content: oneOf(query, "content", ["all", "config", "nonconfig"]) ?? "all",
    depth: depth(query.get("depth")),
    fields: fields === undefined ? undefined : parseFields(fields, resource.node, schema),
    withDefaults: oneOf(query, "with-defaults", ["report-all", "report-all-tagged", "trim", "explicit"]),
    withOrigin: withOrigin(query.get("with-origin"), target.datastore),
    page: pageParameters(query, resource.single ? undefined : resource.node, schema),
    sublistLimit: sublistLimitOf(query),
  };
}

/** Parameters of POST and PUT. Throws 400 for any other parameter and for combinations that mean nothing. */
export function insertParameters(
  query: ReadonlyMap<string, string>,
  method: "POST" | "PUT",
  target: QueryTarget,
): InsertParameters {
  refuseOthers(query, ["insert", "point"]);
  const insert = oneOf(query, "insert", ["first", "last", "before", "after"]);
  const point = query.get("point");
  const needsPoint = insert === "before" || insert === "after";
  if (needsPoint !== (point !== undefined)) {
    throw invalidRequest('query parameter "point" belongs to an "insert" of "before" or "after", and they to it');
  }
  if (insert !== undefined && method === "PUT") requireUserOrdered(target.resource.node);
  if (point === undefined) return { insert };
  return { insert, point: pointPath(point, method, target) };
}

export interface EventParameters {
  readonly select?: readonly string[] | undefined;
  readonly startTimeMs?: number | undefined;
  readonly stopTimeMs?: number | undefined;
}

/** Parameters of an event stream (RFC 8040 4.8.4, 4.8.7, 4.8.8). Throws 400 for any other, and for times that are none. */
export function eventParameters(query: ReadonlyMap<string, string>): EventParameters {
  refuseOthers(query, ["filter", "start-time", "stop-time"]);
  const filter = query.get("filter");
  return {
    select: filter === undefined ? undefined : [filter],
    startTimeMs: time(query, "start-time"),
    stopTimeMs: time(query, "stop-time"),
  };
}

function time(query: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isTime && isDay(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw invalidRequest(`query parameter "${name}" is a date and time such as 2026-01-31T12:00:00Z`);
  return ms;
}

/** Whether the calendar has the day that a text begins with: Date.parse takes a 31st of any month. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** For PATCH, DELETE and operations, which have none. */
export function noParameters(query: ReadonlyMap<string, string>): void {
  refuseOthers(query, []);
}

function refuseOthers(query: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (known.includes(name)) continue;
    if (pageQueryNames.includes(name)) throw notForThis(name);
    throw invalidRequest(`query parameter "${name}" is not known for this request`);
  }
}

function oneOf<Value extends string>(
  query: ReadonlyMap<string, string>,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw invalidRequest(`query parameter "${name}" is one of ${values.join(", ")}`);
  return value;
}

function depth(text: string | undefined): number | undefined {
  if (text === undefined || text === "unbounded") return undefined;
  const levels = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (levels < 1 || levels > 65535) throw invalidRequest('query parameter "depth" is 1 to 65535 or "unbounded"');
  return levels;
}

/** RFC 8527 3.2.2: it has no value, and only operational knows origins. */
function withOrigin(text: string | undefined, datastore: DatastoreName | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text !== "") throw invalidRequest('query parameter "with-origin" takes no value');
  if (datastore !== "operational") throw invalidRequest('query parameter "with-origin" is for operational only');
  return true;
}

/** The entry has to stand in the same list, below the same parent, as the one that is written (RFC 8040 4.8.6). */
function pointPath(text: string, method: "POST" | "PUT", { resource, schema }: QueryTarget): string {
  const point = parseResourcePath(text, schema);
  requireUserOrdered(point.node);
  const expectedParent = method === "POST" ? resource.path : resource.parent;
  const sameList = method === "POST" || point.node === resource.node;
  if (!point.single || point.parent !== expectedParent || !sameList) {
    throw invalidRequest('query parameter "point" names no entry of the list that is written to', point.path);
  }
  return point.path;
}

function requireUserOrdered(node: SchemaNode | undefined): void {
  if (!node?.userOrdered) throw insertElsewhere();
}

/** For a place in a list that the system orders. */
export function insertElsewhere(): Error {
  return invalidRequest('query parameters "insert" and "point" are for lists that are ordered by the user');
}

function decodePiece(piece: string): readonly [string, string] {
  const at = piece.indexOf("=");
  const name = at === -1 ? piece : piece.slice(0, at);
  const value = at === -1 ? "" : piece.slice(at + 1);
  try {
    return [decodeURIComponent(name), decodeURIComponent(value)];
  } catch {
    throw invalidRequest(`query parameter "${name}" is not percent-encoded UTF-8`);
  }
}
