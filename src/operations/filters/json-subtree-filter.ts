/** Subtree filters in JSON (RFC 8639 2.2), as they come over RESTCONF and as they are configured. */

import type { SchemaTree } from "../../schema/schema-tree.js";
import type { FilterElement } from "./filter-element.js";
import { subtreeSelection } from "./subtree-filter.js";

type Json = Readonly<Record<string, unknown>>;

/** Values that say no more than that a node is there: it is selected, and not compared. */
const NOTHING: readonly string[] = ["null", '""', "[null]", "{}"];

/**
 * XPaths of what the filter selects, as `subtreeSelection` has them.
 * @param filter members of the anydata, names as RFC 7951 writes them
 */
export function jsonSubtreeSelection(filter: Json, schema: SchemaTree): readonly string[] {
  const namespaces = new Map(schema.modules.map(({ name, namespace }) => [name, namespace]));
  return subtreeSelection(element("filter", filter, "", namespaces), schema);
}

/** @param modules their namespaces by name, which is the prefix of values such as identities */
function element(
  member: string,
  value: unknown,
  parentNamespace: string,
  modules: ReadonlyMap<string, string>,
): FilterElement {
  const colon = member.indexOf(":");
  const namespace = colon < 0 ? parentNamespace : (modules.get(member.slice(0, colon)) ?? "urn:unknown");
  const isNothing = NOTHING.includes(JSON.stringify(value));
  const members = typeof value === "object" && value !== null && !isNothing ? (value as Json) : {};
  return {
    namespace,
    name: member.slice(colon + 1),
    attributes: [],
    namespaces: modules,
    children: Object.entries(members).flatMap(([name, content]) =>
      instances(content).map((instance) => element(name, instance, namespace, modules)),
    ),
    text: typeof value === "object" || isNothing ? "" : String(value),
  };
}

/** Each entry of a list is an element of its own. */
function instances(content: unknown): readonly unknown[] {
  return Array.isArray(content) && JSON.stringify(content) !== "[null]" ? content : [content];
}
