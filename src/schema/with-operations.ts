/** The schema with modules that have operations only, and are not compiled with the others. */

import { type SchemaModule, type SchemaNode, SchemaTree } from "./schema-tree.js";

export interface OperationsModule extends SchemaModule {
  /** Names of its rpcs, all of them nacm:default-deny-all. */
  readonly rpcs: readonly string[];
}

/** Their nodes stand behind those of the tree, whose ids stay. What is inside an rpc is not there. */
export function withOperations(tree: SchemaTree, modules: readonly OperationsModule[], contentId: string): SchemaTree {
  let id = tree.nodes.reduce((largest, node) => Math.max(largest, node.id), 0);
  const rpcs = modules.flatMap((module) => module.rpcs.map((name): SchemaNode => rpcNode(++id, module.name, name)));
  return new SchemaTree([...tree.modules, ...modules], [...tree.nodes, ...rpcs], `${tree.contentId}-${contentId}`);
}

function rpcNode(id: number, module: string, name: string): SchemaNode {
  return {
    id,
    module,
    name,
    kind: "rpc",
    config: false,
    path: `/${module}:${name}`,
    parent: undefined,
    children: [],
    keys: [],
    presence: false,
    userOrdered: false,
    mandatory: false,
    type: undefined,
    nacm: "default-deny-all",
    secret: false,
  };
}
