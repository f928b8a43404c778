import {
  Nat64AddDelInterface,
  Nat64AddDelInterfaceAddr,
  Nat64AddDelPoolAddrRange,
  Nat64AddDelPrefix,
  Nat64AddDelStaticBib,
  Nat64BibDump,
  Nat64GetTimeouts,
  Nat64InterfaceDump,
  Nat64PluginEnableDisable,
  Nat64PoolAddrDump,
  Nat64PrefixDump,
  Nat64SetTimeouts,
  Nat64StDump,
  NatConfigFlags,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { keepRecord } from "./keep-record.js";
import {
  changeSettings,
  defaultTimeouts,
  isInPool,
  nat44Tables,
  poolAddresses,
  setPoolRange,
  setSide,
  shownSettings,
  text,
} from "./nat44-tables.js";
import { onInterface } from "./on-interface.js";

/** NAT64 keeps pools, interfaces and timers as NAT44 does. */
const tables = nat44Tables("nat64");
const prefixes = recordsOf<Nat64AddDelPrefix>("nat64-prefixes");
const bindings = recordsOf<Nat64AddDelStaticBib>("nat64-bindings");

/** "It is so already" in this plugin. */
const ALREADY_SO = 1;
const PREFIX_LENGTHS = [32, 40, 48, 56, 64, 96];

/** NAT64 (plugin nat64), which does not tell whether it is enabled. */
export const nat64: Feature = {
  name: "nat64",
  handlers: [
    answer(Nat64PluginEnableDisable, (vpp, { enable }) => {
      const isEnabled = shownSettings(tables, vpp).sessions === 1;
      if (enable === isEnabled) return { retval: ALREADY_SO };
      changeSettings(tables, vpp, { sessions: enable ? 1 : 0 });
      if (enable) return { retval: Retval.OK };
      for (const table of [tables.addresses, tables.sides, prefixes, bindings]) table(vpp).clear();
      tables.settings(vpp).clear();
      // The interfaces whose addresses are wanted stay, and those addresses go.
      const wanted = tables.poolInterfaces(vpp);
      for (const [key, one] of wanted) wanted.set(key, { ...one, isSpent: true });
      return { retval: Retval.OK };
    }),
    answer(Nat64SetTimeouts, (vpp, { udp, tcpEstablished, tcpTransitory, icmp }) => {
      changeSettings(tables, vpp, { timeouts: { udp, tcpEstablished, tcpTransitory, icmp } });
      return { retval: Retval.OK };
    }),
    answer(Nat64GetTimeouts, (vpp) => ({ ...(shownSettings(tables, vpp).timeouts ?? defaultTimeouts) })),
    answer(Nat64AddDelPoolAddrRange, (vpp, { startAddr, endAddr, vrfId, isAdd }) => ({
      retval: setPoolRange(tables, vpp, { first: startAddr, last: endAddr, vrfId, twiceNat: false }, isAdd),
    })),
    answerDump(Nat64PoolAddrDump, function* (vpp) {
      for (const { ipAddress, vrfId } of poolAddresses(tables, vpp)) yield { address: ipAddress, vrfId };
    }),
    onInterface(Nat64AddDelInterfaceAddr, (vpp, { swIfIndex }, { isAdd }) => {
      const key = String(swIfIndex);
      if (isAdd === tables.poolInterfaces(vpp).has(key)) return isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY;
      if (isAdd) tables.poolInterfaces(vpp).set(key, { swIfIndex, twiceNat: false });
      else tables.poolInterfaces(vpp).delete(key);
      return Retval.OK;
    }),
    // A VRF has one prefix: another one takes its place.
    keepRecord(Nat64AddDelPrefix, {
      records: prefixes,
      keyOf: ({ vrfId }) => String(vrfId),
      refuse: (_, { prefix }) => (PREFIX_LENGTHS.includes(prefix.len) ? undefined : Retval.INVALID_VALUE),
    }),
    answerDump(Nat64PrefixDump, function* (vpp) {
      for (const { prefix, vrfId } of prefixes(vpp).values()) yield { prefix, vrfId };
    }),
    onInterface(Nat64AddDelInterface, (vpp, { swIfIndex }, { isAdd, flags }) =>
      setSide(tables, vpp, swIfIndex, (flags & NatConfigFlags.NAT_IS_INSIDE) !== 0, isAdd),
    ),
    answerDump(Nat64InterfaceDump, function* (vpp) {
      for (const { swIfIndex, isInside, isOutside } of tables.sides(vpp).values()) {
        const inside = isInside ? NatConfigFlags.NAT_IS_INSIDE : 0;
        yield { swIfIndex, flags: inside | (isOutside ? NatConfigFlags.NAT_IS_OUTSIDE : 0) };
      }
    }),
    keepRecord(Nat64AddDelStaticBib, {
      records: bindings,
      keyOf: ({ iAddr, iPort, proto, vrfId }) => `${text(iAddr)} ${iPort} ${proto} ${vrfId}`,
      refuse(vpp, request) {
        if (shownSettings(tables, vpp).sessions !== 1) throw new VppDies("a static binding while NAT64 is not enabled");
        return request.isAdd && isOutsideTaken(vpp, request) ? Retval.INVALID_VALUE : undefined;
      },
      whenThere: Retval.VALUE_EXIST,
    }),
    answerDump(Nat64BibDump, function* (vpp, { proto: asked }) {
      for (const { iAddr, oAddr, iPort, oPort, vrfId, proto } of bindings(vpp).values()) {
        if (asked !== 255 && asked !== proto) continue;
        yield { iAddr, oAddr, iPort, oPort, vrfId, proto, flags: NatConfigFlags.NAT_IS_STATIC };
      }
    }),
    answerDump(Nat64StDump, function* () {}),
  ],
};

/** Ports of the pool are given once; of other addresses VPP does not count them. */
function isOutsideTaken(vpp: Vpp, asked: Nat64AddDelStaticBib): boolean {
  const { iAddr, iPort, oAddr, oPort, proto } = asked;
  if (!isInPool(tables, vpp, oAddr)) return false;
  return [...bindings(vpp).values()].some(
    (other) =>
      other.proto === proto &&
      other.oPort === oPort &&
      text(other.oAddr) === text(oAddr) &&
      !(text(other.iAddr) === text(iAddr) && other.iPort === iPort),
  );
}
