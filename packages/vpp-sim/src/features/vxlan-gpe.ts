import { SwInterfaceSetVxlanGpeBypass, VxlanGpeAddDelTunnelV2, VxlanGpeTunnelV2Dump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { sameAddress } from "../state/ip.js";
import { addressFromWire, takenAs, withoutZeros } from "../values.js";
import { onInterface } from "./on-interface.js";
import { tunnelKey, tunnelsOf } from "./tunnel.js";

/** VXLAN-GPE tunnels (plugin vxlan-gpe). VPP looks their tables up among those of IPv4, whatever the family. */
export const vxlanGpe: Feature = {
  name: "vxlan-gpe",
  handlers: [
    answer(VxlanGpeAddDelTunnelV2, (vpp, asked) => {
      if (vpp.fib.find("ip4", asked.encapVrfId) === undefined) return { retval: Retval.NO_SUCH_FIB, swIfIndex: NONE };
      if (asked.protocol === PROTOCOL_IP4 && vpp.fib.find("ip4", asked.decapVrfId) === undefined) {
        return { retval: Retval.NO_SUCH_INNER_FIB, swIfIndex: NONE };
      }
      const local = withoutZeros(asked.local) as typeof asked.local;
      const remote = takenAs(asked.remote, local.af) as typeof asked.remote;
      if (sameAddress(addressFromWire(local), addressFromWire(remote))) {
        return { retval: Retval.SAME_SRC_DST, swIfIndex: NONE };
      }
      const request = {
        ...asked,
        local,
        remote,
        localPort: asked.localPort || PORT,
        remotePort: asked.remotePort || PORT,
      };
      return tunnels.addOrDelete(vpp, asked.isAdd, request);
    }),
    answerDump(VxlanGpeTunnelV2Dump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, request } of tunnels.shown(vpp, asked)) {
        const { isAdd: _, ...details } = request;
        yield { ...details, swIfIndex };
      }
    }),
    onInterface(SwInterfaceSetVxlanGpeBypass, () => Retval.OK),
  ],
};

const PORT = 4790;
const PROTOCOL_IP4: number = 1;

const tunnels = tunnelsOf<VxlanGpeAddDelTunnelV2>({
  kind: "vxlan-gpe",
  deviceType: "VXLAN_GPE",
  word: "vxlan_gpe_tunnel",
  keyOf: ({ local, remote, vni, localPort }) => tunnelKey(local, remote, vni, localPort),
  whenThere: Retval.TUNNEL_EXIST,
  isUp: true,
});
