/** nat44-ei: endpoint-independent processing. */

import {
  Nat44EiAddDelIdentityMapping,
  Nat44EiAddDelOutputInterface,
  Nat44EiAddDelStaticMapping,
  Nat44EiConfigFlags,
  Nat44EiForwardingEnableDisable,
  Nat44EiGetMssClamping,
  Nat44EiIdentityMappingDump,
  Nat44EiInterfaceAddDelFeature,
  Nat44EiInterfaceDump,
  Nat44EiIpfixEnableDisable,
  Nat44EiOutputInterfaceGet,
  Nat44EiSetMssClamping,
  Nat44EiSetTimeouts,
  Nat44EiShowRunningConfig,
  Nat44EiStaticMappingDump,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp } from "../../../src/southbound/translator.js";
import { type Mapping, type Nat44Dialect, translated } from "./dialect.js";

export const nat44Ei: Nat44Dialect = {
  plugin: "nat44-ei",
  showRunningConfig: Nat44EiShowRunningConfig,
  setForwarding: Nat44EiForwardingEnableDisable,
  setMssClamping: Nat44EiSetMssClamping,
  getMssClamping: Nat44EiGetMssClamping,
  setIpfixLogging: Nat44EiIpfixEnableDisable,
  setTimeouts: Nat44EiSetTimeouts,
  setInterface(vpp, swIfIndex, role, isAdd) {
    if (role === "output-feature") return vpp.call(Nat44EiAddDelOutputInterface, { isAdd, swIfIndex });
    const flags = role === "inside" ? Nat44EiConfigFlags.NAT44_EI_IF_INSIDE : Nat44EiConfigFlags.NAT44_EI_IF_OUTSIDE;
    return vpp.call(Nat44EiInterfaceAddDelFeature, { isAdd, flags, swIfIndex });
  },
  interfaces: (vpp) =>
    translated(vpp, Nat44EiInterfaceDump, ({ swIfIndex, flags }) => ({
      swIfIndex,
      inside: (flags & Nat44EiConfigFlags.NAT44_EI_IF_INSIDE) !== 0,
      outside: (flags & Nat44EiConfigFlags.NAT44_EI_IF_OUTSIDE) !== 0,
    })),
  outputInterfaces: (vpp) => vpp.dump(Nat44EiOutputInterfaceGet),
  async setStaticMapping(vpp, mapping, isAdd) {
    refuseProtocol(mapping, "transport-protocol");
    await vpp.call(Nat44EiAddDelStaticMapping, {
      isAdd,
      flags: flagsOf(mapping),
      localIpAddress: mapping.local,
      externalIpAddress: mapping.external,
      protocol: mapping.protocol,
      localPort: mapping.localPort,
      externalPort: mapping.externalPort,
      externalSwIfIndex: mapping.externalInterface,
      vrfId: mapping.vrfId,
      tag: mapping.tag,
    });
  },
  staticMappings: (vpp) =>
    translated(vpp, Nat44EiStaticMappingDump, (details) => ({
      ...mappingOf(details),
      local: details.localIpAddress,
      localPort: details.localPort,
      external: details.externalIpAddress,
      externalPort: details.externalPort,
      externalInterface: details.externalSwIfIndex,
    })),
  async setIdentityMapping(vpp, mapping, isAdd) {
    refuseProtocol(mapping, "sweetcomb-nat:protocol");
    await vpp.call(Nat44EiAddDelIdentityMapping, {
      isAdd,
      flags: flagsOf(mapping),
      ipAddress: mapping.external,
      protocol: mapping.protocol,
      port: mapping.externalPort,
      swIfIndex: mapping.externalInterface,
      vrfId: mapping.vrfId,
      tag: mapping.tag,
    });
  },
  identityMappings: (vpp) =>
    translated(vpp, Nat44EiIdentityMappingDump, (details) => ({
      ...mappingOf(details),
      local: details.ipAddress,
      localPort: details.port,
      external: details.ipAddress,
      externalPort: details.port,
      externalInterface: details.swIfIndex,
    })),
};

const knownProtocols = new Set([1, 6, 17]);

/** nat44-ei takes every other protocol for one and the same. */
function refuseProtocol({ hasPorts, protocol }: Mapping, leaf: string): void {
  if (!hasPorts || knownProtocols.has(protocol)) return;
  throw new NotSupportedByVpp(leaf, "Endpoint-independent processing has ports of ICMP (1), TCP (6) and UDP (17) only");
}

function flagsOf({ hasPorts }: Mapping): Nat44EiConfigFlags {
  return hasPorts ? Nat44EiConfigFlags.NAT44_EI_NONE : Nat44EiConfigFlags.NAT44_EI_ADDR_ONLY_MAPPING;
}

function mappingOf(details: { flags: number; protocol: number; vrfId: number; tag: string }) {
  const { flags, protocol, vrfId, tag } = details;
  return {
    protocol,
    vrfId,
    tag,
    hasPorts: (flags & Nat44EiConfigFlags.NAT44_EI_ADDR_ONLY_MAPPING) === 0,
    twiceNat: undefined,
    twiceNatAddress: undefined,
    out2inOnly: false,
  };
}
