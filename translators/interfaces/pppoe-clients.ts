/**
 * VPP 26.06 keeps for ever on which interface it has heard a client of PPPoE. When the interface is gone, the next frame
 * from the control plane to the client ends it: pppoe-cp-dispatch reads the hardware address of an interface that is not there. A session of the client does the same.
 */

import {
  type ConfiguredObjects,
  defineKind,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { askLostClients } from "../../src/vpp-limits/pppoe-clients.js";
import { type Carrier, carriesFrames } from "./frames.js";
import type { InterfaceKey } from "./interface.js";

const UNKNOWN =
  "VPP would not outlive a frame to a PPPoE client that it has heard on an interface that is gone, and cannot be asked for those since cnat got source addresses of a VRF: it has to start anew";

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

/**
 * Refuses what would send to clients whose interface is gone, as VPP knows them. Costs what `askLostClients` does, once for all that ask together.
 * @param leaf that is told
 * @param mac of the only client that counts. Default: all
 */
export async function refuseLostClients(context: TranslatorContext, leaf: string, mac?: Uint8Array): Promise<void> {
  const lost = await context.together("lost clients of PPPoE", () => askLostClients(context.vpp));
  if (lost === undefined) throw new NotSupportedByVpp(leaf, UNKNOWN);
  const isLost = mac === undefined ? lost.size > 0 : lost.has(Buffer.from(mac).toString("hex"));
  if (!isLost) return;
  const message =
    "VPP has heard a PPPoE client on an interface that is not there any more, and would not outlive a frame to it: it has to hear the client anew, or to start anew";
  throw new NotSupportedByVpp(leaf, message);
}
