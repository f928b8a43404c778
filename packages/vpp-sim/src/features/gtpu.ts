import {
  GtpuAddDelForward,
  GtpuAddDelTunnel,
  GtpuAddDelTunnelV2,
  GtpuTunnelUpdateTteid,
  GtpuTunnelV2Dump,
  SwInterfaceSetGtpuBypass,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { familyOf } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire, takenAs, type WireAddress, withoutZeros } from "../values.js";
import { onInterface } from "./on-interface.js";
import { refuseEndsOrGroup, tunnelKey, tunnelsOf } from "./tunnel.js";

/** GTP-U tunnels (plugin gtpu), which VPP tells apart by remote address and identifier. */
export const gtpu: Feature = {
  name: "gtpu",
  handlers: [
    answer(GtpuAddDelTunnel, (vpp, asked) => addOrDelete(vpp, { ...asked, ...plain })),
    answer(GtpuAddDelTunnelV2, (vpp, asked) => {
      const reply = addOrDelete(vpp, { ...plain, ...asked });
      // The reply is to have the counters of an interface that it does not know.
      if (refusedByTunnels.has(reply.retval)) throw new VppDies("a tunnel that is there already, or that is not there");
      return reply;
    }),
    answer(GtpuTunnelUpdateTteid, (vpp, { dstAddress, teid, tteid }) => {
      const found = tunnels.find(vpp, { ...plain, isAdd: false, dstAddress, teid } as GtpuTunnel);
      if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      tunnels.replace(vpp, found, { ...found.request, tteid });
      return { retval: Retval.OK };
    }),
    answer(GtpuAddDelForward, (vpp, { isAdd, dstAddress, forwardingType, encapVrfId, decapNextIndex }) => {
      const destination = reasonAddress(dstAddress.af, forwardingType);
      if (destination === undefined) return { retval: Retval.INVALID_ARGUMENT, swIfIndex: NONE };
      return addOrDelete(vpp, {
        isAdd,
        srcAddress: dstAddress as GtpuTunnel["srcAddress"],
        dstAddress: destination as GtpuTunnel["dstAddress"],
        mcastSwIfIndex: 0,
        encapVrfId,
        decapNextIndex,
        teid: 0,
        tteid: 0,
        ...plain,
        isForwarding: true,
        forwardingType,
      });
    }),
    answerDump(GtpuTunnelV2Dump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex, request } of tunnels.shown(vpp, asked)) {
        const { isAdd: _, ...details } = request;
        yield { ...details, swIfIndex };
      }
    }),
    onInterface(SwInterfaceSetGtpuBypass, () => Retval.OK),
  ],
};

interface GtpuTunnel extends Omit<GtpuAddDelTunnelV2, "decapNextIndex"> {
  decapNextIndex: number;
  isForwarding: boolean;
  forwardingType: number;
}

const plain = { pduExtension: false, qfi: 0, isForwarding: false, forwardingType: 0 };

const tunnels = tunnelsOf<GtpuTunnel>({
  kind: "gtpu",
  deviceType: "GTPU",
  word: "gtpu_tunnel",
  keyOf: ({ dstAddress, teid }) => tunnelKey(dstAddress, teid),
  whenThere: Retval.TUNNEL_EXIST,
  isUp: true,
});

const refusedByTunnels: ReadonlySet<number> = new Set([Retval.TUNNEL_EXIST, Retval.NO_SUCH_ENTRY]);

function addOrDelete(vpp: Vpp, asked: GtpuTunnel) {
  const dstAddress = withoutZeros(asked.dstAddress) as GtpuTunnel["dstAddress"];
  const srcAddress = takenAs(asked.srcAddress, dstAddress.af) as GtpuTunnel["srcAddress"];
  const refused = refuseEndsOrGroup(vpp, {
    source: srcAddress,
    destination: dstAddress,
    tableId: asked.encapVrfId,
    family: familyOf(addressFromWire(dstAddress)),
    mcastSwIfIndex: asked.mcastSwIfIndex,
  });
  if (refused !== undefined) return { retval: refused, swIfIndex: NONE };
  const decapNextIndex = asked.decapNextIndex === NONE ? NEXT_L2_INPUT : asked.decapNextIndex;
  const request = { ...asked, srcAddress, dstAddress, decapNextIndex, tteid: asked.tteid || asked.teid };
  return tunnels.addOrDelete(vpp, asked.isAdd, request);
}

const NEXT_L2_INPUT = 1;

/**
 * VPP keeps a way out as a tunnel to an address that stands for its reason: 127.0.0.127 and the two after it, or 2001:db8:ffff:... that
 * ends with fffd and the two after it.
 */
function reasonAddress(af: number, type: number): WireAddress | undefined {
  const at = [1, 2, 4].indexOf(type);
  if (at < 0) return undefined;
  if (af === 0) return { af, un: { ip4: Uint8Array.of(127, 0, 0, 127 + at) } };
  const ip6 = new Uint8Array(16).fill(0xff);
  ip6.set([0x20, 0x01, 0x0d, 0xb8]);
  ip6[15] = 0xfd + at;
  return { af, un: { ip6 } };
}
