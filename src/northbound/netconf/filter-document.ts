/**
 * The filter parameter of a request as elements. The engine has read the request whole, so that the text is one well-formed
 * element and nothing has to be refused here: a filter comes with every reading, and a parser for documents of strangers would
 * take more time than all else that is done for a short one.
 */

import type { FilterElement } from "../../operations/filters/filter-element.js";

/** Comment, CDATA section, processing instruction, tag (slash, name, attributes, slash), text. */
const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)((?:"[^"]*"|'[^']*'|[^"'>])*?)(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const REFERENCE = /&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

type Namespaces = ReadonlyMap<string, string>;
type OpenElement = { -readonly [Name in keyof FilterElement]: FilterElement[Name] } & { children: FilterElement[] };

/**
 * @param xml one element
 * @param namespaces declarations that it stands in the scope of, by prefix; "" is the default namespace
 */
export function filterElement(xml: string, namespaces: Readonly<Record<string, string>>): FilterElement {
  const around = newElement("", [], new Map(Object.entries(namespaces)));
  const open = [around];
  for (const [, section, end, name, attributes = "", empty, text] of xml.matchAll(TOKEN)) {
    const current = open.at(-1)!;
    if (name === undefined) current.text += section ?? plain(text ?? "");
    else if (end !== "") close(open);
    else {
      const element = startElement(name, attributes, current.namespaces);
      current.children.push(element);
      open.push(element);
      if (empty !== "") close(open);
    }
  }
  return around.children[0]!;
}

function close(open: OpenElement[]): void {
  const element = open.pop()!;
  element.text = element.text.trim();
}

function startElement(name: string, attributeText: string, outer: Namespaces): OpenElement {
  const attributes = [...attributeText.matchAll(ATTRIBUTE)];
  const declared = attributes.flatMap(([, attribute = "", double, single]) => {
    const prefix = prefixDeclared(attribute);
    return prefix === undefined ? [] : [[prefix, plain(double ?? single ?? "")] as const];
  });
  const others = attributes.map(([, attribute = ""]) => attribute).filter((one) => prefixDeclared(one) === undefined);
  return newElement(name, others, declared.length === 0 ? outer : new Map([...outer, ...declared]));
}

/** "" for the default namespace; undefined for an attribute that declares nothing. */
function prefixDeclared(attribute: string): string | undefined {
  if (attribute === "xmlns") return "";
  return attribute.startsWith("xmlns:") ? attribute.slice("xmlns:".length) : undefined;
}

function newElement(qualified: string, attributes: readonly string[], namespaces: Namespaces): OpenElement {
  const colon = qualified.indexOf(":");
  const namespace = namespaces.get(qualified.slice(0, Math.max(colon, 0))) ?? "";
  return { namespace, name: qualified.slice(colon + 1), attributes, namespaces, children: [], text: "" };
}

function plain(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (_whole, hexadecimal?: string, decimal?: string, name = "") => {
    if (name !== "") return ENTITIES[name]!;
    return String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16));
  });
}
