import {
  AddDelIpPuntRedirectV2,
  IpProto,
  IpPuntPolice,
  IpPuntRedirectV2Dump,
  PuntType,
  SetPunt,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

/** VPP keeps them by index when an interface is deleted. */
const redirects = recordsOf<AddDelIpPuntRedirectV2>("punt-redirects");

const UNKNOWN_PORTS = 0xffff;

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
        if (punt.af === af && (swIfIndex === NONE || swIfIndex === punt.rxSwIfIndex)) yield { punt };
      }
    }),
    answer(SetPunt, (_vpp, { punt: { type, punt } }) => {
      const isUdp = punt.l4?.protocol === IpProto.IP_API_PROTO_UDP;
      const isUnknown = punt.l4?.protocol === IpProto.IP_API_PROTO_TCP && punt.l4.port === UNKNOWN_PORTS;
      const isPossible = type === PuntType.PUNT_API_TYPE_EXCEPTION || isUdp || isUnknown;
      return { retval: isPossible ? Retval.OK : Retval.UNSPECIFIED };
    }),
    answer(IpPuntPolice, () => ({ retval: Retval.OK })),
  ],
};
