/** What an XPath selects of one tree, laid over another. */

import { type DataNode, type DataTree, LibyangError, xpathError, type YangContext } from "libyang-wasm";
import { withView } from "./engine-state.js";

/**
 * Copies what is selected, with its parents, into a tree; values of it win, except that a default does not cover what was
 * written. Cost follows the selection. Throws XPathError for an expression that cannot be evaluated.
 * @param explicit leaves out what is there with its defaults only
 * @param root of the tree to copy from; 0 when it is empty
 */
export function mergeSelected(
  context: YangContext,
  root: number,
  xpath: string,
  into: DataTree,
  { explicit = false }: { explicit?: boolean } = {},
): void {
  withView(context, root, (tree) => {
    for (const node of tree.isEmpty ? [] : selected(tree, xpath)) {
      if (explicit && node.describe().isDefault) continue;
      using copy = node.duplicate({ withParents: true });
      into.merge(copy);
    }
  });
}

function selected(tree: DataTree, xpath: string): DataNode[] {
  try {
    return tree.select(xpath);
  } catch (failure) {
    if (!(failure instanceof LibyangError)) throw failure;
    throw xpathError(xpath, failure);
  }
}
