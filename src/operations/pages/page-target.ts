/** Which list a page is of, where a filter says so (draft-ietf-netconf-list-pagination-nc 2). */

import { ManagementError } from "../../errors/management-error.js";
import { formatPredicate, type PathStep, parseInstancePath } from "../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";

export interface PageTarget {
  readonly path: string;
  readonly list: SchemaNode;
}

/**
 * The one list or leaf-list that a selection names as a whole, in one instance of what it stands below.
 * @param select XPaths with module names as prefixes; undefined: everything
 * @throws ManagementError operation-not-supported when it names anything else
 */
export function pageTarget(select: readonly string[] | undefined, schema: SchemaTree): PageTarget {
  const targets = (select ?? [])
    .map((xpath) => parseInstancePath(xpath))
    .map((steps) => steps && targetOf(steps, schema));
  // What a subtree filter compares is selected too. Keys are in the answer anyway.
  const wanted = targets.filter((target) => target === undefined || !isKey(target.node));
  const [target, ...others] = wanted;
  if (target === undefined || others.length > 0 || !isWholeList(target)) throw notForThis();
  return { path: target.path, list: target.node };
}

interface Target {
  readonly path: string;
  readonly node: SchemaNode;
  readonly last: PathStep;
}

/** Undefined for what the schema does not have, and for what is in more than one list entry. */
function targetOf(steps: readonly PathStep[], schema: SchemaTree): Target | undefined {
  let node: SchemaNode | undefined;
  let path = "";
  for (const [index, step] of steps.entries()) {
    const child: SchemaNode | undefined = schema.child(node, step.module ?? node?.module ?? "", step.name);
    if (child === undefined) return undefined;
    const keys = keysOf(step, child);
    if (index < steps.length - 1 && child.kind === "list" && !hasAllKeys(keys, child)) return undefined;
    const name = child.module === node?.module ? child.name : `${child.module}:${child.name}`;
    path += `/${name}${keys.map(({ key, value }) => formatPredicate(key, value)).join("")}`;
    node = child;
  }
  return node && { path, node, last: steps.at(-1)! };
}

interface Key {
  readonly key: string;
  readonly value: string;
}

function keysOf({ predicates }: PathStep, { module }: SchemaNode): readonly Key[] {
  return predicates.map(({ key = "", value }) => ({ key: key.replace(`${module}:`, ""), value }));
}

function hasAllKeys(keys: readonly Key[], { keys: wanted }: SchemaNode): boolean {
  return (
    wanted.length > 0 && keys.length === wanted.length && wanted.every((name) => keys.some(({ key }) => key === name))
  );
}

function isKey({ parent, name, module }: SchemaNode): boolean {
  return parent?.kind === "list" && parent.module === module && parent.keys.includes(name);
}

function isWholeList({ node, last }: Target): boolean {
  return (node.kind === "list" || node.kind === "leaf-list") && last.predicates.length === 0;
}

function notForThis(): ManagementError {
  const message = "a page is of one list or leaf-list, which the filter names with the keys of all lists above it";
  return new ManagementError("operation-not-supported", { type: "application", message });
}
