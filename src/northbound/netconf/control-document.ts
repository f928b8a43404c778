/** Small XML documents that steer the protocol (hello, subtree filter) as plain data. Configuration is never read here. */

import { Parser } from "xml2js";
import { ManagementError } from "../../errors/management-error.js";
import type { FilterElement } from "../../operations/filters/filter-element.js";
import { escapeAttribute } from "../xml-text.js";

export type XmlElement = FilterElement;

/** libyang reads at most 500 levels of XML. */
const MAX_DEPTH = 500;

/**
 * Reads an XML text of one element.
 * @param namespaces declarations that the text stands in the scope of
 * @throws ManagementError malformed-message
 */
export function parseControlDocument(xml: string, namespaces: Readonly<Record<string, string>> = {}): XmlElement {
  const scope = parseXml(`<scope ${declarations(namespaces)}>${withoutProlog(xml)}</scope>`);
  const [root, ...others] = scope[CHILDREN] ?? [];
  if (root === undefined || others.length > 0 || scope[TEXT] !== undefined)
    throw malformed("document does not have one root element");
  return toElement(root, new Map(Object.entries(namespaces)), 0);
}

// Keys that no XML name can be, so that an element called "_" or "$" cannot take their place.
const TEXT = "#text";
const ATTRIBUTES = "@";
const RESOLVED_NAME = "@ns";
const CHILDREN = "#children";

interface ParsedAttribute {
  readonly name: string;
  readonly value: string;
  readonly prefix: string;
  readonly local: string;
}

interface ParsedElement {
  readonly [TEXT]?: string;
  readonly [ATTRIBUTES]?: Readonly<Record<string, ParsedAttribute>>;
  readonly [RESOLVED_NAME]: { readonly uri: string; readonly local: string };
  readonly [CHILDREN]?: readonly ParsedElement[];
}

function parseXml(xml: string): ParsedElement {
  const parser = new Parser({
    xmlns: true,
    explicitRoot: false,
    explicitChildren: true,
    preserveChildrenOrder: true,
    explicitCharkey: true,
    charkey: TEXT,
    attrkey: ATTRIBUTES,
    childkey: CHILDREN,
  });
  let outcome: { error?: Error | null; root?: ParsedElement } = {};
  try {
    // Without the option "async" the callback is called before parseString returns. What follows the root is thrown.
    parser.parseString(xml, (error: Error | null, root: ParsedElement) => {
      outcome = { error, root };
    });
  } catch (error) {
    throw malformed(ManagementError.from(error).message);
  }
  if (outcome.error || !outcome.root) throw malformed(outcome.error?.message.split("\n")[0] ?? "no element");
  return outcome.root;
}

function toElement(parsed: ParsedElement, outer: ReadonlyMap<string, string>, depth: number): XmlElement {
  if (depth > MAX_DEPTH) throw malformed(`elements are nested over ${MAX_DEPTH} deep`);
  const attributes = Object.values(parsed[ATTRIBUTES] ?? {});
  const declared = attributes.filter(isDeclaration);
  const namespaces = declared.length === 0 ? outer : new Map([...outer, ...declared.map(prefixAndNamespace)]);
  return {
    namespace: parsed[RESOLVED_NAME].uri,
    name: parsed[RESOLVED_NAME].local,
    attributes: attributes.filter((attribute) => !isDeclaration(attribute)).map(({ name }) => name),
    namespaces,
    children: (parsed[CHILDREN] ?? []).map((child) => toElement(child, namespaces, depth + 1)),
    text: (parsed[TEXT] ?? "").trim(),
  };
}

function isDeclaration(attribute: ParsedAttribute): boolean {
  return attribute.name === "xmlns" || attribute.prefix === "xmlns";
}

function prefixAndNamespace(attribute: ParsedAttribute): [string, string] {
  return [attribute.name === "xmlns" ? "" : attribute.local, attribute.value];
}

function declarations(namespaces: Readonly<Record<string, string>>): string {
  return Object.entries(namespaces)
    .map(([prefix, namespace]) => `${prefix === "" ? "xmlns" : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`)
    .join(" ");
}

function withoutProlog(xml: string): string {
  return xml.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, "");
}

function malformed(reason: string): ManagementError {
  return new ManagementError("malformed-message", { type: "rpc", message: `cannot read the XML document: ${reason}` });
}
