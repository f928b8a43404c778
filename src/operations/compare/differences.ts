/** The edits that lead from one document to another, as YANG Patch writes them (RFC 8072 2.5). */

import { memberNode } from "../../schema/member-node.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { type DataEdit, entriesByKey, sameValue, valuesByKey } from "./list-entries.js";
import { orderedEntries } from "./ordered-entries.js";

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
  const contentOf = (key: string) => ({ [qualified(node)]: [later.get(key)] });
  yield* newAndMoved([...earlier.keys()], [...later.keys()], node, path, contentOf);
}

function* leafList(
  before: readonly unknown[],
  after: readonly unknown[],
  node: SchemaNode,
  path: string,
): Generator<DataEdit> {
  const [earlier, later] = [valuesByKey(before), valuesByKey(after)];
  for (const [key, value] of earlier) {
    if (later.has(key)) continue;
    yield { operation: "delete", target: `${path}=${key}`, sourceValue: { [qualified(node)]: [value] } };
  }
  const contentOf = (key: string) => ({ [qualified(node)]: [later.get(key)] });
  yield* newAndMoved([...earlier.keys()], [...later.keys()], node, path, contentOf);
}

function* newAndMoved(
  before: readonly string[],
  after: readonly string[],
  { userOrdered }: SchemaNode,
  path: string,
  contentOf: (key: string) => Json,
): Generator<DataEdit> {
  if (userOrdered) return yield* orderedEntries(before, after, path, contentOf);
  const earlier = new Set(before);
  for (const key of after) {
    if (!earlier.has(key)) yield { operation: "create", target: `${path}=${key}`, value: contentOf(key) };
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
