/** The kind of all access control lists, for whatever refers to one by its name. */

import { defineKind, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

export type AclKey = { readonly name: string };

/** Lists for IP and lists for Ethernet (MACIP), by name. */
export const acls = defineKind<AclKey>("acl", ["name"]);

export type AttachmentKey = { readonly interface: string };

/** The lists of an interface, for what has to wait for them. */
export const aclAttachments = defineKind<AttachmentKey>("acl-attachment", ["interface"]);

interface Direction {
  readonly "acl-sets"?: { readonly "acl-set"?: readonly { readonly name: string }[] };
}

/** The lists of an interface, as they are configured. */
export interface Attached {
  readonly ingress?: Direction;
  readonly egress?: Direction;
}

/** The names of the lists of a direction, in their order. */
export function namesOf(direction: Direction | undefined): readonly string[] {
  return direction?.["acl-sets"]?.["acl-set"]?.map(({ name }) => name) ?? [];
}

/** Both sorts have indexes of their own in VPP, which begin at 0: the handle of a MACIP list is this much above its index. */
const macipBase = 0x8000_0000;

export function macipHandle(index: number): number {
  return macipBase + index;
}

/** VPP's index of a list, and its sort. */
export function indexOf(
  context: TranslatorContext,
  name: string,
): { readonly index: number; readonly isMacip: boolean } {
  const handle = context.handleOf(acls.at({ name }));
  const isMacip = handle >= macipBase;
  return { index: isMacip ? handle - macipBase : handle, isMacip };
}

/**
 * VPP's index of a list for IP.
 * @param leaf where the name stands in the entry that refers to it, for the refusal of a list for Ethernet
 */
export function ipAclIndex(context: TranslatorContext, name: string, leaf: string): number {
  const { index, isMacip } = indexOf(context, name);
  if (isMacip)
    throw new NotSupportedByVpp(leaf, `"${name}" is for Ethernet, and only a list for IPv4 or IPv6 can stand here`);
  return index;
}
