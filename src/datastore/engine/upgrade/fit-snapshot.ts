import { type DataNode, DataNode as Node, type SchemaNodeDescription, type YangContext } from "libyang-wasm";
import type { LeftOutParts } from "./left-out.js";

/**
 * A snapshot without the nodes that have no place in the schema, or no value of their type. Throws LibyangError when it is no
 * JSON. Cost: all of it.
 * @param left is told what was left out
 */
export function fitSnapshot(context: YangContext, json: Uint8Array, left: LeftOutParts): Uint8Array {
  using tree = context.parseData(json, "json", { opaque: true, jsonStringDatatypes: true });
  for (const pointer of misfits(tree.topLevel())) {
    // Each one that is taken out makes the nodes that were handed out stale, and leaves them where they are.
    const node = new Node(tree, pointer);
    const { path } = node;
    using misfit = node.unlink();
    left.add({
      path,
      message: "it is not in the YANG modules of this version",
      content: misfit.print("json").toString(),
    });
  }
  return tree.isEmpty ? Buffer.from("{}") : tree.print("json", { keepEmptyContainers: true });
}

/** Pointers of the uppermost nodes that do not fit. */
function misfits(nodes: readonly DataNode[]): readonly number[] {
  const known = new Map<number, SchemaNodeDescription>();
  const found: number[] = [];
  const visit = (node: DataNode) => {
    const { schema } = node;
    const described = schema && (known.get(schema.pointer) ?? schema.describe());
    if (schema === undefined || !described?.config) {
      found.push(node.pointer);
      return;
    }
    known.set(schema.pointer, described);
    if (described.kind === "container" || described.kind === "list") node.children().forEach(visit);
  };
  nodes.forEach(visit);
  return found;
}
