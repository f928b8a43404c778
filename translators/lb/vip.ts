import { LbAddDelVipV2, LbSrvType, LbVipDump, type Prefix, ShowVersion } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { familyOf } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { shownName, showVips } from "./shown-vips.js";
import { type Encapsulation, type LbWire, lbWire } from "./wire.js";

export type VipKey = { readonly prefix: string; readonly protocol: string; readonly port: string };

export interface VipValue {
  readonly encapsulation: Encapsulation;
  readonly dscp?: number;
  readonly "service-type"?: "cluster-ip" | "node-port";
  readonly "target-port"?: number;
  readonly "node-port"?: number;
  readonly "new-flows-table-length"?: number;
  readonly "source-ip-sticky"?: boolean;
}

export const vips = defineKind<VipKey>("lb-vip", ["prefix", "protocol", "port"]);
export const vipPath = "/sweetcomb-lb:load-balancer/vip";
export const vipKeys = { prefix: "vip/prefix", protocol: "vip/protocol", port: "vip/port" } as const;

/** A virtual address of the load balancer. VPP can change none of it in place. */
export const vip = defineTranslator<VipKey, VipValue>({
  name: "lb-vip",
  kind: vips,
  path: vipPath,
  keys: vipKeys,
  leafs: [
    "encapsulation",
    "dscp",
    "service-type",
    "target-port",
    "node-port",
    "new-flows-table-length",
    "source-ip-sticky",
  ],
  messages: [LbAddDelVipV2, LbVipDump, ShowVersion],
  validate: refuseVip,
  async create(context, entry) {
    const wire = await lbWire(context);
    if (wire.hasNatDefects) refuseDefects(entry);
    await context.vpp.call(LbAddDelVipV2, vipFields(wire, entry, false));
  },
  update: "recreate",
  async delete(context, entry) {
    await goneIsFine(context.vpp.call(LbAddDelVipV2, vipFields(await lbWire(context), entry, true)));
  },
  dump: dumpVips,
  // What the dump shows of them is wrong or missing (API 1.1.0).
  unreadable: ["dscp", "service-type", "target-port", "node-port", "new-flows-table-length", "source-ip-sticky"],
});

/** The fields by which VPP's messages name a VIP. */
export function vipName(wire: LbWire, { prefix, protocol, port }: VipKey) {
  return { pfx: wire.prefix(prefix), protocol: protocolNumber(protocol), port: Number(port) };
}

/** A VIP in a dump. VPP does not say its protocol, so it may be any of the configured ones with this prefix and port. */
export async function configuredVips(
  context: TranslatorContext,
  wire: LbWire,
  listed: { readonly pfx: Prefix; readonly port: number },
): Promise<readonly Entry<VipKey, VipValue>[]> {
  const byName = await context.oncePerRun("configured-vips", async () => {
    const found = new Map<string, Entry<VipKey, VipValue>[]>();
    for (const entry of context.allConfigured<VipKey, VipValue>(vips)) {
      const name = `${entry.key.prefix} ${entry.key.port}`;
      found.set(name, [...(found.get(name) ?? []), entry]);
    }
    return found;
  });
  return byName.get(`${wire.formatPrefix(listed.pfx)} ${listed.port}`) ?? [];
}

/** VPP lists deleted VIPs too and does not say the protocol, so a listed VIP is shown where it is configured. */
async function* dumpVips(context: TranslatorContext) {
  const wire = await lbWire(context);
  const told = await showVips(context);
  const shown = new Set<string>();
  // The prefix of length 0 stands for all.
  const all = { pfxMatcher: { le: 255, ge: 255 }, protocol: 255, port: 0 };
  for await (const { vip: listed } of context.vpp.dump(LbVipDump, all)) {
    for (const { key, value } of await configuredVips(context, wire, listed)) {
      const { id } = vips.at(key);
      if (shown.has(id)) continue;
      shown.add(id);
      const statistics = told.get(shownName(key))?.statistics;
      yield { key, value: { encapsulation: value.encapsulation }, ...(statistics && { state: { statistics } }) };
    }
  }
}

function vipFields(wire: LbWire, { key, value }: Entry<VipKey, VipValue>, isDel: boolean) {
  const isNodePort = value["service-type"] === "node-port";
  const isNat = value.encapsulation === "nat4" || value.encapsulation === "nat6";
  return {
    ...vipName(wire, key),
    encap: wire.encapsulation(value.encapsulation),
    dscp: value.dscp ?? 0,
    type: wire.serviceType(isNodePort ? LbSrvType.LB_API_SRV_TYPE_NODEPORT : LbSrvType.LB_API_SRV_TYPE_CLUSTERIP),
    targetPort: isNat ? (value["target-port"] ?? Number(key.port)) : 0,
    nodePort: value["node-port"] ?? 0,
    newFlowsTableLength: value["new-flows-table-length"] ?? 1024,
    srcIpSticky: value["source-ip-sticky"] ?? false,
    isDel,
  };
}

function refuseVip({ key, value }: Entry<VipKey, VipValue>): Refusal | undefined {
  const { encapsulation } = value;
  const isIp6 = familyOf(key.prefix) === "ipv6";
  const length = value["new-flows-table-length"] ?? 1024;
  if ((length & (length - 1)) !== 0) {
    return { leaf: "new-flows-table-length", message: "The length of the new flows table has to be a power of two" };
  }
  if (isIp6 && (encapsulation === "l3dsr" || encapsulation === "nat4")) {
    return { leaf: "encapsulation", message: `VPP has ${encapsulation} for IPv4 virtual addresses only` };
  }
  if (!isIp6 && encapsulation === "nat6") {
    return { leaf: "encapsulation", message: "VPP has nat6 for IPv6 virtual addresses only" };
  }
  if ((encapsulation === "nat4" || encapsulation === "nat6") && key.protocol === "any") {
    return { leaf: "encapsulation", message: "Address translation needs a virtual address with protocol and port" };
  }
  return undefined;
}

/** What the lb plugin of VPP 26.06 takes and then does wrongly. */
function refuseDefects({ key, value }: Entry<VipKey, VipValue>): void {
  if (value["service-type"] === "node-port") {
    const message = "The lb plugin of this VPP cannot remove a node port again, so service-type node-port is refused";
    throw new NotSupportedByVpp("service-type", message);
  }
  if (value.encapsulation !== "nat4") return;
  if (key.protocol === "tcp") {
    throw new NotSupportedByVpp("encapsulation", "The lb plugin of this VPP drops TCP under nat4: it carries UDP only");
  }
  if ((value["target-port"] ?? Number(key.port)) !== Number(key.port)) {
    const message = "The lb plugin of this VPP loses packets under nat4 when target-port differs from the port";
    throw new NotSupportedByVpp("target-port", message);
  }
}

function protocolNumber(protocol: string): number {
  return { tcp: 6, udp: 17 }[protocol] ?? 255;
}
