/** What stands in for a policy of an administrator that cannot be read as a whole. */

import type { AdminNetworkPolicy, AdminPeer, AdminPort, AdminRule, KubernetesObject } from "../objects.js";
import { isAdminPeers, isAdminPorts, isAdminSubject, isPriority, withoutNulls } from "../well-formed.js";

type Ends = "from" | "to";
type Rule = AdminRule & { readonly [End in Ends]?: readonly AdminPeer[] };

/**
 * A policy for the same subject with what can be read of its rules, so that nothing is permitted which might be denied: a rule that
 * denies, or of which nobody knows what it does, means all peers or ports where these cannot be read; one that allows or
 * passes is left out then. A policy whose priority cannot be read comes first, and only denies. Undefined when nobody can say
 * whom it is for.
 */
export function closedAdminPolicy({ kind, metadata, ...content }: KubernetesObject): AdminNetworkPolicy | undefined {
  const { spec } = withoutNulls(content) as { readonly spec?: unknown };
  const { subject, priority, ingress, egress } = membersOf(spec);
  if (!isAdminSubject(subject)) return undefined;
  const isBaseline = kind === "BaselineAdminNetworkPolicy";
  const place = isPriority(priority) ? priority : 0;
  const opens = (action: unknown) => (isBaseline ? action === "Allow" : isPriority(priority));
  return {
    ...(kind !== undefined && { kind }),
    ...(metadata !== undefined && { metadata }),
    spec: {
      ...(!isBaseline && { priority: place }),
      subject,
      ingress: closedRules(ingress, "from", opens),
      egress: closedRules(egress, "to", opens),
    },
  };
}

/** @param opens whether a rule with this action that permits may be gone by */
function closedRules(rules: unknown, ends: Ends, opens: (action: unknown) => boolean): readonly Rule[] {
  if (rules === undefined) return [];
  if (!Array.isArray(rules)) return [{ action: "Deny" }];
  return rules.flatMap((rule) => {
    const { action, ports, [ends]: peers } = membersOf(rule);
    const portsIn: { ports?: readonly AdminPort[] } = isAdminPorts(ports) ? { ports } : {};
    const peersIn: { [End in Ends]?: readonly AdminPeer[] } = isAdminPeers(peers) ? { [ends]: peers } : {};
    const read: Rule = { ...peersIn, ...portsIn };
    if (action !== "Allow" && action !== "Pass") return [{ ...read, action: "Deny" }];
    const isWhole = isAdminPeers(peers) && (ports === undefined || isAdminPorts(ports));
    return isWhole && opens(action) ? [{ ...read, action }] : [];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
