/** The interfaces of a load balancer through which clients come, and whether lists can look at them there. */

import type { ObjectChange } from "../../datastore/southbound-port.js";
import type { Inputs } from "../incremental.js";
import { attachmentPath, INTERFACE_PATH, interfacePath, isAttachable } from "../policies/attachments.js";
import type { Trouble } from "../trouble.js";
import { nodeOf } from "./node.js";
import type { ProxyNode } from "./service.js";

const ATTACHMENT_PATH = "/ietf-access-control-list:acls/attachment-points/interface";

/** Schema paths of the units that are read here. */
export const UPLINK_INPUTS: readonly string[] = [INTERFACE_PATH, ATTACHMENT_PATH];

/** With which the names of the lists for source ranges begin. */
export const LIST_PREFIX = "source-ranges-";

export function uplinksOf({ "load-balancer": { uplink = [] } = {} }: ProxyNode): readonly string[] {
  return uplink;
}

/** Why clients cannot be looked at; undefined when all of them are. One uplink without lists would let everybody in. */
export function uplinkTrouble(node: ProxyNode, inputs: Inputs): Trouble | undefined {
  const uplinks = uplinksOf(node);
  if (uplinks.length === 0) {
    return { reason: "no-uplink", text: "No uplink is named at which clients could be looked at." };
  }
  const missing = uplinks.find((name) => !isAttachable(name, inputs));
  if (missing !== undefined) {
    return { reason: "no-uplink", text: `Uplink ${missing} is not configured: clients are not looked at there.` };
  }
  const taken = uplinks.find((name) => hasOtherLists(name, inputs));
  if (taken === undefined) return undefined;
  const text = `Other configuration attaches lists to uplink ${taken}: clients are not looked at there.`;
  return { reason: "overruled", text };
}

/** Whether a change may make another answer of `uplinkTrouble`. */
export function concernsUplinks({ schemaPath, path, before, after }: ObjectChange, inputs: Inputs): boolean {
  // What an interface is like is not asked.
  if (schemaPath === INTERFACE_PATH && before !== null && after !== null) return false;
  const pathOf = schemaPath === INTERFACE_PATH ? interfacePath : attachmentPath;
  const node = nodeOf(inputs);
  return node.role === "load-balancer" && uplinksOf(node).some((name) => pathOf(name) === path);
}

interface Sets {
  readonly "acl-sets"?: { readonly "acl-set"?: readonly { readonly name: string }[] };
}

/** Where other configuration that counted goes, what is derived counts again and is seen here too. */
function hasOtherLists(name: string, inputs: Inputs): boolean {
  const { ingress, egress } = (inputs.get(ATTACHMENT_PATH, attachmentPath(name)) ?? {}) as Record<string, Sets>;
  const sets = [ingress, egress].flatMap((direction) => direction?.["acl-sets"]?.["acl-set"] ?? []);
  return sets.some((set) => !set.name.startsWith(LIST_PREFIX));
}
