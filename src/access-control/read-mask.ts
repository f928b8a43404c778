/** Read permission of one user as tables that a printer can walk with: one look-up for each schema node, few paths for the rest. */

import { formatPredicate } from "../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { defaultFor, type UserAccess } from "./decide.js";
import { POSITION, type RulePath } from "./rules.js";

/** Index that stands for "no rule, the default decides". */
export const NO_RULE = 0xffff;

export interface ReadMask {
  /** By schema id: place of the first rule that decides for every instance of the node. */
  readonly firstRule: Uint16Array;
  /** By schema id: what that rule, or the default, says. */
  readonly permit: Uint8Array;
  /** Rules that decide for some instances only, with the place in the order. */
  readonly instanceRules: readonly { readonly index: number; readonly xpath: string; readonly permit: boolean }[];
}

/** The mask of a user; undefined when all may be read. Cost follows the schema and the rules, not the data. */
export function readMask(access: UserAccess, schema: SchemaTree): ReadMask | undefined {
  if (access.all) return undefined;
  const size = schema.nodes.reduce((largest, node) => Math.max(largest, node.id), 0) + 1;
  const firstRule = new Uint16Array(size).fill(NO_RULE);
  const permit = new Uint8Array(size).fill(1);
  let allPermitted = true;
  for (const node of schema.nodes) {
    const index = access.rules.findIndex((rule) => {
      if (!rule.operations.has("read") || (rule.module ?? node.module) !== node.module) return false;
      return rule.target.kind === "any" || (rule.target.kind === "path" && coversSchema(rule.target.path, node));
    });
    const permitted = index >= 0 ? access.rules[index]!.permit : defaultFor(access.nacm, node, "read");
    firstRule[node.id] = index >= 0 ? index : NO_RULE;
    permit[node.id] = permitted ? 1 : 0;
    allPermitted &&= permitted;
  }
  const instanceRules = access.rules.flatMap((rule, index) =>
    rule.operations.has("read") && rule.target.kind === "path" && rule.target.path.some((step) => step.keys.length > 0)
      ? [{ index, xpath: xpathOf(rule.target.path), permit: rule.permit }]
      : [],
  );
  return allPermitted && instanceRules.every((rule) => rule.permit) ? undefined : { firstRule, permit, instanceRules };
}

/** The rule holds for all instances of the node: no predicates, and its path is the node's or above it. */
function coversSchema(rule: RulePath, node: SchemaNode): boolean {
  if (rule.some((step) => step.keys.length > 0)) return false;
  const steps = ancestors(node);
  return (
    rule.length <= steps.length &&
    rule.every(({ module, name }, index) => steps[index]!.module === module && steps[index]!.name === name)
  );
}

function ancestors(node: SchemaNode): readonly SchemaNode[] {
  const steps: SchemaNode[] = [];
  for (let step: SchemaNode | undefined = node; step; step = step.parent) steps.unshift(step);
  return steps;
}

function xpathOf(path: RulePath): string {
  return path
    .map(
      ({ module, name, keys }) =>
        `/${module}:${name}${keys.map(([key, value]) => predicate(module, key, value)).join("")}`,
    )
    .join("");
}

function predicate(module: string, key: string, value: string): string {
  if (key === POSITION) return `[${value}]`;
  return formatPredicate(key === "." ? "." : `${module}:${key}`, value);
}
