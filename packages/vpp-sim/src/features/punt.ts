import {
  AddDelIpPuntRedirectV2,
  AddressFamily,
  IpProto,
  IpPuntPolice,
  IpPuntRedirectV2Dump,
  type Punt,
  type PuntL4,
  PuntReasonDump,
  PuntSocketDeregister,
  PuntSocketDump,
  PuntSocketRegister,
  PuntType,
  SetPunt,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { hearsDhcp6 } from "./dhcp.js";
import { udpDecapsulations } from "./udp.js";

/** VPP keeps them by index when an interface is deleted. */
const redirects = recordsOf<AddDelIpPuntRedirectV2>("punt-redirects");

const UNKNOWN_PORTS = 0xffff;

const ports = recordsOf<{ readonly port: number; readonly isIp6: boolean }>("punted-ports");
const sockets = recordsOf<PuntSocketRegister>("punt-sockets");

/** Those of a VPP with all plugins; their numbers are one more than their place. */
const REASONS = ["ipsec4-spi-o-udp-0", "ipsec4-no-such-tunnel", "ipsec6-no-such-tunnel", "ipsec6-spi-o-udp-0"];

/** Lines of `show udp ports`: the punted ones, and that of VXLAN once there is a tunnel. */
export function showUdpPorts(vpp: Vpp): string {
  const punted = [...ports(vpp).values()].map(({ port, isIp6 }) => {
    const family = isIp6 ? "ip6" : "ip4";
    return `${port}   ${family}   ${family}-udp-punt  (nil)\n`;
  });
  const isTunneled = (vpp.recordTables.get("vxlan-tunnels")?.records.size ?? 0) > 0;
  const decapsulated = udpDecapsulations(vpp).map(([port, family, node]) => `${port}   ${family}   ${node}  (nil)\n`);
  return `port proto node desc\n${isTunneled ? "4789   ip4   vxlan4-input vxlan6\n" : ""}${[...punted, ...decapsulated, ...(hearsDhcp6(vpp) ? ["546   ip6   dhcpv6-client  (nil)\n"] : [])].join("")}`;
}

/** Punted packets (vnet/ip). None comes. */
export const punt: Feature = {
  name: "punt",
  handlers: [
    answer(AddDelIpPuntRedirectV2, (vpp, asked) => {
      const { rxSwIfIndex, af, paths } = asked.punt;
      const isThere = (swIfIndex: number) => swIfIndex === NONE || vpp.interfaces.get(swIfIndex) !== undefined;
      if (!paths.every(({ swIfIndex }) => isThere(swIfIndex))) return { retval: Retval.NO_MATCHING_INTERFACE };
      const key = `${rxSwIfIndex} ${af}`;
      if (asked.isAdd) redirects(vpp).set(key, asked);
      else redirects(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(IpPuntRedirectV2Dump, function* (vpp, { swIfIndex, af }) {
      for (const { punt } of redirects(vpp).values()) {
        if (punt.af !== af || (swIfIndex !== NONE && swIfIndex !== punt.rxSwIfIndex)) continue;
        yield { punt: { ...punt, paths: punt.paths.map((path) => ({ ...path, weight: path.weight || 1, rpfId: 0 })) } };
      }
    }),
    answer(SetPunt, (vpp, { isAdd, punt: { type, punt } }) => {
      const isUdp = punt.l4?.protocol === IpProto.IP_API_PROTO_UDP;
      const isUnknown = punt.l4?.protocol === IpProto.IP_API_PROTO_TCP && punt.l4.port === UNKNOWN_PORTS;
      if (isUdp) setPort(vpp, punt.l4!, isAdd);
      const isPossible = type === PuntType.PUNT_API_TYPE_EXCEPTION || isUdp || isUnknown;
      return { retval: isPossible ? Retval.OK : Retval.UNSPECIFIED };
    }),
    answer(IpPuntPolice, () => ({ retval: Retval.OK })),
    answer(PuntSocketRegister, (vpp, asked) => {
      if (!vpp.hasPuntSocket) return { retval: Retval.UNSPECIFIED };
      sockets(vpp).set(placeOf(asked.punt), asked);
      const { l4 } = asked.punt.punt;
      if (l4 !== undefined) setPort(vpp, l4, true);
      return { retval: Retval.OK, pathname: "/run/vpp/punt.sock" };
    }),
    answer(PuntSocketDeregister, (vpp, { punt }) => {
      if (!vpp.hasPuntSocket) return { retval: Retval.UNSPECIFIED };
      if (!sockets(vpp).delete(placeOf(punt))) return { retval: Retval.UNSPECIFIED };
      if (punt.punt.l4 !== undefined) setPort(vpp, punt.punt.l4, false);
      return { retval: Retval.OK };
    }),
    answerDump(PuntSocketDump, function* (vpp, { type }) {
      for (const { punt, pathname } of sockets(vpp).values()) if (punt.type === type) yield { punt, pathname };
    }),
    answerDump(PuntReasonDump, function* (_vpp, { reason: { name: asked } }) {
      for (const [index, name] of REASONS.entries()) {
        if (asked === "" || asked === name) yield { reason: { id: index + 1, name } };
      }
    }),
  ],
};

function setPort(vpp: Vpp, { af, port }: PuntL4, isAdd: boolean): void {
  const key = `${af} ${port}`;
  if (isAdd) ports(vpp).set(key, { port, isIp6: af === AddressFamily.ADDRESS_IP6 });
  else ports(vpp).delete(key);
}

/** What VPP tells sockets apart by. */
function placeOf({ type, punt: { l4, ipProto, exception } }: Punt): string {
  if (l4 !== undefined) return `${type} ${l4.af} ${l4.port}`;
  return ipProto === undefined ? `${type} ${exception?.id}` : `${type} ${ipProto.af} ${ipProto.protocol}`;
}
