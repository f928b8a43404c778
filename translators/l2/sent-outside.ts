/**
 * Frames that a cross-connect or a mirror of layer 2 gives to an interface that is no part of layer 2 itself. VPP 26.06 drops all of them; where the interface
 * has a function for what it sends (lists, a policer, a table, `efp-filter`, `gso`, a mirror), VPP reads their next node behind its table of nodes, and where the
 * number of the interface is above 100 and it never was in layer 2, behind its table of interfaces. Seen with AddressSanitizer, with one frame.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { interfaceMirrors, type MirrorKey } from "../interfaces/mirrors.js";
import { steeredInterfaces } from "../srv6/kinds.js";
import { type Attachment, attachmentOf, l2Attachments } from "./attachment.js";

/** The refusal of frames for such an interface. @param leaf that names it */
export function refuseOutside(to: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  if (isInLayer2(to, objects)) return undefined;
  const message = `${to} is no part of layer 2, so VPP would drop all frames for it, or end: make it a port of a bridge domain, or cross-connect it, too`;
  return { leaf, tag: "operation-not-supported", message };
}

/** The refusal of leaving layer 2 while frames still come. Costs a look at what names the interface. @param leaf that goes */
export function refuseToLeave(name: string, leaf: string, objects: ConfiguredObjects): Refusal | undefined {
  if (isInLayer2(name, objects) || !getsFrames(name, objects)) return undefined;
  const message = `A cross-connect or a mirror gives frames to ${name}, which would be no part of layer 2 any more: VPP would drop them, or end`;
  return { leaf, tag: "operation-not-supported", message };
}

function isInLayer2(name: string, objects: ConfiguredObjects): boolean {
  const attachment = attachmentOf(name, objects);
  if (attachment?.bridge !== undefined || attachment?.["cross-connect"] !== undefined) return true;
  return objects.configured(steeredInterfaces.at({ interface: name })) !== undefined;
}

function getsFrames(name: string, objects: ConfiguredObjects): boolean {
  const whole = interfaces.at({ name });
  for (const { value } of objects.dependents<InterfaceKey, Attachment>(whole, l2Attachments)) {
    if (value["sweetcomb-l2:l2"]["cross-connect"] === name) return true;
  }
  for (const { key } of objects.dependents<MirrorKey, unknown>(whole, interfaceMirrors)) {
    if (key.layer === "l2" && key.to === name) return true;
  }
  return false;
}
