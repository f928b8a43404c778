/**
 * Frames that a cross-connect gives to an interface that is no part of layer 2 itself, and that has lists for what it sends. VPP 26.06 has no node
 * for them behind the lists, and reads one behind its table of nodes.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type Attached, aclAttachments, namesOf } from "../acl/kinds.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { type Attachment, attachmentOf, l2Attachments } from "./attachment.js";

/** The refusal of a cross-connect to such an interface. @param leaf that is told */
export function refuseListsBehind(to: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  const lists = objects.configured<Attached>(aclAttachments.at({ interface: to }));
  if (namesOf(lists?.egress).length === 0 || isInLayer2(to, objects)) return undefined;
  return refusal(to, leaf);
}

/** The refusal of lists on such an interface. Costs a look at the objects of layer 2 that name it. @param leaf that is told */
export function refuseListsOutside(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  if (isInLayer2(name, objects)) return undefined;
  for (const { value } of objects.dependents<InterfaceKey, Attachment>(interfaces.at({ name }), l2Attachments)) {
    if (value["sweetcomb-l2:l2"]["cross-connect"] === name) return refusal(name, leaf);
  }
  return undefined;
}

function isInLayer2(name: string, objects: ConfiguredObjects): boolean {
  const attachment = attachmentOf(name, objects);
  return attachment?.bridge !== undefined || attachment?.["cross-connect"] !== undefined;
}

function refusal(name: string, leaf: string): Refusal {
  const message = `${name} has lists for what it sends, gets frames by a cross-connect, and is no part of layer 2: VPP would read the next node of a frame where there is none. Cross-connect both ends`;
  return { leaf, tag: "operation-not-supported", message };
}
