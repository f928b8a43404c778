// Data without schema: opaque nodes and their attributes.
import type { YangContext } from "./context.js";

/** Where an opaque name belongs: an XML namespace with an optional prefix, or a module name as in JSON. */
export type OpaqueModule = { readonly namespace: string; readonly prefix?: string } | { readonly module: string };

/**
 * Creates an opaque node.
 * @param parent `struct lyd_node *`; 0 for a node without parent
 * @returns its pointer
 */
export function createOpaque(
  context: YangContext,
  parent: number,
  name: string,
  value: string | undefined,
  where: OpaqueModule,
): number {
  const { instance } = context;
  const { isXml, prefix, module } = origin(where);
  const status = instance.withStrings([name, value, prefix, module], (...texts) =>
    instance.exports.lyw_opaque_new(context.pointer, parent, ...texts, isXml ? 1 : 0),
  );
  instance.check(status, context.pointer, `creating the opaque node ${name}`);
  return instance.result(1);
}

/** Adds an attribute to the opaque node at that pointer. */
export function addOpaqueAttribute(
  context: YangContext,
  node: number,
  name: string,
  value: string,
  where?: OpaqueModule,
): void {
  const { instance } = context;
  const { isXml, prefix, module } = where ? origin(where) : { isXml: true, prefix: undefined, module: undefined };
  const qualified = prefix === undefined ? name : `${prefix}:${name}`;
  const status = instance.withStrings([module, qualified, value], (...texts) =>
    instance.exports.lyw_attribute_add(node, ...texts, isXml ? 1 : 0),
  );
  instance.check(status, context.pointer, `adding the attribute ${name}`);
}

function origin(where: OpaqueModule) {
  return "namespace" in where
    ? { isXml: true, prefix: where.prefix, module: where.namespace }
    : { isXml: false, prefix: undefined, module: where.module };
}
