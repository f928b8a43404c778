import { GeneveAddDelTunnel2, GeneveTunnelDump, SwInterfaceSetGeneveBypass } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { takenAs, withoutZeros } from "../values.js";
import { onInterface } from "./on-interface.js";
import { refuseEndsOrGroup, tunnelKey, tunnelsOf } from "./tunnel.js";

/** GENEVE tunnels (plugin geneve), which VPP tells apart by remote address and VNI. */
export const geneve: Feature = {
  name: "geneve",
  handlers: [
    answer(GeneveAddDelTunnel2, (vpp, asked) => {
      const remoteAddress = withoutZeros(asked.remoteAddress) as typeof asked.remoteAddress;
      const localAddress = takenAs(asked.localAddress, remoteAddress.af) as typeof asked.localAddress;
      const refused = refuseEndsOrGroup(vpp, {
        source: localAddress,
        destination: remoteAddress,
        tableId: asked.encapVrfId,
        // VPP looks among the tables of IPv4 for either family.
        family: "ip4",
        mcastSwIfIndex: asked.mcastSwIfIndex,
      });
      if (refused !== undefined) return { retval: refused, swIfIndex: NONE };
      // A plain number names one of the nodes that VPP has here.
      if (asked.isAdd && asked.decapNextIndex !== NONE && asked.decapNextIndex > NEXT_L2_INPUT) {
        return { retval: Retval.INVALID_DECAP_NEXT, swIfIndex: NONE };
      }
      const decapNextIndex = asked.decapNextIndex === NONE ? NEXT_L2_INPUT : asked.decapNextIndex;
      return tunnels.addOrDelete(vpp, asked.isAdd, { ...asked, localAddress, remoteAddress, decapNextIndex });
    }),
    answerDump(GeneveTunnelDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, request } of tunnels.shown(vpp, asked)) {
        const { isAdd: _, l3Mode: __, localAddress, remoteAddress, ...details } = request;
        yield { ...details, swIfIndex, srcAddress: localAddress, dstAddress: remoteAddress };
      }
    }),
    onInterface(SwInterfaceSetGeneveBypass, () => Retval.OK),
  ],
};

const NEXT_L2_INPUT = 1;

const tunnels = tunnelsOf<GeneveAddDelTunnel2>({
  kind: "geneve",
  deviceType: "GENEVE",
  word: "geneve_tunnel",
  keyOf: ({ remoteAddress, vni }) => tunnelKey(remoteAddress, vni),
  whenThere: Retval.TUNNEL_EXIST,
  isUp: true,
  interfaceOf: (_vpp, { l3Mode }, device) =>
    l3Mode ? { mac: Uint8Array.of(0xd0, 0x0b, 0xee, 0xd0, device >> 8, device) } : { mtu: 0 },
});
