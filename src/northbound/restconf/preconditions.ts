/** Entity tags and the conditions that a request sets on them (RFC 9110 8.8, 13; RFC 8040 3.4.1, 3.5.1, 3.5.2). */

import type { IncomingHttpHeaders } from "node:http";
import type { EntityState, Format, Preconditions } from "../../operations/operation.js";
import type { ContentCoding } from "./content-coding.js";

/**
 * The ETag field for a resource in one format. The same resource in XML and in JSON, or in gzip, is another representation,
 * and a strong tag belongs to one of them (RFC 9110 8.8.1, 8.8.3.3), so both are part of it.
 */
export function entityTag(entity: EntityState, format: Format, coding?: ContentCoding): string {
  return `"${[entity.etag, format, ...(coding ? [coding] : [])].join("-")}"`;
}

/** ETag and Last-Modified of a representation. */
export function entityHeaders(
  entity: EntityState,
  format: Format,
  coding?: ContentCoding,
): Readonly<Record<string, string>> {
  return { etag: entityTag(entity, format, coding), "last-modified": new Date(entity.lastModifiedMs).toUTCString() };
}

/**
 * The conditions of a write, as the engine checks them: tags without the format and the coding, because a write concerns
 * the resource in each of them. Undefined when there are none.
 */
export function parsePreconditions(headers: IncomingHttpHeaders): Preconditions | undefined {
  const ifMatch = tagList(headers["if-match"], "strong");
  const ifNoneMatch = tagList(headers["if-none-match"], "weak");
  const preconditions: Preconditions = {
    ifMatch: typeof ifMatch === "object" ? ifMatch.map(withoutFormat) : ifMatch,
    ifNoneMatch: typeof ifNoneMatch === "object" ? ifNoneMatch.map(withoutFormat) : ifNoneMatch,
    // RFC 9110 13.1.4: a date is not looked at where there are tags.
    ifUnmodifiedSince: ifMatch === undefined ? httpDate(headers["if-unmodified-since"]) : undefined,
  };
  return Object.values(preconditions).some((condition) => condition !== undefined) ? preconditions : undefined;
}

/** What the conditions of a GET or HEAD make of it, in the order of RFC 9110 13.2.2. */
export function evaluateRead(
  headers: IncomingHttpHeaders,
  entity: EntityState,
  format: Format,
  coding?: ContentCoding,
): "proceed" | "precondition-failed" | "not-modified" {
  const lastModifiedMs = wholeSeconds(entity.lastModifiedMs);
  const ifMatch = tagList(headers["if-match"], "strong");
  if (ifMatch !== undefined) {
    const tags = ifMatch === "*" ? ifMatch : ifMatch.map(withoutFormat);
    if (tags !== "*" && !tags.includes(`"${entity.etag}"`)) return "precondition-failed";
  } else {
    const since = httpDate(headers["if-unmodified-since"]);
    if (since !== undefined && lastModifiedMs > since) return "precondition-failed";
  }
  const ifNoneMatch = tagList(headers["if-none-match"], "weak");
  if (ifNoneMatch !== undefined) {
    const matches = ifNoneMatch === "*" || ifNoneMatch.includes(entityTag(entity, format, coding));
    return matches ? "not-modified" : "proceed";
  }
  const since = httpDate(headers["if-modified-since"]);
  return since !== undefined && lastModifiedMs <= since ? "not-modified" : "proceed";
}

/**
 * The tags of a field, each in its quotes. If-Match compares strongly, so that weak tags match nothing there and are left
 * out; If-None-Match compares weakly, so that their mark does not count.
 */
function tagList(field: string | undefined, comparison: "strong" | "weak"): readonly string[] | "*" | undefined {
  if (field === undefined) return undefined;
  if (field.trim() === "*") return "*";
  const tags: string[] = [];
  for (const [, weak, tag] of field.matchAll(/(W\/)?("[^"]*")/g)) {
    if (weak === undefined || comparison === "weak") tags.push(tag!);
  }
  return tags;
}

function withoutFormat(tag: string): string {
  return tag.replace(/-(?:json|xml)(?:-gzip)?"$/, '"');
}

/** Milliseconds since 1970; undefined for what is not a date, which RFC 9110 13.1.3 wants ignored. */
function httpDate(field: string | undefined): number | undefined {
  if (field === undefined || !/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(field)) return undefined;
  const time = Date.parse(field);
  return Number.isNaN(time) ? undefined : time;
}

/** An HTTP date has no fractions of a second. */
function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000) * 1000;
}
