/**
 * Transaction ids in what a client sends: attributes of its elements (draft-ietf-netconf-transaction-id 4.4). No YANG module has
 * them, so they are taken out before the engine reads the message. A message without their namespace is not looked at.
 */

import type { TxidMechanism } from "../../../operations/operation.js";
import { TXID } from "../namespaces.js";

/** An element that has an id, or is around one that has. */
export interface MarkedElement {
  readonly namespace: string;
  readonly name: string;
  readonly parent: MarkedElement | undefined;
  /** Prefix to namespace; "" is the default namespace. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Text of its children that have no children; of several with the same name, of the last. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface ClientTxid {
  readonly mechanism: TxidMechanism;
  readonly value: string;
  readonly element: MarkedElement;
}

export interface TakenTxids {
  /** The message with blanks in place of the attributes. */
  readonly message: Buffer;
  readonly txids: readonly ClientTxid[];
}

interface OpenElement extends MarkedElement {
  readonly texts: Map<string, string>;
  readonly parent: OpenElement | undefined;
  /** Index behind its start tag, as long as it has no children. */
  textStart: number | undefined;
}

const TOKEN =
  /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(\/)[^>]*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/gs;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Never throws: what is no XML is left for the engine to refuse. */
export function takeTxids(message: Buffer): TakenTxids {
  if (!message.includes(TXID)) return { message, txids: [] };
  // One byte a character, so that places in the text are places in the bytes.
  const text = message.toString("latin1");
  const cleaned = Buffer.from(message);
  const txids: ClientTxid[] = [];
  let open: OpenElement | undefined;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, isEnd, name, attributes = "", isEmpty] = token;
    if (isEnd !== undefined) open = closed(open, text.slice(open?.textStart, token.index));
    if (name === undefined) continue;
    const element = opened(open, name, attributes, token.index + whole.length);
    for (const attribute of attributes.matchAll(ATTRIBUTE)) {
      const mechanism = mechanismOf(attribute[1]!, element.namespaces);
      if (mechanism === undefined) continue;
      txids.push({ mechanism, value: attribute[2] ?? attribute[3] ?? "", element });
      const start = token.index + 1 + name.length + attribute.index;
      cleaned.fill(" ", start, start + attribute[0].length);
    }
    if (open !== undefined) open.textStart = undefined;
    open = isEmpty === "/" ? closed(element, "") : element;
  }
  return { message: cleaned, txids };
}

function opened(
  parent: OpenElement | undefined,
  qualified: string,
  attributes: string,
  textStart: number,
): OpenElement {
  const namespaces = inScope(parent?.namespaces ?? new Map(), attributes);
  const [prefix, name] = split(qualified);
  return { namespace: namespaces.get(prefix) ?? "", name, parent, namespaces, texts: new Map(), textStart };
}

/** Answers the element that is open then. */
function closed(element: OpenElement | undefined, text: string): OpenElement | undefined {
  if (element?.textStart !== undefined) element.parent?.texts.set(element.name, plain(text));
  return element?.parent;
}

function inScope(outer: ReadonlyMap<string, string>, attributes: string): ReadonlyMap<string, string> {
  if (!attributes.includes("xmlns")) return outer;
  const declared = [...attributes.matchAll(ATTRIBUTE)].flatMap(([, name = "", double, single]) => {
    const prefix = name === "xmlns" ? "" : /^xmlns:(.*)$/.exec(name)?.[1];
    return prefix === undefined ? [] : [[prefix, plain(double ?? single ?? "")] as const];
  });
  return new Map([...outer, ...declared]);
}

function mechanismOf(attribute: string, namespaces: ReadonlyMap<string, string>): TxidMechanism | undefined {
  const [prefix, name] = split(attribute);
  if (prefix === "" || namespaces.get(prefix) !== TXID) return undefined;
  return name === "etag" || name === "last-modified" ? name : undefined;
}

function split(qualified: string): [prefix: string, name: string] {
  const colon = qualified.indexOf(":");
  return [qualified.slice(0, Math.max(colon, 0)), qualified.slice(colon + 1)];
}

const references: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The text that one-byte characters of XML stand for, less the blanks around it. */
function plain(xml: string): string {
  const text = Buffer.from(xml.trim(), "latin1").toString();
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_whole, name) => references[name]!);
}
