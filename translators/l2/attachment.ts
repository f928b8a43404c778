import { type ConfiguredObjects, defineKind } from "../../src/southbound/translator.js";
import type { InterfaceKey } from "../interfaces/interface.js";
import { bridgeDomains } from "./bridge-domain.js";

/** What an interface is in layer 2: a port of a bridge domain, or one end of a cross-connect or patch. */
export const l2Attachments = defineKind<InterfaceKey>("l2-attachment", ["name"]);

/** What is configured of an attachment. */
export interface Attachment {
  readonly "sweetcomb-l2:l2": {
    readonly bridge?: {
      readonly domain: string;
      readonly "port-type"?: string;
      readonly "split-horizon-group"?: number;
    };
    readonly "cross-connect"?: string;
  };
}

/** The attachment of an interface; undefined for one that is not in layer 2. */
export function attachmentOf(name: string, objects: ConfiguredObjects): Attachment["sweetcomb-l2:l2"] | undefined {
  return objects.configured<Attachment>(l2Attachments.at({ name }))?.["sweetcomb-l2:l2"];
}

/** The ports to which frames may go that are sent through an interface: those of its bridge domain, where it is the BVI of one. */
export function* portsBehind(name: string, objects: ConfiguredObjects): Iterable<string> {
  const bridge = attachmentOf(name, objects)?.bridge;
  if (bridge?.["port-type"] !== "bvi") return;
  const domain = bridgeDomains.at({ name: bridge.domain });
  for (const { key } of objects.dependents<InterfaceKey, Attachment>(domain, l2Attachments)) {
    if (key.name !== name) yield key.name;
  }
}
