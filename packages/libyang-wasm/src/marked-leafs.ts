// Leafs whose schema nodes carry an extension; see csrc/marked-leafs.c.
import { DataNode } from "./data-node.js";
import type { DataTree } from "./data-tree.js";

export interface MarkedLeaf {
  readonly node: DataNode;
  /** Number of the schema node: `id` of its row in the schema table. */
  readonly schemaId: number;
  /** Canonical. */
  readonly value: string;
}

/**
 * All leafs of the tree that are marked with an extension, in document order. The schema table has to be made before, since
 * it numbers the nodes. Costs a walk over the tree.
 */
export function markedLeafs(tree: DataTree, module: string, extension: string): readonly MarkedLeaf[] {
  if (tree.isEmpty) return [];
  const { instance } = tree.context;
  const status = instance.withStrings([module, extension], (...texts) =>
    instance.exports.lyw_marked_leafs(tree.pointer, ...texts),
  );
  instance.check(status, tree.context.pointer, `looking for leafs with ${module}:${extension}`);
  const reader = instance.outputReader();
  const found: MarkedLeaf[] = [];
  while (!reader.atEnd) {
    found.push({ node: new DataNode(tree, reader.u32()), schemaId: reader.u32(), value: reader.string() });
  }
  return found;
}
