/**
 * The document that stands for a whole datastore (RFC 8040 3.4): its top-level nodes inside "ietf-restconf:data".
 * The engine knows the nodes and not the wrapper.
 */

import type { Format } from "../../operations/operation.js";
import { RESTCONF_NAMESPACE } from "./namespaces.js";
import { malformedMessage } from "./restconf-error.js";
import { XmlScanner } from "./xml-scanner.js";

/** What stands before and after the nodes of a datastore; `nothing` is written where there are none. */
export interface Wrapper {
  readonly before: string;
  readonly after: string;
  readonly nothing: string;
}

export function datastoreWrapper(format: Format): Wrapper {
  if (format === "json") return { before: '{"ietf-restconf:data":', after: "}", nothing: "{}" };
  return { before: `<data xmlns="${RESTCONF_NAMESPACE}">`, after: "</data>", nothing: "" };
}

/**
 * The top-level nodes in a PUT or PATCH body for a datastore, as bytes of the same format.
 * Throws 400 malformed-message when the body is not one "data" of ietf-restconf. What is inside is the engine's to judge.
 */
export function unwrapDatastore(body: Uint8Array, format: Format): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return Buffer.from(format === "json" ? unwrapJson(text) : unwrapXml(text), "utf8");
}

/** Should further members follow the first one, then they end up in what is left, which is no JSON and is refused as such. */
function unwrapJson(text: string): string {
  const start = /^\s*\{\s*"ietf-restconf:data"\s*:\s*(?=\{)/.exec(text);
  const end = /\}\s*\}\s*$/.exec(text.slice(-MAXIMUM_TRAILER));
  if (start === null || end === null) throw malformedMessage('the body has to be one object "ietf-restconf:data"');
  return text.slice(start[0].length, text.length - end[0].length + 1);
}

/** White space and comments behind the last bracket or tag are looked for in this many characters only. */
const MAXIMUM_TRAILER = 4096;

const rootPattern =
  /^\u{FEFF}?(?:\s|<\?[^>]*\?>|<!--(?:(?!-->)[\s\S])*-->)*<((?:[\w.-]+:)?data)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/u;
const declarationPattern = /\sxmlns(?::([\w.-]+))?\s*=\s*("[^"]*"|'[^']*')/g;

function unwrapXml(text: string): string {
  const root = rootPattern.exec(text);
  if (root === null) throw notOneDataElement();
  const [whole, name = "", attributes = "", selfClosing] = root;
  const declared = new Map<string, string>();
  for (const [, prefix = "", value = ""] of attributes.matchAll(declarationPattern)) declared.set(prefix, value);
  const rootPrefix = name.includes(":") ? name.slice(0, name.indexOf(":")) : "";
  if (declared.get(rootPrefix)?.slice(1, -1) !== RESTCONF_NAMESPACE) throw notOneDataElement();
  if (selfClosing === "/") return "";
  const end = /<\/([\w.:-]+)\s*>\s*$/.exec(text.slice(-MAXIMUM_TRAILER));
  if (end === null || end[1] !== name) throw notOneDataElement();
  return redeclare(text.slice(whole.length, text.length - end[0].length), declared);
}

/** Prefixes that were declared on the wrapper have to be declared on each node once that is gone. */
function redeclare(text: string, declared: ReadonlyMap<string, string>): string {
  if ([...declared.keys()].every((prefix) => prefix === "")) return text;
  const bytes = Buffer.from(text, "utf8");
  const pieces: string[] = [];
  let done = 0;
  for (const start of new XmlScanner().push(bytes)) {
    const tagEnd = bytes.indexOf(">", start);
    const tag = bytes.subarray(start, tagEnd === -1 ? bytes.length : tagEnd).toString("utf8");
    const nameLength = /^[^\s/>]*/.exec(tag)![0].length;
    pieces.push(
      bytes.subarray(done, start).toString("utf8"),
      tag.slice(0, nameLength),
      missingDeclarations(tag, declared),
    );
    done = start + Buffer.byteLength(tag.slice(0, nameLength));
  }
  pieces.push(bytes.subarray(done).toString("utf8"));
  return pieces.join("");
}

function missingDeclarations(tag: string, declared: ReadonlyMap<string, string>): string {
  const own = new Set([...tag.matchAll(declarationPattern)].map(([, prefix = ""]) => prefix));
  const missing = [...declared].filter(([prefix]) => prefix !== "" && !own.has(prefix));
  return missing.map(([prefix, value]) => ` xmlns:${prefix}=${value}`).join("");
}

function notOneDataElement(): Error {
  return malformedMessage(`the body has to be one element "data" of ${RESTCONF_NAMESPACE}`);
}
