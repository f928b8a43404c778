/** The schema with modules that have operations and notifications only, and are not compiled with the others. */

import { type SchemaModule, type SchemaNode, SchemaTree } from "./schema-tree.js";

export interface OperationsModule extends SchemaModule {
  /** Names of its rpcs, all of them nacm:default-deny-all. */
  readonly rpcs: readonly string[];
  /** Names of its notifications, nacm:default-deny-all as well. */
  readonly notifications: readonly string[];
}

/** Their nodes stand behind those of the tree, whose ids stay. What is inside them is not there. */
export function withOperations(tree: SchemaTree, modules: readonly OperationsModule[], contentId: string): SchemaTree {
  let id = tree.nodes.reduce((largest, node) => Math.max(largest, node.id), 0);
  const nodes = modules.flatMap(({ name: module, rpcs, notifications }) => [
    ...rpcs.map((name) => operationNode(++id, "rpc", module, name)),
    ...notifications.map((name) => operationNode(++id, "notification", module, name)),
  ]);
  return new SchemaTree([...tree.modules, ...modules], [...tree.nodes, ...nodes], `${tree.contentId}-${contentId}`);
}

function operationNode(id: number, kind: "rpc" | "notification", module: string, name: string): SchemaNode {
  return {
    id,
    module,
    name,
    kind,
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
    verbatim: false,
    secret: false,
  };
}
