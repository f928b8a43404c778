/** Names of entries that stand for one policy with the ports that the names of some pods' ports have. */

import { createHash } from "node:crypto";

/** Longest key of an entry. */
const LONGEST_NAME = 253;

/** @param ports those that the entry is for; undefined when the policy names no ports */
export function variantName(policy: string, ports: readonly string[] | undefined): string {
  if (ports === undefined) return policy;
  const name = `${policy}:${ports.join(",")}`;
  if (name.length <= LONGEST_NAME && /^[\w.:=,/-]+$/.test(name)) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${policy.slice(0, LONGEST_NAME - digest.length - 1)}:${digest}`;
}
