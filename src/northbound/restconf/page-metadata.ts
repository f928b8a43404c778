/** What a page says of the list around it, as metadata of its first entry (RFC 7952, draft-ietf-netconf-list-pagination 3.1). */

import type { Format, PageState } from "../../operations/operation.js";
import { escapeAttribute } from "../xml-text.js";

const MODULE = "ietf-list-pagination";
const NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-list-pagination";

export interface PageMetadata extends PageState {
  /** Locale that the entries were sorted in. */
  readonly locale?: string | undefined;
}

/** The first bytes of a document, which hold the beginning of the first entry, with the metadata in them. */
export function withPageMetadata(first: Uint8Array, metadata: PageMetadata, format: Format): Uint8Array {
  const members = Object.entries(metadata).filter(([, value]) => value !== undefined);
  if (members.length === 0) return first;
  const text = Buffer.from(first.buffer, first.byteOffset, first.byteLength).toString("latin1");
  const written = format === "json" ? inJson(text, members) : inXml(text, members);
  return Buffer.from(written, "latin1");
}

type Members = readonly (readonly [name: string, value: string | number])[];

function inJson(text: string, members: Members): string {
  const annotations = members.map(([name, value]) => `"${MODULE}:${name}":${JSON.stringify(value)}`).join(",");
  const list = /^\{"[^"]+":\[\{/.exec(text)?.[0];
  // The entries of a leaf-list have theirs in an array beside them.
  if (list === undefined) return text.replace(/^\{"([^"]+)"/, `{"@$1":[{${annotations}}],"$1"`);
  const entry = text.slice(list.length);
  const others = '"@":{';
  if (entry.startsWith(others)) return `${list}${others}${annotations},${entry.slice(others.length)}`;
  return `${list}"@":{${annotations}},${entry}`;
}

function inXml(text: string, members: Members): string {
  const attributes = members.map(([name, value]) => ` lpg:${name}="${escapeAttribute(String(value))}"`).join("");
  return text.replace(/^<[^\s/>]+/, (start) => `${start} xmlns:lpg="${NAMESPACE}"${attributes}`);
}
