/** nat44-ed and nat44-ei do alike under messages of different names; a dialect gives both the same words. */

import type { DumpMessage, RequestMessage, VppCaller } from "vpp-binapi-ts";
import type {
  Nat44EiShowRunningConfig,
  Nat44ForwardingEnableDisable,
  Nat44ShowRunningConfig,
  NatGetMssClamping,
  NatIpfixEnableDisable,
  NatSetMssClamping,
  NatSetTimeouts,
} from "vpp-binapi-ts/api";

/** A static mapping, or an identity mapping (without a local address), as VPP names it. */
export interface Mapping {
  readonly local: Uint8Array;
  readonly localPort: number;
  readonly external: Uint8Array;
  readonly externalPort: number;
  /** sw_if_index whose address is the external one; all ones for none. */
  readonly externalInterface: number;
  readonly protocol: number;
  readonly vrfId: number;
  readonly hasPorts: boolean;
  readonly twiceNat: "always" | "self" | undefined;
  readonly twiceNatAddress: Uint8Array | undefined;
  readonly out2inOnly: boolean;
  readonly tag: string;
}

export interface Sides {
  readonly swIfIndex: number;
  readonly inside: boolean;
  readonly outside: boolean;
}

export type InterfaceRole = "inside" | "outside" | "output-feature";

export interface Nat44Dialect {
  readonly plugin: "nat44-ed" | "nat44-ei";
  readonly showRunningConfig: typeof Nat44ShowRunningConfig | typeof Nat44EiShowRunningConfig;
  readonly setForwarding: typeof Nat44ForwardingEnableDisable;
  readonly setMssClamping: typeof NatSetMssClamping;
  readonly getMssClamping: typeof NatGetMssClamping;
  readonly setIpfixLogging: typeof NatIpfixEnableDisable;
  readonly setTimeouts: typeof NatSetTimeouts;
  setInterface(vpp: VppCaller, swIfIndex: number, role: InterfaceRole, isAdd: boolean): Promise<unknown>;
  interfaces(vpp: VppCaller): AsyncIterable<Sides>;
  outputInterfaces(vpp: VppCaller): AsyncIterable<{ readonly swIfIndex: number }>;
  setStaticMapping(vpp: VppCaller, mapping: Mapping, isAdd: boolean): Promise<unknown>;
  staticMappings(vpp: VppCaller): AsyncIterable<Mapping>;
  setIdentityMapping(vpp: VppCaller, mapping: Mapping, isAdd: boolean): Promise<unknown>;
  identityMappings(vpp: VppCaller): AsyncIterable<Mapping>;
}

/** The details of a dump, each in other words. */
export async function* translated<Details, Result>(
  vpp: VppCaller,
  message: DumpMessage<object, Details>,
  translate: (details: Details) => Result,
): AsyncIterable<Result> {
  for await (const details of vpp.dump(message)) yield translate(details);
}

export type { RequestMessage };
