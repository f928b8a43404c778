/** From the engine's rows to the linked tree. */

import { type SchemaKind, type SchemaModule, type SchemaNode, SchemaTree, SECRET } from "./schema-tree.js";

/** A row of the engine's table: parents come before their children; -1 is no parent. */
export interface SchemaRow {
  readonly id: number;
  readonly parent: number;
  readonly module: string;
  readonly name: string;
  readonly kind: string;
  readonly presence?: boolean;
  readonly config: boolean;
  readonly keys?: readonly string[];
  readonly userOrdered?: boolean;
  readonly mandatory?: boolean;
  readonly type?: string;
  readonly verbatim?: boolean;
  readonly nacm?: "default-deny-write" | "default-deny-all";
  /** As "module:name". */
  readonly extensions?: readonly string[];
  readonly path: string;
}

type Mutable = { -readonly [Name in keyof SchemaNode]: SchemaNode[Name] } & { children: SchemaNode[] };

/** Choices and cases are left out; what is in them stands under the nearest data node. */
export function buildSchemaTree(
  modules: readonly SchemaModule[],
  rows: readonly SchemaRow[],
  contentId: string,
): SchemaTree {
  const byId = new Map<number, Mutable>();
  const parentOf = new Map<number, SchemaNode | undefined>();
  const nodes: SchemaNode[] = [];
  for (const row of rows) {
    const parent = byId.get(row.parent) ?? parentOf.get(row.parent);
    if (row.kind === "choice" || row.kind === "case") {
      parentOf.set(row.id, parent);
      continue;
    }
    const secret = row.extensions?.includes(SECRET) ?? false;
    const node: Mutable = {
      id: row.id,
      module: row.module,
      name: row.name,
      kind: row.kind as SchemaKind,
      config: row.config,
      path: row.path,
      parent,
      children: [],
      keys: row.keys ?? [],
      presence: row.presence ?? false,
      userOrdered: row.userOrdered ?? false,
      mandatory: row.mandatory ?? false,
      type: row.type,
      verbatim: row.verbatim ?? false,
      // A deviation can mark a leaf as secret, but it cannot add the statement of NACM.
      nacm: secret ? "default-deny-all" : row.nacm,
      secret,
    };
    byId.set(row.id, node);
    nodes.push(node);
    (parent as Mutable | undefined)?.children.push(node);
  }
  return new SchemaTree(modules, nodes, contentId);
}
