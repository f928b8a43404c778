import { GreTunnelAddDelV2, GreTunnelDump, type GreTunnelV2, GreTunnelV2Dump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { isZero } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire, withoutZeros } from "../values.js";
import { refuseEnds, tunnelKey, tunnelsOf } from "./tunnel.js";

/** GRE tunnels (plugin gre). */
export const gre: Feature = {
  name: "gre",
  handlers: [
    answer(GreTunnelAddDelV2, (vpp, { isAdd, tunnel }) => {
      const refused = refusal(vpp, tunnel);
      if (refused !== undefined) return { retval: refused, swIfIndex: NONE };
      return tunnels.addOrDelete(vpp, isAdd, tunnel, tunnel.instance);
    }),
    answerDump(GreTunnelV2Dump, (vpp, { swIfIndex }) => shown(vpp, swIfIndex)),
    answerDump(GreTunnelDump, function* (vpp, { swIfIndex }) {
      for (const { tunnel } of shown(vpp, swIfIndex)) {
        const { key: _, ...withoutKey } = tunnel;
        yield { tunnel: withoutKey };
      }
    }),
  ],
};

const TYPE_L3: number = 0;
const TYPE_ERSPAN: number = 2;
const MODE_MULTIPOINT: number = 1;
const SESSION_MAX = 1023;

const tunnels = tunnelsOf<GreTunnelV2>({
  kind: "gre",
  deviceType: "GRE tunnel device",
  word: "gre",
  keyOf: ({ src, dst, outerTableId, type, mode, sessionId, key }) =>
    tunnelKey(src, dst, outerTableId, type, mode, sessionId, key),
  whenThere: Retval.IF_ALREADY_EXISTS,
  isUp: false,
  interfaceOf: (_vpp, { type, src }, device) =>
    type === TYPE_L3
      ? { linkMtu: src.af === 0 ? 65_512 : 65_492 }
      : { mac: Uint8Array.of(0xd0, 0x0b, 0xee, 0xd0, device >> 8, device), linkMtu: 8998 },
});

function refusal(vpp: Vpp, { src, dst, outerTableId, type, mode, sessionId }: GreTunnelV2): number | undefined {
  const ends = { source: src, destination: dst, tableId: outerTableId };
  const refused = refuseEnds(vpp, ends);
  if (refused !== undefined) return refused;
  if (type > TYPE_ERSPAN) return Retval.INVALID_VALUE;
  if (sessionId > SESSION_MAX) return Retval.INVALID_SESSION_ID;
  return mode === MODE_MULTIPOINT && !isZero(addressFromWire(dst)) ? Retval.INVALID_DST_ADDRESS : undefined;
}

function* shown(vpp: Vpp, asked: number) {
  for (const { swIfIndex, instance, request } of tunnels.shown(vpp, asked)) {
    // VPP keeps the session of ERSPAN alone.
    const sessionId = request.type === TYPE_ERSPAN ? request.sessionId : 0;
    const ends = { src: withoutZeros(request.src), dst: withoutZeros(request.dst) };
    yield { tunnel: { ...request, ...ends, sessionId, swIfIndex, instance } };
  }
}
