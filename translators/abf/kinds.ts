import { defineKind } from "../../src/southbound/translator.js";
import type { PathList } from "../routing/path-list.js";

export type AbfPolicyKey = { readonly id: string };

export interface AbfPolicy {
  readonly acl: string;
  readonly "next-hop"?: PathList;
}

export type AbfAttachmentKey = { readonly interface: string; readonly policy: string };

/** Policies by their number. */
export const abfPolicies = defineKind<AbfPolicyKey>("abf-policy", ["id"]);
/** Policies on interfaces. */
export const abfAttachments = defineKind<AbfAttachmentKey>("abf-attachment", ["interface", "policy"]);
