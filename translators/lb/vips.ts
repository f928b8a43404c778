/** Virtual addresses of the load balancer: what they are in YANG, and by which fields VPP's messages speak of them. */

import { LbSrvType, type Prefix } from "vpp-binapi-ts/api";
import { defineKind, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import type { Encapsulation, LbWire } from "./wire.js";

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

/** The fields with which VPP makes or deletes a VIP. */
export function vipFields(wire: LbWire, { key, value }: Entry<VipKey, VipValue>, isDel: boolean) {
  const isNodePort = value["service-type"] === "node-port";
  return {
    ...vipName(wire, key),
    encap: wire.encapsulation(value.encapsulation),
    dscp: value.dscp ?? 0,
    type: wire.serviceType(isNodePort ? LbSrvType.LB_API_SRV_TYPE_NODEPORT : LbSrvType.LB_API_SRV_TYPE_CLUSTERIP),
    targetPort: translatedPort(key, value) ?? 0,
    nodePort: value["node-port"] ?? 0,
    newFlowsTableLength: value["new-flows-table-length"] ?? 1024,
    srcIpSticky: value["source-ip-sticky"] ?? false,
    isDel,
  };
}

/** The port of the servers that a VIP translates to; undefined where it does not translate. */
export function translatedPort({ port }: VipKey, vip: VipValue | undefined): number | undefined {
  return isTranslating(vip) ? (vip["target-port"] ?? Number(port)) : undefined;
}

function isTranslating(vip: VipValue | undefined): vip is VipValue {
  return vip?.encapsulation === "nat4" || vip?.encapsulation === "nat6";
}

function protocolNumber(protocol: string): number {
  return { tcp: 6, udp: 17 }[protocol] ?? 255;
}
