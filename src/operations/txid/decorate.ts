/**
 * XML of a datastore with transaction ids in it (draft-ietf-netconf-transaction-id 3.3, table 1): containers and list entries are
 * the versioned nodes. What the client knows as it is becomes an element with the id "=" and no content but keys. The XML is that of
 * the engine: no comments, no CDATA sections, attributes in double quotes, keys first.
 */

import { enter, type StampCursor } from "../../datastore/stamps/stamps.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import type { KnownNode } from "./known-tree.js";
import { MATCH } from "./mechanism.js";

/** A place in one datastore, and the same place in others that its id depends on. */
export type Place = readonly [StampCursor, ...StampCursor[]];

/** What is said of a place: the id of a versioned node, and whether a text of the client's is as new. */
export interface TxidView {
  readonly root: Place;
  /** The attribute: "txid:etag". Whoever puts an element around has the prefix. */
  readonly attribute: string;
  txidOf(place: Place): string;
  isUpToDate(text: string, place: Place): boolean;
}

interface Frame {
  /** Undefined above the top level, and in what the schema does not describe. */
  readonly node: SchemaNode | undefined;
  readonly module: string;
  /** Of the nearest versioned node. */
  readonly place: Place;
  readonly client: KnownNode | undefined;
  /** What the client knows of this node, or of the nearest one above of which it knows anything. */
  readonly known: string | undefined;
}

const START_TAG = /<([^\s/>]+)((?:\s+[^\s=]+="[^"]*")*)\s*(\/?)>/y;

export async function* decorate(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaTree,
  view: TxidView,
  client: KnownNode,
): AsyncGenerator<Uint8Array, void> {
  const decorator = new Decorator(schema, view, client);
  for await (const chunk of chunks) yield decorator.push(chunk);
  yield decorator.end();
}

class Decorator {
  readonly #frames: Frame[];
  /** Bytes that are not understood before more of them come; one character a byte. */
  #rest = "";
  #out: string[] = [];
  /** Open elements whose content is left out. */
  #skipped = 0;

  constructor(
    readonly schema: SchemaTree,
    readonly view: TxidView,
    client: KnownNode,
  ) {
    this.#frames = [{ node: undefined, module: "", place: view.root, client, known: client.value }];
  }

  push(chunk: Uint8Array): Uint8Array {
    return this.#take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1"), false);
  }

  end(): Uint8Array {
    return this.#take("", true);
  }

  #take(more: string, isLast: boolean): Uint8Array {
    const text = this.#rest + more;
    let at = 0;
    for (;;) {
      const tag = text.indexOf("<", at);
      if (tag === -1) break;
      this.#emit(text.slice(at, tag));
      at = tag;
      const next = text[tag + 1] === "/" ? this.#endTag(text, tag) : this.#startTag(text, tag, isLast);
      if (next === -1) break;
      at = next;
    }
    this.#rest = text.slice(at);
    if (isLast || !this.#rest.includes("<")) {
      this.#emit(this.#rest);
      this.#rest = "";
    }
    const out = Buffer.from(this.#out.join(""), "latin1");
    this.#out = [];
    return out;
  }

  #emit(text: string): void {
    if (this.#skipped === 0 && text !== "") this.#out.push(text);
  }

  /** Answers where the tag ends; -1 when it is not whole yet. */
  #endTag(text: string, start: number): number {
    const end = text.indexOf(">", start);
    if (end === -1) return -1;
    if (this.#skipped > 0) this.#skipped--;
    else {
      this.#frames.pop();
      this.#emit(text.slice(start, end + 1));
    }
    return end + 1;
  }

  #startTag(text: string, start: number, isLast: boolean): number {
    START_TAG.lastIndex = start;
    const match = START_TAG.exec(text);
    if (match === null) return -1;
    const end = START_TAG.lastIndex;
    const [, name = "", attributes = "", slash = ""] = match;
    if (this.#skipped > 0) {
      if (slash === "") this.#skipped++;
      return end;
    }
    const parent = this.#frames.at(-1)!;
    const module = this.#moduleOf(attributes) ?? parent.module;
    const isBelowUnknown = parent.node === undefined && this.#frames.length > 1;
    const node = isBelowUnknown ? undefined : this.schema.child(parent.node, module, name);
    const keys = node?.kind === "list" && slash === "" ? keysAt(text, end, node.keys) : noKeys;
    // Everything but the keys may be missing for good; of a key that is not whole yet, more will come.
    if (keys === undefined && !isLast) return -1;
    const frame = frameOf(parent, node, name, module, keys ?? noKeys);
    return this.#open({ text, name, attributes, slash, end }, frame, keys ?? noKeys);
  }

  #open(tag: StartTag, frame: Frame, keys: Keys): number {
    const { node, place, known, client } = frame;
    const isVersioned = node?.config === true && (node.kind === "container" || node.kind === "list");
    const isJudged = known !== undefined && (isVersioned || client?.value !== undefined);
    const isPruned = isJudged && this.view.isUpToDate(known, place);
    const txid = isPruned ? MATCH : isJudged && isVersioned ? this.view.txidOf(place) : undefined;
    const mark = txid === undefined ? "" : ` ${this.view.attribute}="${txid}"`;
    const start = `<${tag.name}${tag.attributes}${mark}`;
    if (tag.slash !== "" || (isPruned && keys.end === 0)) {
      this.#emit(`${start}/>`);
      if (tag.slash === "") this.#skipped = 1;
      return tag.end;
    }
    if (isPruned) {
      this.#emit(`${start}>${tag.text.slice(tag.end, keys.end)}</${tag.name}>`);
      this.#skipped = 1;
      return keys.end;
    }
    this.#emit(`${start}>`);
    this.#frames.push(frame);
    return tag.end;
  }

  #moduleOf(attributes: string): string | undefined {
    const namespace = / xmlns="([^"]*)"/.exec(attributes)?.[1];
    return namespace === undefined ? undefined : (this.schema.moduleOfNamespace(textOf(namespace))?.name ?? "");
  }
}

interface StartTag {
  readonly text: string;
  readonly name: string;
  readonly attributes: string;
  readonly slash: string;
  /** Index behind it. */
  readonly end: number;
}

interface Keys {
  /** Undefined where they cannot be told apart as the stamps have them. */
  readonly values: readonly string[] | undefined;
  /** Index behind them; 0 when there are none. */
  readonly end: number;
}

const noKeys: Keys = { values: undefined, end: 0 };

/** The keys that stand at a place; undefined when more text is needed to say. */
function keysAt(text: string, start: number, names: readonly string[]): Keys | undefined {
  const values: string[] = [];
  let end = start;
  let isPlain = true;
  for (const name of names) {
    const key = new RegExp(`<${name}((?:\\s+[^\\s=]+="[^"]*")*)(?:/>|>([^<]*)</${name}>)`, "y");
    key.lastIndex = end;
    const match = key.exec(text);
    if (match === null) return undefined;
    // A prefix in the value: the stamps have the name of the module.
    if (match[1]!.includes("xmlns:")) isPlain = false;
    values.push(textOf(match[2] ?? ""));
    end = key.lastIndex;
  }
  return { values: isPlain && names.length > 0 ? values : undefined, end: names.length > 0 ? end : 0 };
}

function frameOf(parent: Frame, node: SchemaNode | undefined, name: string, module: string, { values }: Keys): Frame {
  const step = module === parent.module ? name : `${module}:${name}`;
  let client = parent.client?.children.get(step);
  let place = parent.place;
  let known = client?.value ?? parent.known;
  if (node?.kind === "container" || node?.kind === "list") place = moved(place, (cursor) => enter(cursor, step));
  if (node?.kind === "list") {
    const entry = values && JSON.stringify(values);
    client = entry === undefined ? undefined : client?.children.get(entry);
    known = client?.value ?? known;
    place = moved(place, (cursor) => (entry === undefined ? newestOf(cursor) : enter(cursor, entry)));
  }
  return { node, module, place, client, known };
}

/** @param move what happens in each of the trees */
export function moved([first, ...others]: Place, move: (cursor: StampCursor) => StampCursor): Place {
  return [move(first), ...others.map(move)];
}

/** A place that has the newest stamp of all that is below, wherever one goes. */
function newestOf({ stamp }: StampCursor): StampCursor {
  return { node: undefined, rest: stamp, stamp };
}

const references: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What one-byte characters of XML stand for. */
function textOf(xml: string): string {
  const text = Buffer.from(xml, "latin1").toString();
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16))
      : (references[name] ?? whole),
  );
}
