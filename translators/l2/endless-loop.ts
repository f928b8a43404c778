/** Attachments to layer 2 that would send one frame round for ever, by what is configured. */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { type BridgePort, closesCircle, type Layer2 } from "../../src/vpp-limits/frame-circle.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { type Attachment, attachmentOf, l2Attachments } from "./attachment.js";
import { bridgeDomains } from "./bridge-domain.js";

interface Interface {
  readonly type: string;
  readonly "sweetcomb-sub-interfaces:sub-interface"?: { readonly parent: string };
  readonly "sweetcomb-sub-interfaces:pipe-end"?: { readonly pipe: string };
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
  if (!closesCircle(name, configuredLayer2(objects))) return undefined;
  return {
    leaf,
    tag: "operation-not-supported",
    message: `What is sent through ${name} would come back to it: VPP would send one frame round for ever, and do nothing else`,
  };
}

/** Whether what is sent through an interface is received by VPP at once: a loopback, or an end of a pipe. */
export function comesBack(name: string, objects: ConfiguredObjects): boolean {
  return receiverOf(name, objects) !== undefined;
}

/** Layer 2 as it is configured. */
function configuredLayer2(objects: ConfiguredObjects): Layer2<string> {
  const interfaceOf = (name: string) => objects.configured<Interface>(interfaces.at({ name }));
  return {
    receiverOf: (name) => receiverOf(name, objects),
    connectedTo: (name) => attachmentOf(name, objects)?.["cross-connect"],
    portOf: (name) => bridgePort(attachmentOf(name, objects)),
    portsOf: function* ({ domain }) {
      const of = bridgeDomains.at({ name: String(domain) });
      for (const { key, value } of objects.dependents<InterfaceKey, Attachment>(of, l2Attachments)) {
        yield [key.name, bridgePort(value["sweetcomb-l2:l2"])!];
      }
    },
    isPipe: (name) => interfaceOf(name)?.["sweetcomb-sub-interfaces:pipe-end"] !== undefined,
  };
}

function bridgePort(attachment: Attachment["sweetcomb-l2:l2"] | undefined): BridgePort | undefined {
  const bridge = attachment?.bridge;
  if (bridge === undefined) return undefined;
  const { domain, "split-horizon-group": splitHorizonGroup = 0, "port-type": type } = bridge;
  return { domain, splitHorizonGroup, isBvi: type === "bvi" };
}

/** The interface by which a frame comes in that leaves through this one; undefined for what has a wire or a peer. */
function receiverOf(name: string, objects: ConfiguredObjects): string | undefined {
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
