/** Decisions of NACM (RFC 8341 3.4) as pure functions of the rules, the user and the node. */

import type { SchemaNode, SchemaTree } from "../schema/schema-tree.js";
import { type AccessOperation, type Nacm, parseRulePath, type Rule, type RulePath } from "./rules.js";

/** The rules that speak of one user, in the order in which they are asked. */
export interface UserAccess {
  readonly all: boolean;
  readonly nacm: Nacm;
  readonly user: string;
  readonly rules: readonly Rule[];
}

/**
 * @param groups groups that the transport knows the user to be in; counted when external groups are enabled
 * @param recovery the session may do all, whatever the rules say
 */
export function accessOf(nacm: Nacm, user: string, groups: readonly string[] = [], recovery = false): UserAccess {
  const mine = new Set(nacm.externalGroups ? groups : []);
  for (const [group, users] of nacm.groups) if (users.has(user)) mine.add(group);
  const lists = nacm.ruleLists.filter(
    (list) => list.groups.has("*") || [...mine].some((group) => list.groups.has(group)),
  );
  // A user in no group has no rules: the defaults decide (RFC 8341 3.4.4 step 3).
  const rules = mine.size === 0 ? [] : lists.flatMap((list) => list.rules);
  return { all: recovery || !nacm.enabled, nacm, user, rules: rules.map((rule) => withUser(rule, user)) };
}

/** $USER in a path stands for the name of the session's user (RFC 8341 3.3.5). */
function withUser(rule: Rule, user: string): Rule {
  if (rule.target.kind !== "path") return rule;
  const path = rule.target.path.map((step) => ({
    ...step,
    keys: step.keys.map(([name, value]) => [name, value === "$USER" ? user : value] as const),
  }));
  return { ...rule, target: { kind: "path", path } };
}

/** Whether the user may run an rpc (RFC 8341 3.4.4). close-session is always permitted. */
export function mayExecute(access: UserAccess, module: string, rpc: string, node?: SchemaNode): boolean {
  if (access.all || (module === "ietf-netconf" && rpc === "close-session")) return true;
  for (const rule of access.rules) {
    if (!rule.operations.has("exec") || (rule.module ?? module) !== module) continue;
    if (rule.target.kind === "any") return rule.permit;
    if (rule.target.kind === "rpc" && (rule.target.name ?? rpc) === rpc) return rule.permit;
  }
  if (node?.nacm !== undefined) return false;
  if (module === "ietf-netconf" && (rpc === "kill-session" || rpc === "delete-config")) return false;
  return access.nacm.execDefault;
}

/** Whether the user may have notifications of a kind (RFC 8341 3.4.6). Those that end a replay are for everybody. */
export function mayReceive(access: UserAccess, { module, name, nacm }: SchemaNode): boolean {
  if (access.all || (module === "nc-notifications" && endsReplay.has(name))) return true;
  for (const rule of access.rules) {
    if (!rule.operations.has("read") || (rule.module ?? module) !== module) continue;
    if (rule.target.kind === "any") return rule.permit;
    if (rule.target.kind === "notification" && (rule.target.name ?? name) === name) return rule.permit;
  }
  return nacm === "default-deny-all" ? false : access.nacm.readDefault;
}

const endsReplay = new Set(["replayComplete", "notificationComplete"]);

/** Whether the user may do `operation` on the data node with this instance path (RFC 8341 3.4.5). */
export function mayAccess(
  access: UserAccess,
  node: SchemaNode,
  path: string,
  operation: AccessOperation,
  schema: SchemaTree,
): boolean {
  if (access.all) return true;
  let steps: RulePath | undefined;
  for (const rule of access.rules) {
    if (!rule.operations.has(operation) || (rule.module ?? node.module) !== node.module) continue;
    if (rule.target.kind === "any") return rule.permit;
    if (rule.target.kind !== "path") continue;
    steps ??= parseRulePath(path, schema);
    if (covers(rule.target.path, steps)) return rule.permit;
  }
  return defaultFor(access.nacm, node, operation);
}

/** A rule's path covers the node it names and all below it (RFC 8341 3.4.5 step 6). */
export function covers(rule: RulePath, steps: RulePath): boolean {
  return (
    rule.length <= steps.length &&
    rule.every((step, index) => {
      const other = steps[index]!;
      return (
        step.module === other.module &&
        step.name === other.name &&
        step.keys.every(([name, value]) => other.keys.some(([key, text]) => key === name && text === value))
      );
    })
  );
}

const writes: ReadonlySet<AccessOperation> = new Set(["create", "update", "delete"]);

/** What holds where no rule speaks: the extensions in the schema, of the node or above it, then the configured defaults. */
export function defaultFor(nacm: Nacm, node: SchemaNode, operation: AccessOperation): boolean {
  for (let above: SchemaNode | undefined = node; above; above = above.parent) {
    if (above.nacm === "default-deny-all") return false;
    if (above.nacm === "default-deny-write" && writes.has(operation)) return false;
  }
  if (operation === "exec") return nacm.execDefault;
  return operation === "read" ? nacm.readDefault : nacm.writeDefault;
}
