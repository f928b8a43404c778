/** A YANG Patch document (RFC 8072 2.5), read from JSON or XML. Values stay bytes, which the engine parses. */

import type { Format } from "../../../operations/operation.js";
import { malformedMessage } from "../restconf-error.js";
import { readJsonPatch } from "./patch-json.js";
import { readXmlPatch } from "./patch-xml.js";

const operations = ["create", "delete", "insert", "merge", "move", "replace", "remove"] as const;
const places = ["before", "after", "first", "last"] as const;

export interface YangPatch {
  readonly patchId: string;
  readonly comment: string | undefined;
  readonly edits: readonly DocumentEdit[];
}

export interface DocumentEdit {
  readonly editId: string;
  readonly operation: (typeof operations)[number];
  readonly target: string;
  readonly where: (typeof places)[number] | undefined;
  readonly point: string | undefined;
  /** A document of the patch's format with one node, the target; JSON may name it without its module. */
  readonly value: Uint8Array | undefined;
}

/** A patch as its text has it: any leaf may be missing or have a value that it cannot have. */
export interface RawPatch {
  readonly leafs: Leafs;
  readonly edits: readonly RawEdit[];
}

export interface RawEdit {
  readonly leafs: Leafs;
  readonly value: Uint8Array | undefined;
}

export type Leafs = ReadonlyMap<string, string>;

/** Throws 400 malformed-message when the body is not one patch, or not every edit is one that could be tried. */
export function readPatch(bytes: Uint8Array, format: Format): YangPatch {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  const { leafs, edits } = format === "json" ? readJsonPatch(text) : readXmlPatch(text);
  const patch = {
    patchId: required(leafs, "patch-id", "the patch"),
    comment: leafs.get("comment"),
    edits: edits.map(documentEdit),
  };
  const ids = new Set(patch.edits.map(({ editId }) => editId));
  if (ids.size < patch.edits.length) throw malformedMessage("two edits of the patch have the same edit-id");
  return patch;
}

function documentEdit({ leafs, value }: RawEdit): DocumentEdit {
  const editId = required(leafs, "edit-id", "an edit");
  const what = `the edit "${editId}"`;
  const operation = oneOf(operations, required(leafs, "operation", what), what);
  const where = leafs.has("where") ? oneOf(places, leafs.get("where")!, what) : undefined;
  const target = required(leafs, "target", what);
  const edit = { editId, operation, target, where, point: leafs.get("point"), value };
  requireFitting(edit, what);
  return edit;
}

/** The `when` statements of RFC 8072 2.5, and that an operation has what it works with. */
function requireFitting({ operation, where, point, value }: DocumentEdit, what: string): void {
  const isPlaced = operation === "insert" || operation === "move";
  if (where !== undefined && !isPlaced) throw malformedMessage(`${what} has "where", which belongs to insert and move`);
  const isBeside = where === "before" || where === "after";
  if (isBeside !== (point !== undefined)) {
    throw malformedMessage(`${what}: "point" belongs to a "where" of before or after, and they to it`);
  }
  const hasValue = operation !== "delete" && operation !== "remove" && operation !== "move";
  if (hasValue === (value !== undefined)) return;
  throw malformedMessage(`${what} is a ${operation}, which ${hasValue ? "needs a" : "takes no"} value`);
}

function required(leafs: Leafs, name: string, what: string): string {
  const text = leafs.get(name);
  if (text === undefined) throw malformedMessage(`${what} has no ${name}`);
  return text;
}

function oneOf<Value extends string>(values: readonly Value[], text: string, what: string): Value {
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw malformedMessage(`${what} has "${text}", which is none of ${values.join(", ")}`);
  return value;
}
