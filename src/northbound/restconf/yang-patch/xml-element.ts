/** The outer levels of an XML document as elements, so that what is inside them can be handed on as it was written. */

import { malformedMessage } from "../restconf-error.js";

export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** Character data directly inside, entities resolved. */
  text: string;
  readonly children: XmlElement[];
  /** The element as a document of its own: declarations that it inherits are written on it. */
  readonly source: () => string;
}

interface Open {
  readonly qualifiedName: string;
  readonly element: XmlElement | undefined;
  readonly scope: ReadonlyMap<string, string>;
  readonly extent: { end: number };
}

const tokenPattern =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?][^\s/>]*)((?:\s+[^\s=>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const attributePattern = /\s([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;

/**
 * Reads a document; elements deeper than `levels` are passed over as text of the ones around them.
 * Throws 400 malformed-message where the document is not well-formed. A document type is refused.
 */
export function parseXml(text: string, levels: number): XmlElement {
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let at = text.startsWith("\u{FEFF}") ? 1 : 0;
  while (at < text.length) {
    tokenPattern.lastIndex = at;
    const token = tokenPattern.exec(text);
    if (token === null) throw notWellFormed(at);
    const [whole, cdata, endName, startName, attributes = "", selfClosing, characters] = token;
    const start = at;
    at = tokenPattern.lastIndex;
    const current = stack.at(-1);
    if (startName !== undefined) {
      if (root !== undefined && current === undefined) throw notWellFormed(start);
      const opened = open(text, start, startName, attributes, current?.scope, stack.length < levels);
      if (opened.element !== undefined) {
        current?.element?.children.push(opened.element);
        root ??= opened.element;
      }
      opened.extent.end = at;
      if (selfClosing !== "/") stack.push(opened);
    } else if (endName !== undefined) {
      if (current?.qualifiedName !== endName) throw notWellFormed(start);
      current.extent.end = at;
      stack.pop();
    } else if (current?.element !== undefined) {
      current.element.text += cdata ?? (characters === undefined ? "" : resolveEntities(characters, start));
    } else if (current === undefined && (cdata !== undefined || characters?.trim())) {
      throw notWellFormed(start);
    }
    if (whole.length === 0) throw notWellFormed(start);
  }
  if (root === undefined || stack.length > 0) throw notWellFormed(text.length);
  return root;
}

function open(
  text: string,
  start: number,
  qualifiedName: string,
  attributes: string,
  inherited: ReadonlyMap<string, string> = new Map(),
  isWanted = true,
): Open {
  const extent = { end: start };
  const own = new Map<string, string>();
  for (const [, name = "", value = ""] of isWanted ? attributes.matchAll(attributePattern) : []) {
    if (name === "xmlns") own.set("", value);
    else if (name.startsWith("xmlns:")) own.set(name.slice(6), value);
  }
  const scope = own.size === 0 ? inherited : new Map([...inherited, ...own]);
  if (!isWanted) return { qualifiedName, element: undefined, scope, extent };
  const colon = qualifiedName.indexOf(":");
  const quoted = scope.get(colon === -1 ? "" : qualifiedName.slice(0, colon));
  if (colon !== -1 && quoted === undefined) throw notWellFormed(start);
  const element: XmlElement = {
    name: qualifiedName.slice(colon + 1),
    namespace: quoted === undefined ? "" : resolveEntities(quoted.slice(1, -1), start),
    text: "",
    children: [],
    source: () => {
      const nameEnd = start + 1 + qualifiedName.length;
      const missing = [...inherited].filter(([prefix]) => !own.has(prefix));
      const declarations = missing.map(([prefix, value]) => ` xmlns${prefix === "" ? "" : `:${prefix}`}=${value}`);
      return `${text.slice(start, nameEnd)}${declarations.join("")}${text.slice(nameEnd, extent.end)}`;
    },
  };
  return { qualifiedName, element, scope, extent };
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function resolveEntities(text: string, at: number): string {
  return text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const number = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name);
    const code = number === null ? -1 : number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
    const character = number === null ? entities[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || !whole.endsWith(";")) throw notWellFormed(at);
    return character;
  });
}

function notWellFormed(at: number): Error {
  return malformedMessage(`the body is not well-formed XML at character ${at + 1}`);
}
