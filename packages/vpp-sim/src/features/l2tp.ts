import {
  L2tLookupKey,
  L2tpv3CreateTunnel,
  L2tpv3InterfaceEnableDisable,
  L2tpv3SetLookupKey,
  L2tpv3SetTunnelCookies,
  type SwIfL2tpv3TunnelDetails,
  SwIfL2tpv3TunnelDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface } from "../state/interfaces.js";
import { addressKey } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { onInterface } from "./on-interface.js";

/** Its local cookies are the one of now and the one before. */
type Tunnel = SwIfL2tpv3TunnelDetails;

/** By what they are found by. They are never deleted. */
const tunnels = recordsOf<Tunnel>("l2tpv3-tunnels");
const lookupKeys = recordsOf<L2tpv3SetLookupKey>("l2tpv3-lookup-key");

const IP4 = 0;

/** L2TPv3 tunnels (plugin l2tp), without packets. */
export const l2tp: Feature = {
  name: "l2tp",
  handlers: [
    answer(L2tpv3CreateTunnel, (vpp, asked) => {
      if (asked.ourAddress.af === IP4) return { retval: Retval.UNIMPLEMENTED, swIfIndex: NONE };
      if (asked.encapVrfId !== NONE && vpp.fib.find("ip6", asked.encapVrfId) === undefined) {
        return { retval: Retval.NO_SUCH_FIB, swIfIndex: NONE };
      }
      const key = keyOf(vpp, asked);
      if (tunnels(vpp).has(key)) return { retval: Retval.INVALID_VALUE, swIfIndex: NONE };
      const name = `l2tpv3_tunnel${tunnels(vpp).size}`;
      const { swIfIndex } = addInterface(vpp, { kind: "l2tpv3", deviceType: "L2TPv3", name, mtu: 0 });
      const { encapVrfId: _, ...tunnel } = asked;
      tunnels(vpp).set(key, { ...tunnel, swIfIndex, interfaceName: name, localCookie: [asked.localCookie, 0n] });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(L2tpv3SetTunnelCookies, (vpp, { swIfIndex }, { newLocalCookie, newRemoteCookie }) => {
      const found = [...tunnels(vpp)].find(([, tunnel]) => tunnel.swIfIndex === swIfIndex);
      if (found === undefined) return Retval.INVALID_VALUE;
      const [key, tunnel] = found;
      const localCookie = [newLocalCookie, tunnel.localCookie[0]!];
      tunnels(vpp).set(key, { ...tunnel, localCookie, remoteCookie: newRemoteCookie });
      return Retval.OK;
    }),
    answerDump(SwIfL2tpv3TunnelDump, (vpp) => tunnels(vpp).values()),
    onInterface(L2tpv3InterfaceEnableDisable, () => Retval.OK),
    answer(L2tpv3SetLookupKey, (vpp, asked) => {
      if (asked.key > L2tLookupKey.L2T_LOOKUP_KEY_API_SESSION_ID) return { retval: Retval.INVALID_VALUE };
      lookupKeys(vpp).set("", asked);
      return { retval: Retval.OK };
    }),
  ],
};

/** `show l2tpv3 verbose`, as far as it says what tunnels are found by. */
export function showL2tp(vpp: Vpp): string {
  const words = ["src address", "dst address", "session id"];
  return `${tunnels(vpp).size || "No"} l2tp sessions...\nL2tp session lookup on ${words[lookupKeyOf(vpp)]}\n`;
}

function lookupKeyOf(vpp: Vpp): L2tLookupKey {
  return lookupKeys(vpp).get("")?.key ?? L2tLookupKey.L2T_LOOKUP_KEY_API_DST_ADDR;
}

function keyOf(vpp: Vpp, { clientAddress, ourAddress, localSessionId }: L2tpv3CreateTunnel): string {
  const lookupKey = lookupKeyOf(vpp);
  if (lookupKey === L2tLookupKey.L2T_LOOKUP_KEY_API_SESSION_ID) return `${lookupKey} ${localSessionId}`;
  const isRemote = lookupKey === L2tLookupKey.L2T_LOOKUP_KEY_API_SRC_ADDR;
  return `${lookupKey} ${addressKey(addressFromWire(isRemote ? clientAddress : ourAddress))}`;
}
