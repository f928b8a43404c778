/**
 * Ways on which one frame goes round for ever: what leaves through one end of a pipe comes in by the other one at once, and what leaves
 * through a loopback comes back by it. VPP 26.06 does nothing else any more, or ends.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { l2Attachments } from "./attachment.js";
import { bridgeDomains } from "./bridge-domain.js";

interface Interface {
  readonly type: string;
  readonly "sweetcomb-sub-interfaces:sub-interface"?: { readonly parent: string };
  readonly "sweetcomb-sub-interfaces:pipe-end"?: { readonly pipe: string };
}

interface Attachment {
  readonly "sweetcomb-l2:l2": {
    readonly bridge?: {
      readonly domain: string;
      readonly "port-type"?: string;
      readonly "split-horizon-group"?: number;
    };
    readonly "cross-connect"?: string;
  };
}

const LOOPBACK = "iana-if-type:softwareLoopback";

/**
 * Refuses an attachment that would close such a way. Costs a walk over the pipes that are bridged with this one; nothing for interfaces
 * of other kinds.
 * @param leaf of the attachment, which is told
 */
export function refuseEndlessLoop(
  { name }: InterfaceKey,
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const back = comesBackBy(name, objects);
  if (back === undefined || ![name, back].some((start) => leadsTo(start, objects))) return undefined;
  return {
    leaf,
    tag: "operation-not-supported",
    message: `What is sent through ${name} would come back to it: VPP would send one frame round for ever, and do nothing else`,
  };
}

/** Whether a frame that comes in by an interface comes in there once more, without a wire between. */
function leadsTo(start: string, objects: ConfiguredObjects): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const leaving of waysOut(name, objects)) {
      const back = comesBackBy(leaving, objects);
      if (back === start) return true;
      if (back === undefined || seen.has(back)) continue;
      seen.add(back);
      waiting.push(back);
    }
  }
  return false;
}

/** The interface by which a frame comes in that leaves through this one; undefined for what has a wire or a peer. */
function comesBackBy(name: string, objects: ConfiguredObjects): string | undefined {
  const found = objects.configured<Interface>(interfaces.at({ name }));
  if (found === undefined) return undefined;
  const { type, "sweetcomb-sub-interfaces:sub-interface": part, "sweetcomb-sub-interfaces:pipe-end": end } = found;
  if (end !== undefined) return otherEnd(name, end.pipe, objects);
  const whole = part === undefined ? type : objects.configured<Interface>(interfaces.at({ name: part.parent }))?.type;
  return whole === LOOPBACK ? name : undefined;
}

function otherEnd(name: string, pipe: string, objects: ConfiguredObjects): string | undefined {
  for (const { key, value } of objects.dependents<InterfaceKey, Interface>(interfaces.at({ name: pipe }), interfaces)) {
    if (key.name !== name && value["sweetcomb-sub-interfaces:pipe-end"] !== undefined) return key.name;
  }
  return undefined;
}

/** Pipes and loopbacks through which a frame may leave that comes in by this interface. */
function* waysOut(name: string, objects: ConfiguredObjects): Iterable<string> {
  const attachment = objects.configured<Attachment>(l2Attachments.at({ name }));
  if (attachment === undefined) return;
  // A patch takes no part: what a loopback or a pipe gives back does not pass the place where patches look.
  const { bridge, "cross-connect": connected } = attachment["sweetcomb-l2:l2"];
  if (connected !== undefined) yield connected;
  if (bridge === undefined) return;
  const { domain, "split-horizon-group": group = 0 } = bridge;
  for (const port of objects.dependents<InterfaceKey, Attachment>(bridgeDomains.at({ name: domain }), l2Attachments)) {
    const { "port-type": type, "split-horizon-group": other = 0 } = port.value["sweetcomb-l2:l2"].bridge!;
    const isApart = group !== 0 && group === other;
    // VPP floods no frames to loopbacks.
    const isPipe =
      objects.configured<Interface>(interfaces.at(port.key))?.["sweetcomb-sub-interfaces:pipe-end"] !== undefined;
    if (port.key.name !== name && type !== "bvi" && !isApart && isPipe) yield port.key.name;
  }
}
