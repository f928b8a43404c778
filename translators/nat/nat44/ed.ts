/** nat44-ed: endpoint-dependent processing. */

import {
  Nat44AddDelIdentityMapping,
  Nat44AddDelStaticMappingV2,
  Nat44EdAddDelOutputInterface,
  Nat44EdOutputInterfaceGet,
  Nat44ForwardingEnableDisable,
  Nat44IdentityMappingDump,
  Nat44InterfaceAddDelFeature,
  Nat44InterfaceDump,
  Nat44ShowRunningConfig,
  Nat44StaticMappingDump,
  NatConfigFlags,
  NatGetMssClamping,
  NatIpfixEnableDisable,
  NatSetMssClamping,
  NatSetTimeouts,
} from "vpp-binapi-ts/api";
import { type Mapping, type Nat44Dialect, translated } from "./dialect.js";

const noAddress = new Uint8Array(4);

export const nat44Ed: Nat44Dialect = {
  plugin: "nat44-ed",
  showRunningConfig: Nat44ShowRunningConfig,
  setForwarding: Nat44ForwardingEnableDisable,
  setMssClamping: NatSetMssClamping,
  getMssClamping: NatGetMssClamping,
  setIpfixLogging: NatIpfixEnableDisable,
  setTimeouts: NatSetTimeouts,
  setInterface(vpp, swIfIndex, role, isAdd) {
    if (role === "output-feature") return vpp.call(Nat44EdAddDelOutputInterface, { isAdd, swIfIndex });
    const flags = role === "inside" ? NatConfigFlags.NAT_IS_INSIDE : NatConfigFlags.NAT_IS_OUTSIDE;
    return vpp.call(Nat44InterfaceAddDelFeature, { isAdd, flags, swIfIndex });
  },
  interfaces: (vpp) =>
    translated(vpp, Nat44InterfaceDump, ({ swIfIndex, flags }) => ({
      swIfIndex,
      inside: (flags & NatConfigFlags.NAT_IS_INSIDE) !== 0,
      outside: (flags & NatConfigFlags.NAT_IS_OUTSIDE) !== 0,
    })),
  outputInterfaces: (vpp) => vpp.dump(Nat44EdOutputInterfaceGet),
  setStaticMapping: (vpp, mapping, isAdd) =>
    vpp.call(Nat44AddDelStaticMappingV2, {
      isAdd,
      matchPool: mapping.twiceNatAddress !== undefined,
      flags: flagsOf(mapping),
      poolIpAddress: mapping.twiceNatAddress ?? noAddress,
      localIpAddress: mapping.local,
      externalIpAddress: mapping.external,
      protocol: mapping.protocol,
      localPort: mapping.localPort,
      externalPort: mapping.externalPort,
      externalSwIfIndex: mapping.externalInterface,
      vrfId: mapping.vrfId,
      tag: mapping.tag,
    }),
  staticMappings: (vpp) =>
    translated(vpp, Nat44StaticMappingDump, (details) => ({
      ...mappingOf(details),
      local: details.localIpAddress,
      localPort: details.localPort,
      external: details.externalIpAddress,
      externalPort: details.externalPort,
      externalInterface: details.externalSwIfIndex,
    })),
  setIdentityMapping: (vpp, mapping, isAdd) =>
    vpp.call(Nat44AddDelIdentityMapping, {
      isAdd,
      flags: flagsOf(mapping),
      ipAddress: mapping.external,
      protocol: mapping.protocol,
      port: mapping.externalPort,
      swIfIndex: mapping.externalInterface,
      vrfId: mapping.vrfId,
      tag: mapping.tag,
    }),
  identityMappings: (vpp) =>
    translated(vpp, Nat44IdentityMappingDump, (details) => ({
      ...mappingOf(details),
      local: details.ipAddress,
      localPort: details.port,
      external: details.ipAddress,
      externalPort: details.port,
      externalInterface: details.swIfIndex,
    })),
};

/** The flags of a mapping in nat44-ed's messages. */
export function flagsOf({
  hasPorts,
  twiceNat,
  out2inOnly,
}: Pick<Mapping, "hasPorts" | "twiceNat" | "out2inOnly">): NatConfigFlags {
  const flags =
    (hasPorts ? 0 : NatConfigFlags.NAT_IS_ADDR_ONLY) |
    (twiceNat === "always" ? NatConfigFlags.NAT_IS_TWICE_NAT : 0) |
    (twiceNat === "self" ? NatConfigFlags.NAT_IS_SELF_TWICE_NAT : 0) |
    (out2inOnly ? NatConfigFlags.NAT_IS_OUT2IN_ONLY : 0);
  // The enumeration of the API is a set of bits.
  return flags as NatConfigFlags;
}

/** What flags of a dump say. */
export function twiceNatOf(flags: number): Mapping["twiceNat"] {
  if ((flags & NatConfigFlags.NAT_IS_SELF_TWICE_NAT) !== 0) return "self";
  return (flags & NatConfigFlags.NAT_IS_TWICE_NAT) === 0 ? undefined : "always";
}

function mappingOf(details: { flags: number; protocol: number; vrfId: number; tag: string }) {
  const { flags, protocol, vrfId, tag } = details;
  return {
    protocol,
    vrfId,
    tag,
    hasPorts: (flags & NatConfigFlags.NAT_IS_ADDR_ONLY) === 0,
    twiceNat: twiceNatOf(flags),
    twiceNatAddress: undefined,
    out2inOnly: (flags & NatConfigFlags.NAT_IS_OUT2IN_ONLY) !== 0,
  };
}
