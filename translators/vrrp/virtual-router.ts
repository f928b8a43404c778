import {
  VrrpVrAddDel,
  type VrrpVrDetails,
  VrrpVrDump,
  VrrpVrFlags,
  VrrpVrPeerDump,
  VrrpVrSetPeers,
} from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { refuseOnPackets, refuseWithoutAddress } from "../interfaces/frames.js";
import { interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { speaksToGroups } from "../interfaces/withheld-numbers.js";
import { address, formatAddress, formatMac } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { interfaceAddresses } from "../ip/overlapping-addresses.js";
import { ownAddressMark, refuseEndOfTunnel } from "../ip/own-tunnel-ends.js";
import { goneIsFine } from "../vpp-answers.js";
import { routerStateName } from "./router-state.js";
import { leadsBack, type RouterKey, virtualRouters } from "./virtual-routers.js";

interface Value {
  readonly priority?: number;
  /** Centiseconds. */
  readonly "advertisement-interval"?: number;
  readonly preempt?: boolean;
  readonly accept?: boolean;
  readonly "virtual-address": readonly string[];
  readonly peer?: readonly string[];
}

export const virtualRouterPath = `${interfacePath}/sweetcomb-vrrp:vrrp/virtual-router`;
export const virtualRouterKeys = {
  interface: "interface/name",
  id: "virtual-router/id",
  family: "virtual-router/address-family",
} as const;

/**
 * A virtual router, stopped. VPP would change it by an index that it tells once, and stop it for that as well, so a change
 * makes it anew. VPP keeps it when the interface is deleted. A master that accepts has given the interface its addresses, with
 * which it could not change its VRF.
 */
export const virtualRouter = defineTranslator<RouterKey, Value>({
  name: virtualRouters.name,
  kind: virtualRouters,
  path: virtualRouterPath,
  keys: virtualRouterKeys,
  leafs: ["priority", "advertisement-interval", "preempt", "accept", "virtual-address", "peer"],
  messages: [VrrpVrAddDel, VrrpVrSetPeers, VrrpVrDump, VrrpVrPeerDump],
  dependsOn: ({ key, value }) => [
    interfaces.at({ name: key.interface }),
    interfaceVrfs[key.family].at({ name: key.interface }),
    ...ownAddresses(key, value),
  ],
  marks: ({ value }) => value["virtual-address"].map(ownAddressMark),
  validateTogether: (entry, objects) =>
    refuseOnPackets(objects, entry.key.interface, "") ?? refuseVirtualEnd(entry, objects),
  async create(context, entry) {
    await refuseWithoutAddress(context, entry.key.interface, "");
    await speaksToGroups(context);
    await addOrDelete(context, entry, true);
    const { key, value } = entry;
    const peers = value.peer ?? [];
    if (peers.length === 0) return;
    try {
      await context.vpp.call(VrrpVrSetPeers, { ...routerFields(context, key), addrs: peers.map(address) });
    } catch (refusal) {
      await addOrDelete(context, entry, false);
      throw refusal;
    }
  },
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(VrrpVrDump, { swIfIndex: NO_INTERFACE })) {
      const key = keyOfRouter(context, details);
      if (key === undefined) continue;
      const { config } = details;
      const peers = has(config.flags, VrrpVrFlags.VRRP_API_VR_UNICAST) ? await peersOf(context, key) : [];
      yield {
        key,
        value: {
          priority: config.priority,
          "advertisement-interval": config.interval,
          preempt: has(config.flags, VrrpVrFlags.VRRP_API_VR_PREEMPT),
          accept: has(config.flags, VrrpVrFlags.VRRP_API_VR_ACCEPT),
          "virtual-address": details.addrs.map(formatAddress),
          ...(peers.length > 0 && { peer: peers }),
        },
        state: { state: stateOf(details) },
      };
    }
  },
  matches: ({ peer: wanted = [], ...configured }, { peer: held = [], ...dumped }) =>
    wanted.length === held.length &&
    wanted.every((peer) => held.includes(peer)) &&
    JSON.stringify(Object.entries(configured).sort()) === JSON.stringify(Object.entries(dumped).sort()),
});

/** The fields by which VPP's messages name a virtual router. */
export function routerFields({ handleOf }: TranslatorContext, { interface: name, id, family }: RouterKey) {
  return {
    swIfIndex: handleOf(interfaces.at({ name })),
    vrId: Number(id),
    isIpv6: family === "ipv6" ? 1 : 0,
  };
}

/** Key of a virtual router that VPP shows; undefined when its interface is gone. */
export function keyOfRouter(
  { keyOf }: Pick<TranslatorContext, "keyOf">,
  { config }: VrrpVrDetails,
): RouterKey | undefined {
  const name = keyOf(interfaces, config.swIfIndex)?.name;
  if (name === undefined) return undefined;
  const isIpv6 = has(config.flags, VrrpVrFlags.VRRP_API_VR_IPV6);
  return { interface: name, id: String(config.vrId), family: isIpv6 ? "ipv6" : "ipv4" };
}

const OWNER = 255;

/** The owner of a virtual router has its addresses before. */
function ownAddresses({ interface: name, family }: RouterKey, value: Value) {
  if (value.priority !== OWNER) return [];
  return value["virtual-address"].map((ip) => interfaceAddresses[family].at({ interface: name, ip }));
}

function refuseVirtualEnd({ key, value }: Entry<RouterKey, Value>, objects: ConfiguredObjects): Refusal | undefined {
  if (!leadsBack(key, value, objects)) return undefined;
  const leaf = value.accept === true ? "accept" : "virtual-address";
  for (const ip of value["virtual-address"]) {
    const refusal = refuseEndOfTunnel(key.family, { interface: key.interface, ip }, leaf, objects);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function addOrDelete(
  context: TranslatorContext,
  { key, value }: Entry<RouterKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const { swIfIndex, vrId } = routerFields(context, key);
  await context.vpp.call(VrrpVrAddDel, {
    isAdd: isAdd ? 1 : 0,
    swIfIndex,
    vrId,
    priority: value.priority ?? 100,
    interval: value["advertisement-interval"] ?? 100,
    flags: flagsOf(key, value) as VrrpVrFlags,
    addrs: value["virtual-address"].map(address),
  });
}

function flagsOf({ family }: RouterKey, { preempt = true, accept = false, peer = [] }: Value): number {
  return (
    (preempt ? VrrpVrFlags.VRRP_API_VR_PREEMPT : 0) |
    (accept ? VrrpVrFlags.VRRP_API_VR_ACCEPT : 0) |
    (peer.length > 0 ? VrrpVrFlags.VRRP_API_VR_UNICAST : 0) |
    (family === "ipv6" ? VrrpVrFlags.VRRP_API_VR_IPV6 : 0)
  );
}

function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}

async function peersOf(context: TranslatorContext, key: RouterKey): Promise<string[]> {
  const peers: string[] = [];
  for await (const { peerAddrs } of context.vpp.dump(VrrpVrPeerDump, routerFields(context, key))) {
    peers.push(...peerAddrs.map(formatAddress));
  }
  return peers;
}

function stateOf({ runtime }: VrrpVrDetails) {
  return {
    state: routerStateName(runtime.state),
    "effective-priority": runtime.tracking.priority,
    "priority-decrease": runtime.tracking.interfacesDec,
    "master-advertisement-interval": runtime.masterAdvInt,
    "skew-time": runtime.skew,
    "master-down-interval": runtime.masterDownInt,
    "virtual-mac-address": formatMac(runtime.mac),
  };
}
