/** Pieces of configuration for access control lists. */

import type { Configuration } from "../translators/test-bed.js";
import type * as a from "./configurations.js";

export function ace(name: string, forwarding: string, matches: a.Member = {}): a.Member {
  return { name, matches, actions: { forwarding } };
}

export function list(name: string, type: string, ...entries: readonly a.Member[]): a.Member {
  return { name, type, ...(entries.length > 0 && { aces: { ace: entries } }) };
}

export function lists(...acl: readonly a.Member[]): Configuration {
  return withAttachments(acl);
}

export function withAttachments(acl: readonly a.Member[], attachments: readonly a.Member[] = [], more: a.Member = {}) {
  return {
    "ietf-access-control-list:acls": {
      acl,
      ...(attachments.length > 0 && { "attachment-points": { interface: attachments } }),
      ...more,
    },
  };
}

export function attached(
  name: string,
  ingress: readonly string[],
  egress: readonly string[] = [],
  more: a.Member = {},
) {
  const sets = (names: readonly string[]) => ({ "acl-sets": { "acl-set": names.map((set) => ({ name: set })) } });
  return {
    "interface-id": name,
    ...(ingress.length > 0 && { ingress: sets(ingress) }),
    ...(egress.length > 0 && { egress: sets(egress) }),
    ...more,
  };
}

export const [ipv4, ipv6, ethernet, mixed] = ["ipv4", "ipv6", "eth", "mixed-eth-ipv4-ipv6"].map(
  (name) => `ietf-access-control-list:${name}-acl-type`,
) as [string, string, string, string];
export const [accept, drop] = ["ietf-access-control-list:accept", "ietf-access-control-list:drop"] as const;
export const both = "sweetcomb-acl:ip-acl-type";
