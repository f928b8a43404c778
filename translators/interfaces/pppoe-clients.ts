/**
 * VPP 26.06 keeps for ever on which interface it has heard a client of PPPoE, and tells nobody. When the interface is gone, the next frame
 * from the control plane to the client ends it: pppoe-cp-dispatch reads the hardware address of an interface that is not there.
 */

import { type ConfiguredObjects, defineKind, type Refusal } from "../../src/southbound/translator.js";
import { type Carrier, carriesFrames } from "./frames.js";
import type { InterfaceKey } from "./interface.js";

/** The control plane of PPPoE, of which there is one. */
export const pppoeControlPlanes = defineKind<Record<never, never>>("pppoe-control-plane", []);

/**
 * Refuses that an interface goes, or is made anew, where a control plane is configured afterwards. Costs nothing per interface.
 * @param before the interface as it was
 */
export function refuseLossOfClients(
  { name }: InterfaceKey,
  before: Carrier,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (objects.configured(pppoeControlPlanes.at({})) === undefined || !carriesFrames(before)) return undefined;
  const message = `VPP would not outlive that the PPPoE control plane sends to a client which was heard on ${name}, and the interface would be removed or made anew: /sweetcomb-tunnels:pppoe has to go first`;
  return { leaf: "name", tag: "operation-not-supported", message };
}
