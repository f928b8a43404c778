/** Nodes that are plain values, in the text of a protocol. Printed as nodes of the schema, not as the content of an anydata, for only those are written as their types want it. */

import { openCursor, parseContent, type YangContext } from "libyang-wasm";

/**
 * @param items RFC 7951 members as JSON, each with the instance path of their parent ("" at the top)
 * @returns the XML of each, without what leads to it
 */
export function printNodes(
  context: YangContext,
  items: readonly { readonly parent: string; readonly json: string }[],
): readonly Uint8Array[] {
  return items.map(({ parent, json }) => printNode(context, parent, Buffer.from(json)));
}

function printNode(context: YangContext, parent: string, json: Uint8Array): Uint8Array {
  const place = parent === "" ? {} : { parentPath: parent };
  const parsed = parseContent(context, json, { format: "json", kind: "data", ...place });
  if (!parsed.ok) throw new Error(`nodes below ${parent} cannot be printed: ${parsed.errors[0].message}`);
  using tree = parsed.tree;
  const select = parsed.targets.map(({ path }) => path);
  using cursor = openCursor(context, [{ root: tree.pointer }], { format: "xml", root: "target", select });
  return cursor.drain();
}
