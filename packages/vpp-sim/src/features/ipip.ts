import {
  Ipip6rdAddTunnel,
  Ipip6rdDelTunnel,
  IpipAddTunnel,
  IpipDelTunnel,
  type IpipTunnel,
  IpipTunnelDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { refuseEnds, tunnelKey, tunnelsOf } from "./tunnel.js";

/** IP in IP tunnels (vnet/ipip) and 6RD domains, which VPP keeps and shows among them. */
export const ipip: Feature = {
  name: "ipip",
  handlers: [
    answer(IpipAddTunnel, (vpp, { tunnel }) => {
      const refused = refusal(vpp, tunnel);
      if (refused !== undefined) return { retval: refused, swIfIndex: NONE };
      const added = tunnels.add(vpp, tunnel, tunnel.instance);
      // VPP names the tunnel that is there already.
      const existing = tunnels.find(vpp, tunnel);
      return added.retval === Retval.IF_ALREADY_EXISTS ? { ...added, swIfIndex: existing!.swIfIndex } : added;
    }),
    answer(IpipDelTunnel, (vpp, { swIfIndex }) => ({ retval: remove(vpp, swIfIndex, Retval.NO_SUCH_ENTRY) })),
    answer(Ipip6rdAddTunnel, (vpp, { ip4TableId, ip6TableId, ip6Prefix, ip4Prefix, ip4Src }) => {
      const hasTables = vpp.fib.find("ip4", ip4TableId) !== undefined && vpp.fib.find("ip6", ip6TableId) !== undefined;
      if (!hasTables) return { retval: Retval.NO_SUCH_FIB, swIfIndex: NONE };
      if (ip6Prefix.len + 32 - ip4Prefix.len > 64) return { retval: Retval.INVALID_VALUE, swIfIndex: NONE };
      return tunnels.add(vpp, {
        instance: NONE,
        src: { af: 0, un: { ip4: ip4Src } },
        dst: { af: 0, un: { ip4: new Uint8Array(4) } },
        swIfIndex: NONE,
        tableId: ip4TableId,
        flags: 0,
        mode: 0,
        dscp: 0,
        isSixrd: true,
      });
    }),
    answer(Ipip6rdDelTunnel, (vpp, { swIfIndex }) => ({ retval: remove(vpp, swIfIndex, Retval.UNSPECIFIED) })),
    answerDump(IpipTunnelDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, instance, request } of tunnels.shown(vpp, asked)) {
        const { isSixrd: _, ...details } = request;
        yield { tunnel: { ...details, swIfIndex, instance } };
      }
    }),
  ],
};

const MODE_MULTIPOINT: number = 1;

interface Kept extends IpipTunnel {
  readonly isSixrd?: boolean;
}

const tunnels = tunnelsOf<Kept>({
  kind: "ipip",
  deviceType: "IPIP tunnel device",
  word: "ipip",
  keyOf: ({ src, dst, tableId, mode, isSixrd = false }) => tunnelKey(src, dst, tableId, mode, Number(isSixrd)),
  whenThere: Retval.IF_ALREADY_EXISTS,
  isUp: false,
  interfaceOf: (_vpp, { src, isSixrd = false }, device) =>
    isSixrd ? sixrdInterface(device) : { linkMtu: src.af === 0 ? 65_516 : 65_496 },
});

function sixrdInterface(device: number) {
  const name = `ip6ip-6rd${device}`;
  return { deviceType: "ip6ip-6rd", name, mtu: 1480, linkMtu: 0, isUp: true, sharesInstance: true };
}

function refusal(vpp: Vpp, { src, dst, tableId, mode }: IpipTunnel): number | undefined {
  const refused = refuseEnds(vpp, { source: src, destination: dst, tableId });
  if (refused !== undefined) return refused;
  return mode === MODE_MULTIPOINT && !isZero(addressFromWire(dst)) ? Retval.INVALID_DST_ADDRESS : undefined;
}

/** Either message removes what it is asked to. */
function remove(vpp: Vpp, swIfIndex: number, whenAbsent: number): number {
  const found = tunnels.bySwIfIndex(vpp, swIfIndex);
  return found === undefined ? whenAbsent : tunnels.remove(vpp, found.request).retval;
}
