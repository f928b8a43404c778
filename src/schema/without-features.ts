/** The schema without features that the connected VPP does not have. */

import { createHash } from "node:crypto";
import { SchemaTree } from "./schema-tree.js";

/** The module whose features are those of VPP. */
export const FEATURES = "sweetcomb-features";

/** What clients are told changes, and with it the content-id; the nodes stay, and are refused by name. */
export function withoutFeatures(tree: SchemaTree, absent: readonly string[]): SchemaTree {
  if (absent.length === 0) return tree;
  const modules = tree.modules.map((module) =>
    module.name === FEATURES
      ? { ...module, features: module.features.filter((feature) => !absent.includes(feature)) }
      : module,
  );
  const hash = createHash("sha256").update(absent.join()).digest("hex").slice(0, 12);
  return new SchemaTree(modules, tree.nodes, `${tree.contentId}-${hash}`);
}
