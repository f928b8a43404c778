import { PvtiInterfaceCreate, PvtiInterfaceDelete, PvtiInterfaceDump, type PvtiTunnel } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { Retval } from "../retval.js";
import { tunnelKey, tunnelsOf } from "./tunnel.js";

/** Packet vector tunnels (plugin pvti). VPP takes any number of equal ones, the simulator one. */
export const pvti: Feature = {
  name: "pvti",
  handlers: [
    answer(PvtiInterfaceCreate, (vpp, { interface: asked }) => {
      const underlayMtu = asked.underlayMtu || DEFAULT_MTU;
      return tunnels.add(vpp, { ...asked, underlayMtu });
    }),
    answer(PvtiInterfaceDelete, (vpp, { swIfIndex }) => {
      if (vpp.interfaces.get(swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      const found = tunnels.bySwIfIndex(vpp, swIfIndex);
      return { retval: found === undefined ? Retval.INVALID_VALUE : tunnels.remove(vpp, found.request).retval };
    }),
    answerDump(PvtiInterfaceDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, request } of tunnels.shown(vpp, asked)) {
        // VPP says nothing of where the peer's address comes from, nor of the table.
        yield { interface: { ...request, swIfIndex, peerAddressFromPayload: false, underlayFibIndex: 0 } };
      }
    }),
  ],
};

const DEFAULT_MTU = 1500;

const tunnels = tunnelsOf<PvtiTunnel>({
  kind: "pvti",
  deviceType: "Packet Vectorizer Tunnel",
  word: "pvti",
  keyOf: ({ localIp, localPort, remoteIp, remotePort }) => tunnelKey(localIp, localPort, remoteIp, remotePort),
  whenThere: Retval.VALUE_EXIST,
  isUp: false,
});
