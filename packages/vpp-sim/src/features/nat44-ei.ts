import {
  Nat44EiAddDelAddressRange,
  Nat44EiAddDelIdentityMapping,
  Nat44EiAddDelInterfaceAddr,
  Nat44EiAddDelOutputInterface,
  Nat44EiAddDelStaticMapping,
  Nat44EiAddressDump,
  Nat44EiConfigFlags,
  Nat44EiDelUser,
  Nat44EiForwardingEnableDisable,
  Nat44EiGetAddrAndPortAllocAlg,
  Nat44EiGetMssClamping,
  Nat44EiHaGetFailover,
  Nat44EiHaGetListener,
  Nat44EiHaSetFailover,
  Nat44EiHaSetListener,
  Nat44EiIdentityMappingDump,
  Nat44EiInterfaceAddDelFeature,
  Nat44EiInterfaceAddrDump,
  Nat44EiInterfaceDump,
  Nat44EiIpfixEnableDisable,
  Nat44EiOutputInterfaceGet,
  Nat44EiPluginEnableDisable,
  Nat44EiSetAddrAndPortAllocAlg,
  Nat44EiSetFqOptions,
  Nat44EiSetMssClamping,
  Nat44EiSetTimeouts,
  Nat44EiSetWorkers,
  Nat44EiShowFqOptions,
  Nat44EiShowRunningConfig,
  Nat44EiStaticMappingDump,
  Nat44EiUserDump,
  Nat44EiUserSessionV2Dump,
  Nat44EiWorkerDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, answerStream, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import {
  bucketsFor,
  changeSettings,
  defaultTimeouts,
  forgetNat44,
  isInPool,
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
import { nat44Workers } from "./nat44-workers.js";
import { onInterface } from "./on-interface.js";

const tables = nat44Tables("nat44-ei");
/** One record each: the ways to choose a port, the ends of the exchange of sessions. */
const portChoice = recordsOf<Nat44EiSetAddrAndPortAllocAlg>("nat44-ei-ports");
const listeners = recordsOf<Nat44EiHaSetListener>("nat44-ei-listener");
const failovers = recordsOf<Nat44EiHaSetFailover>("nat44-ei-failover");

const DEFAULT_SESSIONS = 10 * 1024;
const DEFAULT_USERS = 1024;
const RANGE = 2;
/** ICMP, TCP and UDP. All others are one protocol to the plugin. */
const NAMED_PROTOCOLS = [1, 6, 17];
const OTHER_PROTOCOL = 255;
/** What the feature arc answers when a feature is disabled that was not enabled. */
const NOT_ENABLED = 1;
const NO_USER = 1;

/** Endpoint-independent NAT44 (plugin nat44_ei). */
/** What VPP says to a setting that has to come before. */
const PLUGIN_ENABLED = 1;
const frameQueues = recordsOf<{ readonly frameQueueNelts: number }>("nat44-ei-frame-queues");

export const nat44Ei: Feature = {
  name: "nat44-ei",
  handlers: [
    answer(Nat44EiPluginEnableDisable, (vpp, { enable, insideVrf, outsideVrf, flags, ...asked }) => {
      const isEnabled = settingsOf(tables, vpp) !== undefined;
      if (enable === isEnabled) {
        return { retval: enable ? Retval.FEATURE_ALREADY_ENABLED : Retval.FEATURE_ALREADY_DISABLED };
      }
      if (!enable) forgetNat44(tables, vpp);
      if (!enable) return { retval: Retval.OK };
      portChoice(vpp).clear();
      const sessions = asked.sessions || DEFAULT_SESSIONS;
      const sizes = { sessions, users: asked.users || DEFAULT_USERS, userSessions: asked.userSessions || sessions };
      changeSettings(tables, vpp, { insideVrf, outsideVrf, flags, ...sizes, mssValue: 0, timeouts: defaultTimeouts });
      return { retval: Retval.OK };
    }),
    answer(Nat44EiShowRunningConfig, (vpp) => ({
      ...shownSettings(tables, vpp),
      ...bucketsOf(vpp),
      ipfixLoggingEnabled: true,
    })),
    answer(Nat44EiSetFqOptions, (vpp, { frameQueueNelts }) => {
      if (settingsOf(tables, vpp) !== undefined) return { retval: PLUGIN_ENABLED };
      frameQueues(vpp).set("", { frameQueueNelts });
      return { retval: Retval.OK };
    }),
    ...nat44Workers("nat44-ei", Nat44EiSetWorkers, Nat44EiWorkerDump),
    answer(Nat44EiShowFqOptions, (vpp) => ({ frameQueueNelts: 0, ...frameQueues(vpp).get("") })),
    answer(Nat44EiForwardingEnableDisable, (vpp, { enable }) => {
      changeSettings(tables, vpp, { forwardingEnabled: enable });
      return { retval: Retval.OK };
    }),
    answer(Nat44EiSetTimeouts, (vpp, { udp, tcpEstablished, tcpTransitory, icmp }) => {
      changeSettings(tables, vpp, { timeouts: { udp, tcpEstablished, tcpTransitory, icmp } });
      return { retval: Retval.OK };
    }),
    answer(Nat44EiSetMssClamping, (vpp, { enable, mssValue }) => {
      changeSettings(tables, vpp, { mssValue: enable ? mssValue : 0 });
      return { retval: Retval.OK };
    }),
    answer(Nat44EiGetMssClamping, (vpp) => {
      const mssValue = mssOf(tables, vpp);
      return { mssValue, enable: mssValue !== 0 };
    }),
    answer(Nat44EiIpfixEnableDisable, () => ({ retval: Retval.OK })),
    answer(Nat44EiSetAddrAndPortAllocAlg, (vpp, choice) => {
      if (choice.alg > RANGE || (choice.alg === RANGE && choice.endPort <= choice.startPort)) {
        return { retval: Retval.INVALID_VALUE };
      }
      portChoice(vpp).set("", choice);
      return { retval: Retval.OK };
    }),
    answer(Nat44EiGetAddrAndPortAllocAlg, (vpp) => ({ ...portChoice(vpp).get("") })),
    answer(Nat44EiHaSetListener, (vpp, listener) => {
      listeners(vpp).set("", listener);
      return { retval: Retval.OK };
    }),
    answer(Nat44EiHaGetListener, (vpp) => ({ ...listeners(vpp).get("") })),
    answer(Nat44EiHaSetFailover, (vpp, failover) => {
      failovers(vpp).set("", failover);
      return { retval: Retval.OK };
    }),
    answer(Nat44EiHaGetFailover, (vpp) => ({ ...failovers(vpp).get("") })),
    answer(Nat44EiAddDelAddressRange, (vpp, { firstIpAddress, lastIpAddress, vrfId, isAdd }) => {
      if (has(vpp, Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING_ONLY)) return { retval: Retval.FEATURE_DISABLED };
      if (settingsOf(tables, vpp) === undefined) return { retval: Retval.FEATURE_ALREADY_DISABLED };
      const range = { first: firstIpAddress, last: lastIpAddress, vrfId, twiceNat: false };
      if (!isAdd && isMapped(vpp, firstIpAddress)) return { retval: Retval.UNSPECIFIED };
      return { retval: setPoolRange(tables, vpp, range, isAdd) };
    }),
    answerDump(Nat44EiAddressDump, function* (vpp) {
      for (const { ipAddress, vrfId } of poolAddresses(tables, vpp)) yield { ipAddress, vrfId };
    }),
    onInterface(Nat44EiAddDelInterfaceAddr, (vpp, { swIfIndex }, { isAdd }) => {
      if (!isAdd && settingsOf(tables, vpp) === undefined) return Retval.FEATURE_ALREADY_DISABLED;
      const key = String(swIfIndex);
      if (isAdd === tables.poolInterfaces(vpp).has(key)) return isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY;
      // Before it is enabled VPP only remembers the interface, without its address.
      const isSpent = settingsOf(tables, vpp) === undefined;
      if (isAdd) tables.poolInterfaces(vpp).set(key, { swIfIndex, twiceNat: false, isSpent });
      else tables.poolInterfaces(vpp).delete(key);
      return Retval.OK;
    }),
    answerDump(Nat44EiInterfaceAddrDump, function* (vpp) {
      for (const { swIfIndex } of tables.poolInterfaces(vpp).values()) yield { swIfIndex };
    }),
    onInterface(Nat44EiInterfaceAddDelFeature, (vpp, { swIfIndex }, { isAdd, flags }) => {
      if (settingsOf(tables, vpp) === undefined) return Retval.FEATURE_ALREADY_DISABLED;
      const isInside = (flags & Nat44EiConfigFlags.NAT44_EI_IF_INSIDE) !== 0;
      return setSide(tables, vpp, swIfIndex, isInside, isAdd, NOT_ENABLED);
    }),
    answerDump(Nat44EiInterfaceDump, function* (vpp) {
      for (const { swIfIndex, isInside, isOutside } of tables.sides(vpp).values()) {
        const inside = isInside ? Nat44EiConfigFlags.NAT44_EI_IF_INSIDE : 0;
        yield { swIfIndex, flags: inside | (isOutside ? Nat44EiConfigFlags.NAT44_EI_IF_OUTSIDE : 0) };
      }
    }),
    onInterface(Nat44EiAddDelOutputInterface, (vpp, { swIfIndex }, { isAdd }) =>
      settingsOf(tables, vpp) === undefined
        ? Retval.FEATURE_ALREADY_DISABLED
        : setOutput(tables, vpp, swIfIndex, isAdd),
    ),
    answerStream(Nat44EiOutputInterfaceGet, (vpp) => shownOutputs(tables, vpp)),
    // "No such user", in numbers of this plugin.
    answer(Nat44EiDelUser, () => ({ retval: NO_USER })),
    answer(Nat44EiAddDelStaticMapping, (vpp, request) => {
      const { isAdd, flags, vrfId, tag, protocol } = request;
      const mapping = {
        local: request.localIpAddress,
        external: request.externalIpAddress,
        localPort: request.localPort,
        externalPort: request.externalPort,
        swIfIndex: request.externalSwIfIndex,
        isIdentity: false,
        isAddressOnly: isAddressOnly(flags),
        ...{ protocol, vrfId, flags, tag },
      };
      return { retval: setMapping(vpp, mapping, isAdd) };
    }),
    answerDump(Nat44EiStaticMappingDump, function* (vpp) {
      for (const mapping of mappingsOf(vpp, false)) {
        const { local, external, localPort, externalPort, swIfIndex, protocol, vrfId, flags, tag } = mapping;
        const addresses = { localIpAddress: local, externalIpAddress: external, externalSwIfIndex: swIfIndex };
        yield { ...addresses, localPort, externalPort, protocol, vrfId, flags, tag };
      }
    }),
    answer(Nat44EiAddDelIdentityMapping, (vpp, { isAdd, flags, ipAddress, port, swIfIndex, protocol, vrfId, tag }) => {
      const address = { local: ipAddress, external: ipAddress, localPort: port, externalPort: port };
      const kind = { isIdentity: true, isAddressOnly: isAddressOnly(flags) };
      return { retval: setMapping(vpp, { ...address, ...kind, swIfIndex, protocol, vrfId, flags, tag }, isAdd) };
    }),
    answerDump(Nat44EiIdentityMappingDump, function* (vpp) {
      for (const { external, externalPort, swIfIndex, protocol, vrfId, flags, tag } of mappingsOf(vpp, true)) {
        yield { ipAddress: external, port: externalPort, swIfIndex, protocol, vrfId, flags, tag };
      }
    }),
    answerDump(Nat44EiUserDump, function* () {}),
    answerDump(Nat44EiUserSessionV2Dump, function* () {}),
  ],
};

/** None while the plugin is disabled. */
function bucketsOf(vpp: Vpp): { readonly userBuckets?: number; readonly translationBuckets?: number } {
  const settings = settingsOf(tables, vpp);
  if (settings === undefined) return {};
  return { userBuckets: bucketsFor(settings.users), translationBuckets: bucketsFor(settings.sessions) };
}

function setMapping(vpp: Vpp, asked: NatMapping, isAdd: boolean): number {
  if (settingsOf(tables, vpp) === undefined) return Retval.FEATURE_ALREADY_DISABLED;
  const isNamed = asked.isAddressOnly || NAMED_PROTOCOLS.includes(asked.protocol);
  const mapping = keptMapping(tables, vpp, isNamed ? asked : { ...asked, protocol: OTHER_PROTOCOL });
  const key = mappingKey(mapping);
  const isReserved = !mapping.isAddressOnly && !has(vpp, Nat44EiConfigFlags.NAT44_EI_STATIC_MAPPING_ONLY);
  if (!isAdd) {
    if (!tables.mappings(vpp).delete(key)) return Retval.NO_SUCH_ENTRY;
    // VPP gives the port back when it has taken half of the mapping away.
    const isLost = isReserved && mapping.swIfIndex === NONE && !isInPool(tables, vpp, mapping.external);
    return isLost ? Retval.INVALID_VALUE : Retval.OK;
  }
  if (tables.mappings(vpp).has(key)) return Retval.VALUE_EXIST;
  if (mapping.swIfIndex === NONE) {
    if (isTaken(vpp, mapping)) return Retval.VALUE_EXIST;
    // Ports are reserved in the pool.
    if (isReserved && !isInPool(tables, vpp, mapping.external)) return Retval.NO_SUCH_ENTRY;
  }
  tables.mappings(vpp).set(key, mapping);
  return Retval.OK;
}

/** An address of the pool stays as long as a mapping has ports of it. */
function isMapped(vpp: Vpp, address: Uint8Array): boolean {
  return [...tables.mappings(vpp).values()].some(
    ({ external, swIfIndex, isAddressOnly, isIdentity }) =>
      swIfIndex === NONE && !isAddressOnly && !isIdentity && same(external, address),
  );
}

/** Another mapping has the outside, or the inside, already. */
function isTaken(vpp: Vpp, mapping: NatMapping): boolean {
  return [...tables.mappings(vpp).values()].some((other) => {
    if (other.swIfIndex !== NONE || other.protocol !== mapping.protocol) return false;
    const isOutside = same(other.external, mapping.external) && other.externalPort === mapping.externalPort;
    const isInside = same(other.local, mapping.local) && other.localPort === mapping.localPort;
    if (isOutside) return !(other.isIdentity && mapping.isIdentity);
    return isInside && other.vrfId === mapping.vrfId && !mapping.isIdentity;
  });
}

function* mappingsOf(vpp: Vpp, isIdentity: boolean): Iterable<NatMapping> {
  const all = [...tables.mappings(vpp).values()];
  const requests = all.filter(({ swIfIndex }) => swIfIndex !== NONE);
  for (const mapping of [...workingMappings(tables, vpp), ...requests]) {
    if (mapping.isIdentity === isIdentity) yield mapping;
  }
}

function isAddressOnly(flags: number): boolean {
  return (flags & Nat44EiConfigFlags.NAT44_EI_ADDR_ONLY_MAPPING) !== 0;
}

function has(vpp: Vpp, flag: number): boolean {
  return ((settingsOf(tables, vpp)?.flags ?? 0) & flag) !== 0;
}
