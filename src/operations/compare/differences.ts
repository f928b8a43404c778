/** The edits that lead from one document to another, as YANG Patch writes them (RFC 8072 2.5). */

import { memberNode } from "../../schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { type DataEdit, entriesByKey, sameValue } from "./list-entries.js";

type Json = Readonly<Record<string, unknown>>;

/** Which documents differ in what. Metadata (members with "@") is not compared. */
export function* differences(source: Json, target: Json, schema: SchemaTree): Generator<DataEdit> {
  yield* membersOf(source, target, undefined, "", schema);
}

function* membersOf(
  source: Json,
  target: Json,
  parent: SchemaNode | undefined,
  path: string,
  schema: SchemaTree,
): Generator<DataEdit> {
  for (const member of new Set([...Object.keys(source), ...Object.keys(target)])) {
    const node = memberNode(member, parent, schema);
    if (node === undefined) continue;
    const [before, after] = [source[member], target[member]];
    const place = `${path}/${member}`;
    if (node.kind === "container") {
      yield* container(before as Json | undefined, after as Json | undefined, node, place, schema);
    } else if (node.kind === "list" && node.keys.length > 0) {
      yield* list((before ?? []) as Json[], (after ?? []) as Json[], node, place, schema);
    } else if (node.kind === "leaf-list" && node.config) {
      yield* leafList((before ?? []) as unknown[], (after ?? []) as unknown[], node, place);
    } else {
      yield* whole(before, after, node, place);
    }
  }
}

function* container(
  before: Json | undefined,
  after: Json | undefined,
  node: SchemaNode,
  path: string,
  schema: SchemaTree,
): Generator<DataEdit> {
  // A container without presence says nothing by being there (RFC 7950 7.5.1).
  if (node.presence && (before === undefined || after === undefined)) yield* whole(before, after, node, path);
  else yield* membersOf(before ?? {}, after ?? {}, node, path, schema);
}

function* list(
  before: readonly Json[],
  after: readonly Json[],
  node: SchemaNode,
  path: string,
  schema: SchemaTree,
): Generator<DataEdit> {
  const [earlier, later] = [entriesByKey(before, node), entriesByKey(after, node)];
  for (const [key, entry] of earlier) {
    const place = `${path}=${key}`;
    const other = later.get(key);
    if (other !== undefined) yield* membersOf(entry, other, node, place, schema);
    else yield { operation: "delete", target: place, sourceValue: { [qualified(node)]: [entry] } };
  }
  for (const [key, entry] of later) {
    if (earlier.has(key)) continue;
    yield { operation: "create", target: `${path}=${key}`, value: { [qualified(node)]: [entry] } };
  }
  if (node.userOrdered) yield* moves([...earlier.keys()], [...later.keys()], path);
}

/** Where the order of what both have differs, each entry is told its place anew. */
function* moves(before: readonly string[], after: readonly string[], path: string): Generator<DataEdit> {
  const [inBoth, inAfter] = [before.filter((key) => after.includes(key)), after.filter((key) => before.includes(key))];
  if (inBoth.every((key, index) => key === inAfter[index])) return;
  for (const [index, key] of inAfter.entries()) {
    const target = `${path}=${key}`;
    if (index === 0) yield { operation: "move", target, where: "first" };
    else yield { operation: "move", target, where: "after", point: `${path}=${inAfter[index - 1]}` };
  }
}

function* leafList(
  before: readonly unknown[],
  after: readonly unknown[],
  node: SchemaNode,
  path: string,
): Generator<DataEdit> {
  const name = qualified(node);
  const place = (value: unknown) => `${path}=${encodeURIComponent(String(value))}`;
  for (const value of before) {
    if (!after.includes(value)) yield { operation: "delete", target: place(value), sourceValue: { [name]: [value] } };
  }
  for (const value of after) {
    if (!before.includes(value)) yield { operation: "create", target: place(value), value: { [name]: [value] } };
  }
}

/** A leaf, an anydata, or a list without keys, which can only be told as a whole. */
function* whole(before: unknown, after: unknown, node: SchemaNode, target: string): Generator<DataEdit> {
  const name = qualified(node);
  if (sameValue(before, after)) return;
  if (before === undefined) yield { operation: "create", target, value: { [name]: after } };
  else if (after === undefined) yield { operation: "delete", target, sourceValue: { [name]: before } };
  else yield { operation: "replace", target, value: { [name]: after }, sourceValue: { [name]: before } };
}

function qualified({ module, name }: SchemaNode): string {
  return `${module}:${name}`;
}
