/** Refusals of what VPP 26.06 dies of, or cannot do, where an interface carries packets and no Ethernet frames. */

import {
  type ConfiguredObjects,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { isAllZero } from "../ip/addresses.js";
import { interfaceDetails, interfaces } from "./interface.js";

interface MaybeGre {
  readonly "sweetcomb-tunnels:gre"?: { readonly payload?: string };
}

/** What of an interface says whether it carries frames. */
export interface Carrier extends MaybeGre {
  readonly type: string;
  readonly "sweetcomb-tunnels:vxlan"?: { readonly payload?: string };
  readonly "sweetcomb-tunnels:geneve"?: { readonly "l3-mode"?: boolean };
  readonly "sweetcomb-interfaces:memif"?: { readonly mode?: string };
  readonly "sweetcomb-interfaces:tap"?: { readonly mode?: string };
  readonly "sweetcomb-interfaces:host-interface"?: { readonly mode?: string };
}

/** Types whose interfaces never carry frames to route: VPP registers them without a hardware address. */
const typesOfPackets: ReadonlySet<string> = new Set([
  "sweetcomb-ipsec:ipsec-interface",
  "sweetcomb-l2tpv3:l2tpv3",
  "sweetcomb-mpls:mpls-tunnel",
  "sweetcomb-tunnels:gtpu",
  "sweetcomb-tunnels:gtpu-forward",
  "sweetcomb-tunnels:ipip",
  "sweetcomb-tunnels:pppoe-session",
  "sweetcomb-tunnels:pvti",
  "sweetcomb-tunnels:sixrd",
  "sweetcomb-tunnels:vxlan-gpe",
  "sweetcomb-wireguard:wireguard-interface",
]);

/**
 * The refusal, before VPP hears of anything, of what needs frames or a hardware address on an interface that is configured
 * without. `leaf` is the one that asks for it.
 */
export function refuseOnPackets(objects: ConfiguredObjects, name: string, leaf: string): Refusal | undefined {
  if (!isOfPackets(objects, name)) return undefined;
  const message = `${name} carries no Ethernet frames, and has no hardware address`;
  return { leaf, message, tag: "operation-not-supported" };
}

/** Whether an interface is configured without frames: it has no hardware address, and often two ends only. */
export function isOfPackets(objects: ConfiguredObjects, name: string): boolean {
  const carrier = objects.configured<Carrier>(interfaces.at({ name }));
  return carrier !== undefined && !carriesFrames(carrier);
}

/** Whether an interface with these settings carries Ethernet frames. */
export function carriesFrames(carrier: Carrier): boolean {
  if (typesOfPackets.has(carrier.type)) return false;
  switch (carrier.type) {
    case "sweetcomb-tunnels:vxlan":
      return (carrier["sweetcomb-tunnels:vxlan"]?.payload ?? "ethernet") === "ethernet";
    case "sweetcomb-tunnels:geneve":
      return carrier["sweetcomb-tunnels:geneve"]?.["l3-mode"] === true;
    case "sweetcomb-tunnels:gre":
      return !isGreOfPackets(carrier);
    default: {
      const { "sweetcomb-interfaces:memif": memif, "sweetcomb-interfaces:tap": tap } = carrier;
      const { mode } = memif ?? tap ?? carrier["sweetcomb-interfaces:host-interface"] ?? {};
      return mode !== "ip";
    }
  }
}

function isGreOfPackets({ "sweetcomb-tunnels:gre": gre }: MaybeGre): boolean {
  return gre !== undefined && (gre.payload ?? "ip") === "ip";
}

/**
 * The same for interfaces of which VPP alone knows, for what needs the hardware address of an interface: VPP reads it where there is none (memif in mode ip, tunnels of packets). DHCPv6 does
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
  if (!isGreOfPackets(configured<MaybeGre>(interfaces.at({ name })) ?? {})) return;
  throw new NotSupportedByVpp(
    leaf,
    `${name} is a GRE tunnel of IP packets: VPP would die of an Ethernet frame that it is given`,
  );
}
