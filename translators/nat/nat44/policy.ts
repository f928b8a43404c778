import {
  Nat44AddDelAddressRange,
  Nat44AddDelInterfaceAddr,
  Nat44AddressDump,
  Nat44EiAddDelAddressRange,
  Nat44EiAddDelInterfaceAddr,
  Nat44EiAddressDump,
  Nat44EiGetAddrAndPortAllocAlg,
  Nat44EiInterfaceAddrDump,
  Nat44EiSetAddrAndPortAllocAlg,
  Nat44InterfaceAddrDump,
  NatConfigFlags,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../../src/southbound/translator.js";
import { interfaces } from "../../interfaces/interface.js";
import { formatIp4 } from "../../ip/addresses.js";
import { type AddressRange, addressBytes, addressNumber } from "../address-ranges.js";
import { pluginMembers } from "../instance.js";
import { definePolicy } from "../policy.js";
import type { PortSet } from "../policy-value.js";
import { NO_VRF, vrfId, vrfName } from "../vrf.js";
import { nat44Ed } from "./ed.js";
import { nat44Ei } from "./ei.js";
import { refuseLostReservations } from "./identity-mapping.js";

/** Pools and timers of nat44-ed. */
export const nat44EdPolicy = definePolicy({
  plugin: "nat44-ed",
  family: "ipv4",
  members: pluginMembers("nat44-ed"),
  messages: [
    Nat44AddDelAddressRange,
    Nat44AddressDump,
    Nat44AddDelInterfaceAddr,
    Nat44InterfaceAddrDump,
    nat44Ed.setTimeouts,
  ],
  hasTwiceNat: true,
  setRange: (context, range, isAdd) =>
    context.vpp.call(Nat44AddDelAddressRange, {
      ...rangeFields(context, range),
      isAdd,
      flags: flagsOf(range.twiceNat),
    }),
  async *poolAddresses(context) {
    for await (const { ipAddress, vrfId, flags } of context.vpp.dump(Nat44AddressDump)) {
      yield {
        address: addressNumber(formatIp4(ipAddress)),
        vrf: vrfName(context, "ipv4", vrfId),
        twiceNat: isTwiceNat(flags),
      };
    }
  },
  setInterfaceAddress: ({ vpp, handleOf }, { interface: name, twiceNat }, isAdd) =>
    vpp.call(Nat44AddDelInterfaceAddr, {
      isAdd,
      swIfIndex: handleOf(interfaces.at({ name })),
      flags: flagsOf(twiceNat),
    }),
  async *interfaceAddresses({ vpp }) {
    for await (const { swIfIndex, flags } of vpp.dump(Nat44InterfaceAddrDump)) {
      yield { swIfIndex, twiceNat: isTwiceNat(flags) };
    }
  },
  setTimers: ({ vpp }, timers) => vpp.call(nat44Ed.setTimeouts, timers),
  timers: async ({ vpp }) => (await vpp.call(nat44Ed.showRunningConfig)).timeouts,
});

/** Pools and timers of nat44-ei, and the ports that it may use. */
export const nat44EiPolicy = definePolicy({
  plugin: "nat44-ei",
  family: "ipv4",
  members: pluginMembers("nat44-ei"),
  messages: [
    Nat44EiAddDelAddressRange,
    Nat44EiAddressDump,
    Nat44EiAddDelInterfaceAddr,
    Nat44EiInterfaceAddrDump,
    Nat44EiSetAddrAndPortAllocAlg,
    Nat44EiGetAddrAndPortAllocAlg,
    nat44Ei.setTimeouts,
  ],
  validateTogether: refuseLostReservations,
  setRange: (context, range, isAdd) =>
    context.vpp.call(Nat44EiAddDelAddressRange, { ...rangeFields(context, range), isAdd }),
  async *poolAddresses(context) {
    for await (const { ipAddress, vrfId } of context.vpp.dump(Nat44EiAddressDump)) {
      yield { address: addressNumber(formatIp4(ipAddress)), vrf: vrfName(context, "ipv4", vrfId), twiceNat: false };
    }
  },
  setInterfaceAddress: ({ vpp, handleOf }, { interface: name }, isAdd) =>
    vpp.call(Nat44EiAddDelInterfaceAddr, { isAdd, swIfIndex: handleOf(interfaces.at({ name })) }),
  async *interfaceAddresses({ vpp }) {
    for await (const { swIfIndex } of vpp.dump(Nat44EiInterfaceAddrDump)) yield { swIfIndex, twiceNat: false };
  },
  setPortSet: ({ vpp }, ports) => vpp.call(Nat44EiSetAddrAndPortAllocAlg, portFields(ports)),
  async portSet({ vpp }) {
    const { alg, startPort, endPort, psidOffset, psidLength, psid } = await vpp.call(Nat44EiGetAddrAndPortAllocAlg);
    if (alg === algorithms.range) return { "start-port-number": startPort, "end-port-number": endPort };
    if (alg !== algorithms.mapE) return {};
    return { "psid-offset": psidOffset, "psid-len": psidLength, psid };
  },
  setTimers: ({ vpp }, timers) => vpp.call(nat44Ei.setTimeouts, timers),
  timers: async ({ vpp }) => (await vpp.call(nat44Ei.showRunningConfig)).timeouts,
});

/** Numbers of the ways to choose a port (nat44_ei.h); the API has no names for them. */
const algorithms = { all: 0, mapE: 1, range: 2 } as const;

function portFields(ports: PortSet) {
  const { "start-port-number": startPort, "end-port-number": endPort } = ports;
  if (startPort !== undefined && endPort !== undefined) return { alg: algorithms.range, startPort, endPort };
  const { "psid-offset": psidOffset = 0, "psid-len": psidLength, psid = 0 } = ports;
  return psidLength === undefined ? { alg: algorithms.all } : { alg: algorithms.mapE, psidOffset, psidLength, psid };
}

function rangeFields(context: TranslatorContext, { first, last, vrf }: AddressRange) {
  return {
    firstIpAddress: addressBytes(first),
    lastIpAddress: addressBytes(last),
    vrfId: vrfId(context, "ipv4", vrf, NO_VRF),
  };
}

function flagsOf(twiceNat: boolean): NatConfigFlags {
  return twiceNat ? NatConfigFlags.NAT_IS_TWICE_NAT : NatConfigFlags.NAT_IS_NONE;
}

function isTwiceNat(flags: number): boolean {
  return (flags & NatConfigFlags.NAT_IS_TWICE_NAT) !== 0;
}
