/** push-update and push-change-update (RFC 8641 3.7) in the text of a protocol. The number of the subscription is put in last, so that the rest is shared. */

import type { SupervisedEngine } from "../../datastore/engine/engine-supervisor.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import type { DataEdit } from "../compare/list-entries.js";
import type { Format } from "../operation.js";
import { parentOfTarget } from "./edit-target.js";
import { TXID_MODULE } from "./terms.js";

const NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-yang-push";

/** @param contents nodes of the datastore, without an envelope */
export function pushUpdate(id: number, contents: Uint8Array, format: Format): Uint8Array {
  const [before, after] =
    format === "xml"
      ? [`<push-update xmlns="${NAMESPACE}"><id>${id}</id><datastore-contents>`, "</datastore-contents></push-update>"]
      : [`{"ietf-yang-push:push-update":{"id":${id},"datastore-contents":`, "}}"];
  const inner = format === "json" && contents.length === 0 ? Buffer.from("{}") : contents;
  return Buffer.concat([Buffer.from(before), inner, Buffer.from(after)]);
}

/** Values by member: "etag-value", "last-modified-value". */
export type Txids = Record<string, string>;

export interface Patch {
  /** Tells apart the patches of one subscription. */
  readonly id: string;
  /** Ids of the datastore, where the subscription asks for them (draft-ietf-netconf-transaction-id 3.10). */
  readonly txids: Readonly<Txids>;
}

/** The ids have no characters that XML would have to escape. */
function xmlTxids(txids: Readonly<Txids>): string {
  return Object.entries(txids)
    .map(([name, value]) => `<${name} xmlns="urn:ietf:params:xml:ns:yang:${TXID_MODULE}">${value}</${name}>`)
    .join("");
}

function jsonTxids(txids: Readonly<Txids>): string {
  return Object.entries(txids)
    .map(([name, value]) => `,${JSON.stringify(`${TXID_MODULE}:${name}`)}:${JSON.stringify(value)}`)
    .join("");
}

/** Stands for the patch-id until the subscription is known. */
const PATCH = "patch-of-nobody";

/** Texts of changes, made once for all subscribers of the same changes. */
export class ChangeTexts {
  readonly #texts = new WeakMap<readonly DataEdit[], Partial<Record<Format, Promise<string>>>>();

  constructor(
    readonly engine: Pick<SupervisedEngine, "encodeNotification" | "printNodes">,
    readonly schema: () => SchemaTree,
  ) {}

  async pushChangeUpdate(id: number, patch: Patch, edits: readonly DataEdit[], format: Format): Promise<Uint8Array> {
    const shared = await this.#textOf(edits, format);
    const text =
      format === "xml"
        ? shared.replace(`${PATCH}</patch-id>`, () => `${patch.id}</patch-id>${xmlTxids(patch.txids)}`)
        : shared.replace(`"${PATCH}"`, () => `"${patch.id}"${jsonTxids(patch.txids)}`);
    const at = text.indexOf(format === "xml" ? ">" : ":{") + (format === "xml" ? 1 : 2);
    const member = format === "xml" ? `<id>${id}</id>` : `"id":${id},`;
    return Buffer.from(text.slice(0, at) + member + text.slice(at));
  }

  #textOf(edits: readonly DataEdit[], format: Format): Promise<string> {
    const known = this.#texts.get(edits) ?? {};
    this.#texts.set(edits, known);
    known[format] ??= format === "json" ? Promise.resolve(jsonText(edits)) : this.#xmlText(edits);
    return known[format];
  }

  /** The frame first, then the value of each edit in its place. */
  async #xmlText(edits: readonly DataEdit[]): Promise<string> {
    const content = contentOf(edits.map(({ value: _, ...edit }) => edit));
    const path = "/ietf-yang-push:push-change-update";
    const bytes = await this.engine.encodeNotification(path, content, "xml", undefined);
    const values = await this.#valuesOf(edits);
    const [first = "", ...rest] = Buffer.from(bytes!).toString().split("</edit>");
    return rest.reduce((text, next, index) => `${text}${values[index] ?? ""}</edit>${next}`, first);
  }

  async #valuesOf(edits: readonly DataEdit[]): Promise<readonly string[]> {
    const schema = this.schema();
    const items = edits.flatMap(({ value, target }, index) => {
      return value === undefined
        ? []
        : [{ index, parent: parentOfTarget(target, schema), json: JSON.stringify(value) }];
    });
    const printed = await this.engine.printNodes(items.map(({ parent, json }) => ({ parent, json })));
    const values: string[] = [];
    for (const [place, { index }] of items.entries()) {
      values[index] = `<value>${Buffer.from(printed[place]!).toString()}</value>`;
    }
    return values;
  }
}

function jsonText(edits: readonly DataEdit[]): string {
  return JSON.stringify({ "ietf-yang-push:push-change-update": contentOf(edits) });
}

function contentOf(edits: readonly DataEdit[]) {
  return { "datastore-changes": { "yang-patch": { "patch-id": PATCH, edit: edits.map(editOf) } } };
}

/** Values of what was are not part of a YANG Patch. */
function editOf({ sourceValue: _, ...edit }: DataEdit, index: number) {
  return { "edit-id": String(index + 1), ...edit };
}
