/** Policies of administrators as steps in their order. */

import { type Packets, permitsOf, withoutExceptions } from "./permits.js";
import type { AdminPolicy, AdminRule, Direction } from "./policy.js";
import type { AdminStep } from "./ruling.js";

const actions = { allow: "permit", deny: "deny", pass: "pass" } as const;

/**
 * The lowest priority comes first; of equal ones the first name.
 * @param widens what becomes of rules for ports of SCTP: those that allow or pass mean all of SCTP, or nothing
 */
export function adminSteps(
  policies: readonly AdminPolicy[],
  tier: AdminPolicy["tier"],
  direction: Direction,
  widens: boolean,
): readonly AdminStep[] {
  const inOrder = policies.filter((policy) => policy.tier === tier).sort(byPriority);
  return inOrder.flatMap((policy) => (policy[direction] ?? []).flatMap((rule) => stepsOfRule(rule, widens)));
}

function byPriority(one: AdminPolicy, other: AdminPolicy): number {
  return (one.priority ?? 0) - (other.priority ?? 0) || (one.name < other.name ? -1 : 1);
}

function stepsOfRule(rule: AdminRule, widens: boolean): readonly AdminStep[] {
  const action = actions[rule.action];
  return permitsOf([rule])
    .flatMap(withoutExceptions)
    .flatMap((packets) => withoutSctpPorts(packets, widens || action === "deny"))
    .map((packets) => ({ ...packets, action }));
}

/** VPP looks at no ports of SCTP. What is denied at one of them is denied at all. */
function withoutSctpPorts(packets: Packets, widens: boolean): readonly Packets[] {
  if (packets.protocol !== "sctp" || packets.ports === undefined) return [packets];
  return widens ? [{ ...packets, ports: undefined }] : [];
}
