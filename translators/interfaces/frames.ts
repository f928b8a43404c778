/** Refusals of what VPP 26.06 dies of where an interface carries packets and no Ethernet frames. */

import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { isAllZero } from "../ip/addresses.js";
import { interfaceDetails, interfaces } from "./interface.js";

interface MaybeGre {
  readonly "sweetcomb-tunnels:gre"?: { readonly payload?: string };
}

/**
 * For what needs the hardware address of an interface: VPP reads it where there is none (memif in mode ip, tunnels of packets). DHCPv6 does
 * not, but makes and releases a way to groups, which VPP forgets by halves where there are two points only (adj_mcast on a midchain).
 */
export async function refuseWithoutAddress(context: TranslatorContext, name: string, leaf: string): Promise<void> {
  const found = await interfaceDetails(context, context.handleOf(interfaces.at({ name })));
  const isWhole = found === undefined || found.supSwIfIndex === found.swIfIndex;
  const whole = isWhole ? found : await interfaceDetails(context, found.supSwIfIndex);
  if (whole === undefined || !isAllZero(whole.l2Address)) return;
  throw new NotSupportedByVpp(leaf, `${name} has no hardware address, and VPP would die of that`);
}

/** For what sends frames: those that a GRE tunnel of packets is given take a way that such a tunnel has not. */
export function refuseGreOfPackets({ configured }: Pick<TranslatorContext, "configured">, name: string, leaf: string) {
  const gre = configured<MaybeGre>(interfaces.at({ name }))?.["sweetcomb-tunnels:gre"];
  if (gre === undefined || (gre.payload ?? "ip") !== "ip") return;
  throw new NotSupportedByVpp(
    leaf,
    `${name} is a GRE tunnel of IP packets: VPP would die of an Ethernet frame that it is given`,
  );
}
