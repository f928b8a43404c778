/**
 * Interfaces on which VPP 26.06 asks for neighbours, and reads the hardware address for the question where there is none (ip4_glean and ip6_glean): it
 * ends with a packet to a host of a connected subnet, and by a route that names the interface alone. A next hop with an address needs no question there.
 */

import type { ConfiguredObjects, Refusal } from "../../src/southbound/translator.js";
import { isOfPackets } from "./frames.js";
import { interfaces } from "./interface.js";

/** VPP takes other tunnels of packets for ones with two ends, or they know their neighbours. */
const ASKING: ReadonlySet<string> = new Set([
  "sweetcomb-tunnels:vxlan",
  "sweetcomb-tunnels:vxlan-gpe",
  "sweetcomb-tunnels:geneve",
]);

/** The refusal of what would have VPP ask for neighbours on such an interface. @param leaf that asks for it */
export function refuseQuestions(objects: ConfiguredObjects, name: string, leaf: string): Refusal | undefined {
  const { type = "" } = objects.configured<{ readonly type: string }>(interfaces.at({ name })) ?? {};
  if (!ASKING.has(type) || !isOfPackets(objects, name)) return undefined;
  const advice = "give it addresses of single hosts only, and next hops an address";
  const message = `${name} has no hardware address, and VPP 26.06 would end when it asks for a neighbour there: ${advice}`;
  return { leaf, tag: "operation-not-supported", message };
}
