import {
  BdIpMacAddDel,
  BdIpMacDump,
  BridgeDomainAddDelV2,
  BridgeDomainDump,
  BridgeDomainSetLearnLimit,
  BridgeDomainSetMacAge,
  BridgeFlags,
  L2FibTableDump,
  L2fibAddDel,
  L2InterfaceEfpFilter,
  L2InterfaceVlanTagRewrite,
  L2XconnectDump,
  SwInterfaceSetL2Bridge,
  SwInterfaceSetL2Xconnect,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { onInterface } from "./on-interface.js";

interface BridgeDomain {
  readonly bdId: number;
  readonly bdTag: string;
  flags: number;
  macAge: number;
}

interface Port {
  readonly swIfIndex: number;
  readonly bdId: number;
  readonly portType: number;
  readonly shg: number;
}

interface MacEntry {
  readonly bdId: number;
  readonly mac: Uint8Array;
  readonly swIfIndex: number;
  readonly staticMac: boolean;
  readonly filterMac: boolean;
  readonly bviMac: boolean;
}

interface ArpEntry {
  readonly bdId: number;
  readonly ip: object;
  readonly mac: Uint8Array;
}

const domains = recordsOf<BridgeDomain>("bridge-domains");
const ports = recordsOf<Port>("bridge-ports", (port, swIfIndex) => port.swIfIndex === swIfIndex);
const macs = recordsOf<MacEntry>("l2-fib", (entry, swIfIndex) => entry.swIfIndex === swIfIndex);
const arps = recordsOf<ArpEntry>("bridge-arp");
const crossConnects = recordsOf<{ readonly rxSwIfIndex: number; readonly txSwIfIndex: number }>(
  "cross-connects",
  ({ rxSwIfIndex, txSwIfIndex }, swIfIndex) => rxSwIfIndex === swIfIndex || txSwIfIndex === swIfIndex,
);

const FLAG = { learn: 1, forward: 2, flood: 4, uuFlood: 8, arpTerm: 16, arpUfwd: 32 } as const;
const PORT = { bvi: 1, uuFwd: 2 } as const;
const MAX_BD_ID = 2 ** 24 - 1;

/** Layer 2: bridge domains with ports and addresses, cross-connects, tag rewriting. Nothing is learned, for no packet comes. */
export const l2: Feature = {
  name: "l2",
  handlers: [
    answer(BridgeDomainAddDelV2, (vpp, asked) => {
      const { bdId } = asked;
      return { bdId, retval: asked.isAdd ? addDomain(vpp, asked) : deleteDomain(vpp, bdId) };
    }),
    answerDump(BridgeDomainDump, function* (vpp, { bdId }) {
      for (const found of domains(vpp).values()) if (bdId === NONE || bdId === found.bdId) yield details(vpp, found);
    }),
    answer(BridgeFlags, (vpp, { bdId, isSet, flags }) => {
      const found = domains(vpp).get(String(bdId));
      if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      found.flags = isSet ? found.flags | flags : found.flags & ~flags;
      return { retval: Retval.OK, resultingFeatureBitmap: found.flags };
    }),
    answer(BridgeDomainSetMacAge, (vpp, { bdId, macAge }) => {
      const found = domains(vpp).get(String(bdId));
      if (found !== undefined) found.macAge = macAge;
      return { retval: found === undefined ? Retval.NO_SUCH_ENTRY : Retval.OK };
    }),
    answer(BridgeDomainSetLearnLimit, (vpp, { bdId }) => ({
      retval: domains(vpp).has(String(bdId)) ? Retval.OK : Retval.NO_SUCH_ENTRY,
    })),
    answer(SwInterfaceSetL2Bridge, (vpp, asked) => ({ retval: setPort(vpp, asked) })),
    answer(SwInterfaceSetL2Xconnect, (vpp, { rxSwIfIndex, txSwIfIndex, enable }) => {
      const from = vpp.interfaces.get(rxSwIfIndex);
      if (from === undefined || vpp.interfaces.get(txSwIfIndex) === undefined) {
        return { retval: Retval.INVALID_SW_IF_INDEX };
      }
      leaveLayer2(vpp, rxSwIfIndex);
      if (enable) crossConnects(vpp).set(String(rxSwIfIndex), { rxSwIfIndex, txSwIfIndex });
      return { retval: Retval.OK };
    }),
    answerDump(L2XconnectDump, function* (vpp) {
      yield* [...crossConnects(vpp).values()].sort((one, other) => one.rxSwIfIndex - other.rxSwIfIndex);
    }),
    answer(L2fibAddDel, (vpp, asked) => ({ retval: setMac(vpp, asked) })),
    answerDump(L2FibTableDump, function* (vpp, { bdId }) {
      for (const entry of macs(vpp).values()) if (bdId === NONE || bdId === entry.bdId) yield entry;
    }),
    answer(BdIpMacAddDel, (vpp, { isAdd, entry }) => {
      if (!domains(vpp).has(String(entry.bdId))) return { retval: Retval.NO_SUCH_ENTRY };
      const key = `${entry.bdId} ${JSON.stringify(entry.ip)}`;
      const isSame = arps(vpp).get(key)?.mac.join() === entry.mac.join();
      if (isAdd) arps(vpp).set(key, entry);
      else if (!isSame) return { retval: Retval.UNSPECIFIED };
      else arps(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(BdIpMacDump, function* (vpp, { bdId }) {
      for (const entry of arps(vpp).values()) if (bdId === NONE || bdId === entry.bdId) yield { entry };
    }),
    onInterface(L2InterfaceVlanTagRewrite, (_vpp, found, { vtrOp, pushDot1q, tag1, tag2 }) => {
      if (vtrOp > 8) return Retval.INVALID_VALUE;
      found.tagRewrite = { vtrOp, vtrPushDot1q: pushDot1q, vtrTag1: tag1, vtrTag2: tag2 };
      return Retval.OK;
    }),
    onInterface(L2InterfaceEfpFilter, () => Retval.OK),
  ],
};

type Asked = { readonly bdId: number; readonly bdTag: string; readonly macAge: number } & Readonly<
  Record<keyof typeof FLAG, boolean>
>;

function addDomain(vpp: Vpp, asked: Asked): number {
  const { bdId, bdTag, macAge } = asked;
  if (bdId > MAX_BD_ID) return Retval.BD_ID_EXCEED_MAX;
  if (bdId === 0 || domains(vpp).has(String(bdId))) return Retval.BD_ALREADY_EXISTS;
  const names = Object.keys(FLAG) as (keyof typeof FLAG)[];
  const flags = names.reduce((all, name) => all | (asked[name] ? FLAG[name] : 0), 0);
  domains(vpp).set(String(bdId), { bdId, bdTag: fitting(bdTag, NAME_SIZE), flags, macAge });
  return Retval.OK;
}

function deleteDomain(vpp: Vpp, bdId: number): number {
  if (bdId === 0) return Retval.BD_NOT_MODIFIABLE;
  if (portsOf(vpp, bdId).length > 0) return Retval.BD_IN_USE;
  for (const [key, entry] of macs(vpp)) if (entry.bdId === bdId) macs(vpp).delete(key);
  for (const [key, entry] of arps(vpp)) if (entry.bdId === bdId) arps(vpp).delete(key);
  return domains(vpp).delete(String(bdId)) ? Retval.OK : Retval.NO_SUCH_ENTRY;
}

function setPort(
  vpp: Vpp,
  asked: { rxSwIfIndex: number; bdId: number; portType: number; shg: number; enable: boolean },
): number {
  const { rxSwIfIndex: swIfIndex, bdId, portType, shg, enable } = asked;
  if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  const isTaken = portsOf(vpp, bdId).some((port) => port.portType === portType && port.swIfIndex !== swIfIndex);
  if (enable && portType === PORT.bvi && isTaken) return Retval.BD_ALREADY_HAS_BVI;
  leaveLayer2(vpp, swIfIndex);
  if (!enable) return Retval.OK;
  // VPP makes a domain that is not there.
  if (!domains(vpp).has(String(bdId))) {
    const { learn, forward, flood, uuFlood } = FLAG;
    domains(vpp).set(String(bdId), { bdId, bdTag: "", flags: learn | forward | flood | uuFlood, macAge: 0 });
  }
  ports(vpp).set(String(swIfIndex), { swIfIndex, bdId, portType, shg });
  return Retval.OK;
}

/** What belongs to layer 2 goes; the interface routes again. */
function leaveLayer2(vpp: Vpp, swIfIndex: number): void {
  ports(vpp).delete(String(swIfIndex));
  crossConnects(vpp).delete(String(swIfIndex));
}

function setMac(vpp: Vpp, { isAdd, ...asked }: MacEntry & { readonly isAdd: boolean }): number {
  const { bdId, mac, filterMac } = asked;
  if (!domains(vpp).has(String(bdId))) return Retval.NO_SUCH_ENTRY;
  const key = `${bdId} ${mac.join()}`;
  if (!isAdd) return macs(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY;
  if (!filterMac && vpp.interfaces.get(asked.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  macs(vpp).set(key, { ...asked, swIfIndex: filterMac ? NONE : asked.swIfIndex });
  return Retval.OK;
}

function portsOf(vpp: Vpp, bdId: number): Port[] {
  return [...ports(vpp).values()].filter((port) => port.bdId === bdId);
}

function details(vpp: Vpp, { bdId, bdTag, flags, macAge }: BridgeDomain) {
  const all = portsOf(vpp, bdId);
  const special = (portType: number) => all.find((port) => port.portType === portType)?.swIfIndex ?? NONE;
  const has = (flag: number) => (flags & flag) !== 0;
  return {
    bdId,
    flood: has(FLAG.flood),
    uuFlood: has(FLAG.uuFlood),
    forward: has(FLAG.forward),
    learn: has(FLAG.learn),
    arpTerm: has(FLAG.arpTerm),
    arpUfwd: has(FLAG.arpUfwd),
    macAge,
    bdTag,
    bviSwIfIndex: special(PORT.bvi),
    uuFwdSwIfIndex: special(PORT.uuFwd),
    swIfDetails: all
      .filter(({ portType }) => portType !== PORT.uuFwd)
      .map(({ swIfIndex, shg }) => ({ context: 0, swIfIndex, shg })),
  };
}
