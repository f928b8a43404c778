import { type SchemaKind, type SchemaNode, SchemaTree } from "../../src/schema/schema-tree.js";

/**
 * A schema tree out of one line for each node: "/m:top container", "/m:top/item list name", "/m:top/item/size uint32".
 * The second word is the kind, or the type of a leaf; what follows are the keys of a list.
 */
export function schemaOf(lines: string): SchemaTree {
  const nodes: SchemaNode[] = [];
  for (const line of lines.trim().split("\n")) {
    const [path = "", what = "", ...keys] = line.trim().split(" ");
    const parent = nodes.find((node) => node.path === path.slice(0, path.lastIndexOf("/")));
    const [name = "", module = parent?.module ?? ""] = path
      .slice(path.lastIndexOf("/") + 1)
      .split(":")
      .reverse();
    const isInner = what === "container" || what === "list";
    const node = {
      id: nodes.length,
      module,
      name,
      kind: (isInner ? what : "leaf") as SchemaKind,
      config: true,
      path,
      parent,
      children: [] as SchemaNode[],
      keys,
      presence: false,
      userOrdered: false,
      mandatory: false,
      type: isInner ? undefined : what,
      nacm: undefined,
      verbatim: what === "string",
      secret: false,
    };
    (parent?.children as SchemaNode[] | undefined)?.push(node);
    nodes.push(node);
  }
  return new SchemaTree([], nodes, "test");
}
