// Edit trees that say what is done with one node: RESTCONF's methods as nc:operation and the insert attributes.
import type { YangContext } from "../context.js";
import { DataTree } from "../data-tree.js";
import { LITERAL, literalValue } from "../literal.js";
import type { ReaderExports } from "./reader-exports.js";

/** RFC 6241 section 7.2. */
export type EditOperation = "create" | "replace" | "merge" | "delete" | "remove";

export interface EditMetadata {
  readonly operation: EditOperation;
  /** Where a new or moved entry of a user-ordered list goes (RFC 7950 7.7.9, 7.8.6). */
  readonly insert?: "first" | "last" | "before" | "after";
  /** For "before" and "after": instance path of the other entry, in the same list. */
  readonly point?: string;
}

/** Adds the metadata to one node of an edit tree, such as the target of a parsed body. */
export function attachEditMeta(context: YangContext, node: number, metadata: EditMetadata): void {
  setMetadata(context, node, "ietf-netconf:operation", metadata.operation);
  if (metadata.insert === undefined) return;
  setMetadata(context, node, "yang:insert", metadata.insert);
  if (metadata.point === undefined) return;
  const point = pointOf(metadata.point);
  setMetadata(context, node, `yang:${point.annotation}`, point.value);
}

/** An edit tree that does something with the node of an instance path, and nothing with its ancestors. */
export function editTreeForPath(context: YangContext, path: string, metadata: EditMetadata): DataTree {
  const { instance } = context;
  const reader = instance.exportsAs<ReaderExports>();
  const status = instance.withString(path, (pointer) => reader.lyw_edit_tree(context.pointer, pointer));
  instance.check(status, context.pointer, `making an edit of ${path}`);
  const target = instance.result(1);
  const tree = new DataTree(context, instance.result(0));
  attachEditMeta(context, target, metadata);
  return tree;
}

function setMetadata(context: YangContext, node: number, name: string, value: string): void {
  const { instance } = context;
  const reader = instance.exportsAs<ReaderExports>();
  const status = instance.withStrings([name, value], (namePointer = 0, valuePointer = 0) =>
    reader.lyw_set_edit_metadata(node, namePointer, valuePointer),
  );
  instance.check(status, context.pointer, `setting ${name} of an edit`);
}

/**
 * A list entry is named by its keys ("[name='x']"), a leaf-list entry by its value: both stand in the predicates of the
 * last step of its path.
 */
function pointOf(path: string): { annotation: "key" | "value"; value: string } {
  const predicates = lastPredicates(path);
  const value = ofLeafList.exec(predicates)?.[1];
  if (value === undefined) return { annotation: "key", value: predicates };
  return { annotation: "value", value: literalValue(value) };
}

const ofLeafList = new RegExp(`^\\[\\.=(${LITERAL})\\]$`);

function lastPredicates(path: string): string {
  let start = 0;
  let quote = "";
  for (let index = 0; index < path.length; index++) {
    const character = path[index]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === "/") {
      start = index;
    }
  }
  const predicates = path.slice(start).search(/\[/);
  if (predicates < 0) throw new Error(`${path} does not name an entry of a list`);
  return path.slice(start + predicates);
}
