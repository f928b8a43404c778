/** Media types of request and reply bodies, and how one is agreed upon (RFC 8040 5.2, RFC 9110 12.5.1). */

import type { Format } from "../../operations/operation.js";

/** How a body is written. */
export interface Representation {
  readonly format: Format;
  readonly mediaType: string;
}

/** The types of RFC 8040 and the general ones that clients without knowledge of them send. */
const dataRepresentations: readonly Representation[] = [
  { format: "json", mediaType: "application/yang-data+json" },
  { format: "xml", mediaType: "application/yang-data+xml" },
  { format: "json", mediaType: "application/json" },
  { format: "xml", mediaType: "application/xml" },
  { format: "xml", mediaType: "text/xml" },
  { format: "json", mediaType: "text/json" },
];

/** A list or leaf-list as a whole, in one element (draft-ietf-netconf-list-pagination-rc 2.2). */
export const XML_LIST = "application/yang-data+xml-list";

export const dataMediaTypes = dataRepresentations.map(({ mediaType }) => mediaType);

/** YANG Patch (RFC 8072 4.1). They are types of requests only: its report is data like any other. */
const yangPatchFormats: ReadonlyMap<string, Format> = new Map([
  ["application/yang-patch+json", "json"],
  ["application/yang-patch+xml", "xml"],
]);

/** Every type that a request body can have. */
export const bodyMediaTypes = [...dataMediaTypes, ...yangPatchFormats.keys()];

/** What Accept-Patch announces: a plain patch (RFC 8040 4.6.1) and YANG Patch. */
export const patchMediaTypes = [...dataMediaTypes.slice(0, 2), ...yangPatchFormats.keys()];

/** Whether a request body is a YANG Patch. */
export function isYangPatch(contentType: string | undefined): boolean {
  return yangPatchFormats.has(mediaTypeOf(contentType));
}

/** Format of a request body; undefined when there is none of a known type. */
export function formatOfContentType(contentType: string | undefined): Format | undefined {
  const mediaType = mediaTypeOf(contentType);
  const data = dataRepresentations.find((candidate) => candidate.mediaType === mediaType)?.format;
  return data ?? yangPatchFormats.get(mediaType);
}

function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/**
 * How the answer is to be written: what Accept prefers; among equals the format of the request body, else JSON.
 * Undefined when the client accepts none of ours.
 */
export function negotiateRepresentation(
  accept: string | undefined,
  contentType: string | undefined,
  target: "one" | "list" = "one",
): Representation | undefined {
  const preferred = formatOfContentType(contentType) ?? "json";
  const lists = target === "list" ? [{ format: "xml", mediaType: XML_LIST } as const] : [];
  const offered = [...dataRepresentations, ...lists].sort(
    (a, b) => Number(b.format === preferred) - Number(a.format === preferred),
  );
  const mediaType = negotiate(
    accept,
    offered.map((candidate) => candidate.mediaType),
  );
  return offered.find((candidate) => candidate.mediaType === mediaType);
}

/** The offered media type, best first, that an Accept field likes best; undefined when it likes none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === "") return offered[0];
  const ranges = parseAccept(accept);
  let best: string | undefined;
  let bestQuality = 0;
  for (const mediaType of offered) {
    const quality = qualityOf(mediaType, ranges);
    if (quality <= bestQuality) continue;
    best = mediaType;
    bestQuality = quality;
  }
  return best;
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function parseAccept(accept: string): readonly MediaRange[] {
  const ranges: MediaRange[] = [];
  for (const element of accept.toLowerCase().split(",")) {
    const [range = "", ...parameters] = element.split(";").map((part) => part.trim());
    const [type, subtype] = range.split("/");
    if (type === undefined || type === "" || subtype === undefined || subtype === "") continue;
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    ranges.push({ type, subtype, quality: weight === undefined ? 1 : parseWeight(weight) });
  }
  return ranges;
}

/** A weight that is none counts as 0: the range is left out and not guessed at. */
function parseWeight(text: string): number {
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}

/** The most specific range that fits decides. */
function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const [type, subtype] = mediaType.split("/");
  const fitting =
    ranges.find((range) => range.type === type && range.subtype === subtype) ??
    ranges.find((range) => range.type === type && range.subtype === "*") ??
    ranges.find((range) => range.type === "*" && range.subtype === "*");
  return fitting?.quality ?? 0;
}
