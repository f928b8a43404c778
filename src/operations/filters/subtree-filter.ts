/**
 * Subtree filters (RFC 6241 6) as a union of XPaths with module names as prefixes.
 *
 *     <interfaces><interface><name>eth0</name><mtu/></interface></interfaces>
 *
 * becomes the paths of `name` and `mtu` below /m:interfaces/m:interface[name='eth0'].
 */

import { xpathLiteral } from "../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import type { FilterElement } from "./filter-element.js";
import { moduleQualifiedXPath } from "./xpath-filter.js";

/**
 * XPaths of what the filter selects. Empty when it selects nothing: an empty filter, elements or namespaces that no
 * module has, and attribute matches, because no data here has attributes.
 */
export function subtreeSelection(filter: FilterElement, schema: SchemaTree): readonly string[] {
  const paths = filter.children.flatMap((element) =>
    matchingNodes(element, schema.topLevel, schema).flatMap((node) => selectionOf({ element, node }, "", schema)),
  );
  return [...new Set(paths)];
}

const NETCONF_BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

/** An element of the filter and a schema node that it stands for. */
interface Match {
  readonly element: FilterElement;
  readonly node: SchemaNode;
}

function selectionOf(match: Match, parentPath: string, schema: SchemaTree): readonly string[] {
  const { element, node } = match;
  const path = `${parentPath}/${node.module}:${node.name}`;
  if (isContentMatch(element)) return isLeaf(node) ? [`${path}[.=${comparedValue(match, schema)}]`] : [];
  if (element.children.length === 0 || isAnydata(node)) return [path];
  if (isLeaf(node)) return [];
  return selectionAmongSiblings(element.children, node, path, schema);
}

/** RFC 6241 6.2.5: content matches restrict the parent, the other siblings say what of it is wanted, none means all. */
function selectionAmongSiblings(
  siblings: readonly FilterElement[],
  parent: SchemaNode,
  parentPath: string,
  schema: SchemaTree,
): readonly string[] {
  const matches = siblings.filter(isContentMatch).map((element) =>
    matchingNodes(element, parent.children, schema)
      .filter(isLeaf)
      .map((node) => ({ element, node })),
  );
  if (matches.some((candidates) => candidates.length === 0)) return [];

  const path = parentPath + predicates(matches, parent, schema);
  const wanted = siblings.filter((element) => !isContentMatch(element));
  if (wanted.length === 0) return [path];
  return [
    ...matches.flatMap((candidates) => candidates.flatMap((match) => matchedLeaf(match, path, schema))),
    ...wanted.flatMap((element) =>
      matchingNodes(element, parent.children, schema).flatMap((node) => selectionOf({ element, node }, path, schema)),
    ),
  ];
}

/** Keys come first and in their order: with all of them the reader finds the entry by its hash. */
function predicates(matches: readonly (readonly Match[])[], parent: SchemaNode, schema: SchemaTree): string {
  const keyOf = (candidates: readonly Match[]) => keyPosition(candidates, parent);
  const ordered = [...matches].sort((one, other) => keyOf(one) - keyOf(other));
  return ordered
    .map((candidates) => {
      const tests = candidates.map((match) => `${predicateName(match.node, parent)}=${comparedValue(match, schema)}`);
      return `[${tests.join(" or ")}]`;
    })
    .join("");
}

function keyPosition(candidates: readonly Match[], parent: SchemaNode): number {
  const node = candidates.length === 1 ? candidates[0]!.node : undefined;
  const position = node?.module === parent.module ? parent.keys.indexOf(node.name) : -1;
  return position < 0 ? parent.keys.length : position;
}

function predicateName(node: SchemaNode, parent: SchemaNode): string {
  // Keys are in the module of their list; without a prefix a reader need not resolve one to use the hash.
  const isKey = node.module === parent.module && parent.keys.includes(node.name);
  return isKey ? node.name : `${node.module}:${node.name}`;
}

/** A matched leaf is part of the answer; of a leaf-list only the entry that matched. */
function matchedLeaf(match: Match, parentPath: string, schema: SchemaTree): readonly string[] {
  const path = `${parentPath}/${match.node.module}:${match.node.name}`;
  return [match.node.kind === "leaf-list" ? `${path}[.=${comparedValue(match, schema)}]` : path];
}

/** The value as the reader compares it: identities and paths carry module names and not the client's prefixes. */
function comparedValue({ element, node }: Match, schema: SchemaTree): string {
  if (node.type === "identityref") return xpathLiteral(identityWithModule(element, node, schema));
  if (node.type === "instance-identifier") return xpathLiteral(pathWithModules(element, schema));
  return xpathLiteral(element.text);
}

function identityWithModule(element: FilterElement, node: SchemaNode, schema: SchemaTree): string {
  const [, prefix = "", identity = ""] = element.text.match(/^(?:([^:]*):)?(.*)$/s) ?? [];
  const module = schema.moduleOfNamespace(element.namespaces.get(prefix) ?? "");
  if (module !== undefined) return `${module.name}:${identity}`;
  return prefix === "" ? `${node.module}:${identity}` : element.text;
}

function pathWithModules(element: FilterElement, schema: SchemaTree): string {
  try {
    return moduleQualifiedXPath(element.text, element.namespaces, schema);
  } catch {
    // A path into a namespace that nobody has here equals no value.
    return element.text;
  }
}

/**
 * Children that an element names. In no namespace, or in that of NETCONF itself, which an element without xmlns
 * inherits from <rpc>, it stands for a node of any module.
 */
function matchingNodes(
  element: FilterElement,
  children: readonly SchemaNode[],
  schema: SchemaTree,
): readonly SchemaNode[] {
  if (element.attributes.length > 0) return [];
  const named = children.filter((node) => node.name === element.name && isData(node));
  if (element.namespace === "" || element.namespace === NETCONF_BASE) return named;
  const module = schema.moduleOfNamespace(element.namespace)?.name;
  return named.filter((node) => node.module === module);
}

function isContentMatch(element: FilterElement): boolean {
  return element.children.length === 0 && element.text !== "";
}

function isLeaf(node: SchemaNode): boolean {
  return node.kind === "leaf" || node.kind === "leaf-list";
}

function isAnydata(node: SchemaNode): boolean {
  return node.kind === "anydata" || node.kind === "anyxml";
}

function isData(node: SchemaNode): boolean {
  return (
    node.kind === "container" || node.kind === "notification" || node.kind === "list" || isLeaf(node) || isAnydata(node)
  );
}
