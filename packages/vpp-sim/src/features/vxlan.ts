import { SwInterfaceSetVxlanBypass, VxlanAddDelTunnelV3, VxlanTunnelV2Dump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { familyOf } from "../state/ip.js";
import { randomMac } from "../state/random.js";
import { addressFromWire, withoutZeros } from "../values.js";
import { onInterface } from "./on-interface.js";
import { refuseEndsOrGroup, tunnelKey, tunnelsOf } from "./tunnel.js";

/** VXLAN tunnels (plugin vxlan), and their short cut, which no message shows. */
export const vxlan: Feature = {
  name: "vxlan",
  handlers: [
    answer(VxlanAddDelTunnelV3, (vpp, asked) => {
      const [source, destination] = [withoutZeros(asked.srcAddress), withoutZeros(asked.dstAddress)];
      const refused = refuseEndsOrGroup(vpp, {
        source,
        destination,
        tableId: asked.encapVrfId,
        family: familyOf(addressFromWire(source)),
        mcastSwIfIndex: asked.mcastSwIfIndex,
        familiesDiffer: Retval.INVALID_VALUE,
      });
      if (refused !== undefined) return { retval: refused, swIfIndex: NONE };
      const request = {
        ...asked,
        srcAddress: source as typeof asked.srcAddress,
        dstAddress: destination as typeof asked.dstAddress,
        srcPort: asked.srcPort || PORT,
        dstPort: asked.dstPort || PORT,
        decapNextIndex: asked.decapNextIndex === NONE ? NEXT_L2_INPUT : asked.decapNextIndex,
      };
      return tunnels.addOrDelete(vpp, asked.isAdd, request, asked.instance);
    }),
    answerDump(VxlanTunnelV2Dump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, instance, request } of tunnels.shown(vpp, asked)) {
        const { isAdd: _, isL3: __, ...details } = request;
        yield { ...details, swIfIndex, instance };
      }
    }),
    onInterface(SwInterfaceSetVxlanBypass, () => Retval.OK),
  ],
};

const PORT = 4789;
const NEXT_L2_INPUT = 1;

const tunnels = tunnelsOf<VxlanAddDelTunnelV3>({
  kind: "vxlan",
  deviceType: "VXLAN",
  word: "vxlan_tunnel",
  keyOf: ({ srcAddress, dstAddress, srcPort, encapVrfId, vni }) =>
    tunnelKey(srcAddress, dstAddress, srcPort, encapVrfId, vni),
  whenThere: Retval.TUNNEL_EXIST,
  isUp: true,
  interfaceOf: (vpp, { isL3 }) => (isL3 ? { mtu: 0 } : { mac: randomMac(vpp.random) }),
});
