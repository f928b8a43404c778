import {
  Nat44AddDelAddressRange,
  Nat44AddDelIdentityMapping,
  Nat44AddDelInterfaceAddr,
  Nat44AddDelStaticMapping,
  Nat44AddDelStaticMappingV2,
  Nat44AddressDump,
  Nat44ConfigFlags,
  Nat44DelSession,
  Nat44EdAddDelOutputInterface,
  Nat44EdOutputInterfaceGet,
  Nat44EdPluginEnableDisable,
  Nat44EdSetFqOptions,
  Nat44EdShowFqOptions,
  Nat44ForwardingEnableDisable,
  Nat44IdentityMappingDump,
  Nat44InterfaceAddDelFeature,
  Nat44InterfaceAddrDump,
  Nat44InterfaceDump,
  Nat44SetSessionLimit,
  Nat44ShowRunningConfig,
  Nat44StaticMappingDump,
  Nat44UserDump,
  Nat44UserSessionV3Dump,
  NatConfigFlags,
  NatGetMssClamping,
  NatIpfixEnableDisable,
  NatSetMssClamping,
  NatSetTimeouts,
  NatSetWorkers,
  NatWorkerDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { nat44LoadBalancing } from "./nat44-load-balancing.js";
import {
  bucketsFor,
  changeSettings,
  defaultTimeouts,
  forgetNat44,
  keptMapping,
  mappingKey,
  mssOf,
  type NatMapping,
  nat44Tables,
  poolAddresses,
  same,
  setOutput,
  setPoolRange,
  setSide,
  settingsOf,
  shownOutputs,
  shownSettings,
  workingMappings,
} from "./nat44-tables.js";
import { nat44VrfTables } from "./nat44-vrf-tables.js";
import { nat44Workers } from "./nat44-workers.js";
import { onInterface } from "./on-interface.js";

const tables = nat44Tables("nat44-ed");
const loadBalancing = nat44LoadBalancing(tables);
const DEFAULT_SESSIONS = 63 * 1024;
const { NAT44_IS_STATIC_MAPPING_ONLY, NAT44_IS_CONNECTION_TRACKING } = Nat44ConfigFlags;
/** What only endpoint-independent NAT44 has. */
const OF_OTHER_NAT44 = NAT44_IS_STATIC_MAPPING_ONLY | NAT44_IS_CONNECTION_TRACKING;

/** Endpoint-dependent NAT44 (plugin nat). */
/** What VPP says to a setting that has to come before. */
const PLUGIN_ENABLED = 1;
const frameQueues = recordsOf<{ readonly frameQueueNelts: number }>("nat44-ed-frame-queues");

export const nat44Ed: Feature = {
  name: "nat44-ed",
  handlers: [
    answer(Nat44EdPluginEnableDisable, (vpp, { enable, insideVrf, outsideVrf, sessions, flags }) => {
      if (enable && (flags & OF_OTHER_NAT44) !== 0) return { retval: Retval.UNSUPPORTED };
      const isEnabled = settingsOf(tables, vpp) !== undefined;
      if (enable === isEnabled) {
        return { retval: enable ? Retval.FEATURE_ALREADY_ENABLED : Retval.FEATURE_ALREADY_DISABLED };
      }
      forgetNat44(tables, vpp);
      loadBalancing.forget(vpp);
      if (!enable) nat44VrfTables.forget(vpp);
      if (enable) {
        const timeouts = defaultTimeouts;
        changeSettings(tables, vpp, {
          insideVrf,
          outsideVrf,
          sessions: sessions || DEFAULT_SESSIONS,
          mssValue: 0,
          timeouts,
        });
      }
      return { retval: Retval.OK };
    }),
    // The flags say endpoint-dependent, and the logging is said to be on, from the start.
    answer(Nat44ShowRunningConfig, (vpp) => ({
      ...shownSettings(tables, vpp),
      translationBuckets: bucketsOf(vpp),
      ipfixLoggingEnabled: true,
      flags: 1,
    })),
    answer(Nat44EdSetFqOptions, (vpp, { frameQueueNelts }) => {
      if (settingsOf(tables, vpp) !== undefined) return { retval: PLUGIN_ENABLED };
      frameQueues(vpp).set("", { frameQueueNelts });
      return { retval: Retval.OK };
    }),
    answer(Nat44EdShowFqOptions, (vpp) => ({ frameQueueNelts: 0, ...frameQueues(vpp).get("") })),
    answer(Nat44ForwardingEnableDisable, (vpp, { enable }) => {
      changeSettings(tables, vpp, { forwardingEnabled: enable });
      return { retval: Retval.OK };
    }),
    answer(NatSetTimeouts, (vpp, { udp, tcpEstablished, tcpTransitory, icmp }) => {
      changeSettings(tables, vpp, { timeouts: { udp, tcpEstablished, tcpTransitory, icmp } });
      return { retval: Retval.OK };
    }),
    answer(NatSetMssClamping, (vpp, { enable, mssValue }) => {
      changeSettings(tables, vpp, { mssValue: enable ? mssValue : 0 });
      return { retval: Retval.OK };
    }),
    answer(NatGetMssClamping, (vpp) => {
      const mssValue = mssOf(tables, vpp);
      return { mssValue, enable: mssValue !== 0 };
    }),
    ...nat44Workers("nat44-ed", NatSetWorkers, NatWorkerDump),
    answer(Nat44DelSession, (vpp) => ({
      retval: settingsOf(tables, vpp) === undefined ? Retval.UNSUPPORTED : Retval.NO_SUCH_ENTRY,
    })),
    answer(NatIpfixEnableDisable, () => ({ retval: Retval.OK })),
    answer(Nat44SetSessionLimit, () => ({ retval: Retval.OK })),
    answer(Nat44AddDelAddressRange, (vpp, { firstIpAddress, lastIpAddress, vrfId, isAdd, flags }) => {
      if (settingsOf(tables, vpp) === undefined && isAdd) return { retval: Retval.UNSUPPORTED };
      const range = { first: firstIpAddress, last: lastIpAddress, vrfId, twiceNat: isTwiceNat(flags) };
      return { retval: setPoolRange(tables, vpp, range, isAdd) };
    }),
    answerDump(Nat44AddressDump, function* (vpp) {
      for (const { ipAddress, vrfId, twiceNat } of poolAddresses(tables, vpp)) {
        yield { ipAddress, vrfId, flags: twiceNat ? NatConfigFlags.NAT_IS_TWICE_NAT : 0 };
      }
    }),
    onInterface(Nat44AddDelInterfaceAddr, (vpp, { swIfIndex }, { isAdd, flags }) => {
      if (settingsOf(tables, vpp) === undefined) return Retval.UNSUPPORTED;
      const key = `${swIfIndex} ${isTwiceNat(flags)}`;
      if (isAdd === tables.poolInterfaces(vpp).has(key)) return isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY;
      if (isAdd) tables.poolInterfaces(vpp).set(key, { swIfIndex, twiceNat: isTwiceNat(flags) });
      else tables.poolInterfaces(vpp).delete(key);
      return Retval.OK;
    }),
    answerDump(Nat44InterfaceAddrDump, function* (vpp) {
      for (const { swIfIndex, twiceNat } of tables.poolInterfaces(vpp).values()) {
        yield { swIfIndex, flags: twiceNat ? NatConfigFlags.NAT_IS_TWICE_NAT : 0 };
      }
    }),
    onInterface(Nat44InterfaceAddDelFeature, (vpp, { swIfIndex }, { isAdd, flags }) => {
      if (settingsOf(tables, vpp) === undefined) return Retval.UNSUPPORTED;
      return setSide(tables, vpp, swIfIndex, (flags & NatConfigFlags.NAT_IS_INSIDE) !== 0, isAdd, "gone");
    }),
    answerDump(Nat44InterfaceDump, function* (vpp) {
      for (const { swIfIndex, isInside, isOutside } of tables.sides(vpp).values()) {
        const flags = (isInside ? NatConfigFlags.NAT_IS_INSIDE : 0) | (isOutside ? NatConfigFlags.NAT_IS_OUTSIDE : 0);
        yield { swIfIndex, flags };
      }
    }),
    onInterface(Nat44EdAddDelOutputInterface, (vpp, { swIfIndex }, { isAdd }) =>
      settingsOf(tables, vpp) === undefined ? Retval.UNSUPPORTED : setOutput(tables, vpp, swIfIndex, isAdd),
    ),
    answerStream(Nat44EdOutputInterfaceGet, (vpp) => shownOutputs(tables, vpp)),
    answer(Nat44AddDelStaticMapping, (vpp, request) => ({ retval: setStaticMapping(vpp, request) })),
    answer(Nat44AddDelStaticMappingV2, (vpp, request) => ({ retval: setStaticMapping(vpp, request) })),
    answerDump(Nat44StaticMappingDump, function* (vpp) {
      for (const mapping of [...mappingsOf(vpp, false)]) {
        const { local, external, localPort, externalPort, swIfIndex, protocol, vrfId, tag } = mapping;
        // A request for the address of an interface is shown without these.
        const hidden = NatConfigFlags.NAT_IS_SELF_TWICE_NAT | NatConfigFlags.NAT_IS_OUT2IN_ONLY;
        yield {
          flags: swIfIndex === NONE ? mapping.flags : mapping.flags & ~hidden,
          localIpAddress: local,
          externalIpAddress: external,
          localPort,
          externalPort,
          externalSwIfIndex: swIfIndex,
          ...{ protocol, vrfId, tag },
        };
      }
    }),
    answer(Nat44AddDelIdentityMapping, (vpp, { isAdd, flags, ipAddress, port, swIfIndex, protocol, vrfId, tag }) => {
      const address = { local: ipAddress, external: ipAddress, localPort: port, externalPort: port };
      const isAddressOnly = (flags & NatConfigFlags.NAT_IS_ADDR_ONLY) !== 0;
      const mapping = { ...address, isIdentity: true, isAddressOnly, swIfIndex, protocol, vrfId, flags, tag };
      return { retval: setMapping(vpp, mapping, isAdd) };
    }),
    answerDump(Nat44IdentityMappingDump, function* (vpp) {
      for (const { external, externalPort, swIfIndex, protocol, vrfId, flags, tag } of mappingsOf(vpp, true)) {
        yield { ipAddress: external, port: externalPort, swIfIndex, protocol, vrfId, flags, tag };
      }
    }),
    answerDump(Nat44UserDump, function* () {}),
    answerDump(Nat44UserSessionV3Dump, function* () {}),
    ...loadBalancing.handlers,
    ...nat44VrfTables.handlers,
  ],
};

/** 0 while the plugin is disabled: then VPP has no sessions to find. */
function bucketsOf(vpp: Vpp): number {
  const settings = settingsOf(tables, vpp);
  return settings === undefined ? 0 : bucketsFor(settings.sessions);
}

function setStaticMapping(vpp: Vpp, request: Nat44AddDelStaticMapping): number {
  const { isAdd, flags, vrfId, tag, protocol } = request;
  const mapping = {
    local: request.localIpAddress,
    external: request.externalIpAddress,
    localPort: request.localPort,
    externalPort: request.externalPort,
    swIfIndex: request.externalSwIfIndex,
    isIdentity: false,
    isAddressOnly: (flags & NatConfigFlags.NAT_IS_ADDR_ONLY) !== 0,
    ...{ protocol, vrfId, flags, tag },
  };
  return setMapping(vpp, mapping, isAdd);
}

function setMapping(vpp: Vpp, asked: NatMapping, isAdd: boolean): number {
  if (settingsOf(tables, vpp) === undefined) return Retval.UNSUPPORTED;
  const twice = NatConfigFlags.NAT_IS_TWICE_NAT | NatConfigFlags.NAT_IS_SELF_TWICE_NAT;
  if (asked.isAddressOnly && (asked.flags & twice) !== 0) return Retval.UNSUPPORTED;
  const mapping = keptMapping(tables, vpp, asked);
  const key = mappingKey(mapping);
  if (!isAdd) return tables.mappings(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY;
  if (tables.mappings(vpp).has(key) || isTaken(vpp, mapping)) return Retval.VALUE_EXIST;
  const first = mapping.isIdentity ? sameOutside(vpp, mapping) : undefined;
  // An address in a further VRF has the tag of the first.
  tables.mappings(vpp).set(key, first === undefined ? mapping : { ...mapping, tag: first.tag });
  return Retval.OK;
}

/** Another mapping has the outside or the inside already. */
function isTaken(vpp: Vpp, mapping: NatMapping): boolean {
  if (mapping.swIfIndex !== NONE) return false;
  const outside = sameOutside(vpp, mapping);
  if (outside !== undefined && !(outside.isIdentity && mapping.isIdentity)) return true;
  if (mapping.isIdentity || isOut2InOnly(mapping)) return false;
  for (const other of tables.mappings(vpp).values()) {
    const isOfIt =
      other.localPort === mapping.localPort &&
      other.protocol === mapping.protocol &&
      other.vrfId === mapping.vrfId &&
      same(other.local, mapping.local);
    if (isOfIt && !other.isIdentity && !isOut2InOnly(other)) return true;
  }
  return false;
}

function sameOutside(vpp: Vpp, { external, externalPort, protocol, swIfIndex }: NatMapping): NatMapping | undefined {
  if (swIfIndex !== NONE) return undefined;
  for (const other of tables.mappings(vpp).values()) {
    const isOfIt = other.externalPort === externalPort && other.protocol === protocol && same(other.external, external);
    if (isOfIt && other.swIfIndex === NONE) return other;
  }
  return undefined;
}

function isOut2InOnly({ flags }: NatMapping): boolean {
  return (flags & NatConfigFlags.NAT_IS_OUT2IN_ONLY) !== 0;
}

/** Mappings that work first, then requests for addresses of interfaces. */
function* mappingsOf(vpp: Vpp, isIdentity: boolean): Iterable<NatMapping> {
  const all = [...tables.mappings(vpp).values()];
  const requests = all.filter(({ swIfIndex }) => swIfIndex !== NONE);
  for (const mapping of [...workingMappings(tables, vpp), ...requests]) {
    if (mapping.isIdentity === isIdentity) yield mapping;
  }
}

function isTwiceNat(flags: number): boolean {
  return (flags & NatConfigFlags.NAT_IS_TWICE_NAT) !== 0;
}
