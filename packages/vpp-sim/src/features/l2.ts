import {
  BdIpMacAddDel,
  BdIpMacDump,
  BdIpMacFlush,
  BridgeDomainAddDel,
  BridgeDomainAddDelV2,
  BridgeDomainDump,
  BridgeDomainSetLearnLimit,
  BridgeDomainSetMacAge,
  BridgeFlags,
  L2FibTableDump,
  L2FlagsGet,
  L2fibAddDel,
  L2fibFlushAll,
  L2fibFlushBd,
  L2fibFlushInt,
  L2fibSetScanDelay,
  L2InterfaceEfpFilter,
  L2InterfaceFeatFlagsGet,
  L2InterfaceFeatFlagsSet,
  type L2IntfFeatFlags,
  L2XconnectDump,
  SwInterfaceSetL2Bridge,
  SwInterfaceSetL2Xconnect,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { RandomU32 } from "../state/random.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { fitting, NAME_SIZE } from "../values.js";
import { bridgePorts, PORT, portsOf } from "./bridge-ports.js";
import { inFloodOrder } from "./flood-order.js";
import { onInterface } from "./on-interface.js";
import { pbbTagRewrite } from "./pbb-tag-rewrite.js";
import { vlanTagRewrite } from "./vlan-tag-rewrite.js";

interface BridgeDomain {
  readonly bdId: number;
  /** VPP's own index, which gives the order of dumps. */
  readonly bdIndex: number;
  readonly bdTag: string;
  /** VPP's l2input_feat_masks. */
  features: number;
  macAge: number;
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
const macs = recordsOf<MacEntry>("l2-fib", (entry, swIfIndex) => entry.swIfIndex === swIfIndex);
const arps = recordsOf<ArpEntry>("bridge-arp");
const lastDrawn = recordsOf<{ readonly bdId: number }>("bridge-domain-draw");
const crossConnects = recordsOf<{ readonly rxSwIfIndex: number; readonly txSwIfIndex: number }>(
  "cross-connects",
  ({ rxSwIfIndex, txSwIfIndex }, swIfIndex) => rxSwIfIndex === swIfIndex || txSwIfIndex === swIfIndex,
);

const HIGHEST_ID = 0xff_ff_ff;

const FLAG = { learn: 1, forward: 2, flood: 4, uuFlood: 8, arpTerm: 16, arpUfwd: 32 } as const;
const ALL_FLAGS = 0x3f;
const FLAG_NAMES = Object.keys(FLAG) as (keyof typeof FLAG)[];
const FEATURE = {
  learn: 0x200,
  forward: 0x80,
  flood: 4,
  uuFlood: 0x20,
  arpTerm: 0x10,
  arpUfwd: 8,
  uuFwd: 0x40,
} as const;
/** VPP begins with all bits, even those of features that there are not. */
const INITIAL_FEATURES = ~(FEATURE.arpTerm | FEATURE.uuFwd | FEATURE.arpUfwd) >>> 0;
const MAX_BD_ID = 2 ** 24 - 1;

/** Layer 2: bridge domains with ports and addresses, cross-connects, tag rewriting. Nothing is learned, for no packet comes. */
export const l2: Feature = {
  name: "l2",
  handlers: [
    answer(BridgeDomainAddDelV2, (vpp, asked) => {
      const bdId = asked.isAdd && asked.bdId === NONE ? unusedId(vpp) : asked.bdId;
      return { bdId, retval: asked.isAdd ? addDomain(vpp, { ...asked, bdId }) : deleteDomain(vpp, bdId) };
    }),
    answer(BridgeDomainAddDel, (vpp, asked) => ({
      retval: asked.isAdd ? addDomain(vpp, asked) : deleteDomain(vpp, asked.bdId),
    })),
    answerDump(BridgeDomainDump, function* (vpp, { bdId, swIfIndex }) {
      // VPP never implemented the question for the domain of one interface.
      if (swIfIndex !== NONE) return;
      const all = [...domains(vpp).values()].sort((one, other) => one.bdIndex - other.bdIndex);
      for (const found of all) if (bdId === NONE || bdId === found.bdId) yield details(vpp, found);
    }),
    answer(BridgeFlags, (vpp, { bdId, isSet, flags }) => {
      const found = domains(vpp).get(String(bdId));
      if (found === undefined) return { retval: whenNoDomain(bdId) };
      const features = featuresOf((name) => (flags & FLAG[name]) !== 0);
      found.features = (isSet ? found.features | features : found.features & ~features) >>> 0;
      return { retval: Retval.OK, resultingFeatureBitmap: found.features };
    }),
    answer(BridgeDomainSetMacAge, (vpp, { bdId, macAge }) => {
      const found = domains(vpp).get(String(bdId));
      if (found !== undefined) found.macAge = macAge;
      return { retval: found === undefined ? whenNoDomain(bdId) : Retval.OK };
    }),
    answer(BridgeDomainSetLearnLimit, (vpp, { bdId }) => ({
      retval: domains(vpp).has(String(bdId)) ? Retval.OK : whenNoDomain(bdId),
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
    // Nothing is learned that it could forget.
    answer(L2fibSetScanDelay, (_vpp, { scanDelay }) => ({
      retval: scanDelay === 0 ? Retval.INVALID_VALUE : Retval.OK,
    })),
    answer(L2fibAddDel, (vpp, asked) => ({ retval: setMac(vpp, asked) })),
    answerDump(L2FibTableDump, function* (vpp, { bdId }) {
      for (const entry of macs(vpp).values()) if (bdId === NONE || bdId === entry.bdId) yield entry;
    }),
    answer(BdIpMacAddDel, (vpp, { isAdd, entry }) => {
      if (!domains(vpp).has(String(entry.bdId))) return { retval: whenNoDomain(entry.bdId) };
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
    answer(BdIpMacFlush, (vpp, { bdId }) => {
      if (!domains(vpp).has(String(bdId))) return { retval: whenNoDomain(bdId) };
      for (const [key, entry] of arps(vpp)) if (entry.bdId === bdId) arps(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    // Only what was learned goes, of which there is nothing here.
    answer(L2fibFlushAll, () => ({ retval: Retval.OK })),
    answer(L2fibFlushBd, (vpp, { bdId }) => ({
      retval: isThere(vpp, bdId) ? Retval.OK : Retval.NO_SUCH_ENTRY,
    })),
    onInterface(L2fibFlushInt, () => Retval.OK),
    answer(L2FlagsGet, (vpp, { swIfIndex }) => {
      const features = featuresOfPort(vpp, swIfIndex);
      const isCrossed = crossConnects(vpp).has(String(swIfIndex));
      if (features === undefined && !isCrossed) return { retval: Retval.INVALID_SW_IF_INDEX };
      return { retval: Retval.OK, inputFeatureBitmap: features ?? 0 };
    }),
    answer(L2InterfaceFeatFlagsGet, (vpp, { swIfIndex }) => {
      const port = bridgePorts(vpp).get(String(swIfIndex));
      if (port === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      return { retval: Retval.OK, flags: port.flags as L2IntfFeatFlags };
    }),
    answer(L2InterfaceFeatFlagsSet, (vpp, { swIfIndex, isSet, flags }) => {
      const port = bridgePorts(vpp).get(String(swIfIndex));
      if (port === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      port.flags = isSet ? port.flags | flags : port.flags & ~flags;
      return { retval: Retval.OK };
    }),
    vlanTagRewrite,
    pbbTagRewrite,
    onInterface(L2InterfaceEfpFilter, () => Retval.OK),
  ],
};

type Asked = { readonly bdId: number; readonly bdTag: string; readonly macAge: number } & Readonly<
  Record<keyof typeof FLAG, boolean>
>;

/** Domain 0 is always there, though no dump shows it. */
function isThere(vpp: Vpp, bdId: number): boolean {
  return bdId === 0 || domains(vpp).has(String(bdId));
}

/** Domain 0 is not to be changed. */
function whenNoDomain(bdId: number): number {
  return bdId === 0 ? Retval.BD_NOT_MODIFIABLE : Retval.NO_SUCH_ENTRY;
}

function addDomain(vpp: Vpp, asked: Asked): number {
  const { bdId, bdTag, macAge } = asked;
  if (bdId > MAX_BD_ID) return Retval.BD_ID_EXCEED_MAX;
  if (bdId === 0 || domains(vpp).has(String(bdId))) return Retval.BD_ALREADY_EXISTS;
  make(vpp, bdId, asked, { bdTag: fitting(bdTag, NAME_SIZE), macAge });
  return Retval.OK;
}

function make(
  vpp: Vpp,
  bdId: number,
  flags: Readonly<Record<keyof typeof FLAG, boolean>>,
  more: { readonly bdTag: string; readonly macAge: number },
): void {
  const taken = new Set([...domains(vpp).values()].map(({ bdIndex }) => bdIndex));
  let bdIndex = 1;
  while (taken.has(bdIndex)) bdIndex++;
  const enabled = featuresOf((name) => flags[name]);
  const features = ((INITIAL_FEATURES & ~featuresOf(() => true)) | enabled) >>> 0;
  domains(vpp).set(String(bdId), { bdId, bdIndex, features, ...more });
}

function featuresOf(isWanted: (name: keyof typeof FLAG) => boolean): number {
  return FLAG_NAMES.reduce((all, name) => (isWanted(name) ? all | FEATURE[name] : all), 0);
}

/**
 * VPP goes on from the number that it drew last, at first from 0, so that a VPP just started always takes 7271263. Where a number is
 * taken, it looks on both sides of it, further away each time.
 */
function unusedId(vpp: Vpp): number {
  let bdId = new RandomU32(lastDrawn(vpp).get("")?.bdId).next();
  let step = 0;
  do {
    bdId = (bdId + (step % 2 === 0 ? -step : step)) & HIGHEST_ID;
    step++;
  } while (bdId === 0 || domains(vpp).has(String(bdId)));
  lastDrawn(vpp).set("", { bdId });
  return bdId;
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
  if (!isThere(vpp, bdId)) {
    const flags = { learn: true, forward: true, flood: true, uuFlood: true, arpTerm: false, arpUfwd: false };
    make(vpp, bdId, flags, { bdTag: "", macAge: 0 });
  }
  const flags = portType === PORT.bvi ? ALL_FLAGS & ~FLAG.learn : ALL_FLAGS;
  bridgePorts(vpp).set(String(swIfIndex), { swIfIndex, bdId, portType, shg, flags });
  return Retval.OK;
}

/** What belongs to layer 2 goes; the interface routes again. */
function leaveLayer2(vpp: Vpp, swIfIndex: number): void {
  bridgePorts(vpp).delete(String(swIfIndex));
  crossConnects(vpp).delete(String(swIfIndex));
}

function setMac(vpp: Vpp, { isAdd, ...asked }: MacEntry & { readonly isAdd: boolean }): number {
  const { bdId, mac, filterMac } = asked;
  if (!isThere(vpp, bdId)) return Retval.NO_SUCH_ENTRY;
  const key = `${bdId} ${mac.join()}`;
  if (!isAdd) return macs(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY;
  const isPort = bridgePorts(vpp).has(String(asked.swIfIndex));
  if (!filterMac && !isPort) return Retval.INVALID_SW_IF_INDEX;
  macs(vpp).set(key, { ...asked, swIfIndex: filterMac ? NONE : asked.swIfIndex });
  return Retval.OK;
}

function featuresOfPort(vpp: Vpp, swIfIndex: number): number | undefined {
  const port = bridgePorts(vpp).get(String(swIfIndex));
  return port && domains(vpp).get(String(port.bdId))?.features;
}

function details(vpp: Vpp, { bdId, bdTag, features, macAge }: BridgeDomain) {
  const all = inFloodOrder(vpp, portsOf(vpp, bdId));
  const special = (portType: number) => all.find((port) => port.portType === portType)?.swIfIndex ?? NONE;
  const has = (feature: number) => (features & feature) !== 0;
  return {
    bdId,
    flood: has(FEATURE.flood),
    uuFlood: has(FEATURE.uuFlood),
    forward: has(FEATURE.forward),
    learn: has(FEATURE.learn),
    arpTerm: has(FEATURE.arpTerm),
    arpUfwd: has(FEATURE.arpUfwd),
    macAge,
    bdTag,
    bviSwIfIndex: special(PORT.bvi),
    uuFwdSwIfIndex: special(PORT.uuFwd),
    swIfDetails: all
      .filter(({ portType }) => portType !== PORT.uuFwd)
      .map(({ swIfIndex, shg }) => ({ context: 0, swIfIndex, shg })),
  };
}
