/** An entry of the mapping table: its value, and what the translators of its kinds share. */

import { type Claim, defineKind, type Entry, type ObjectRef, type Refusal } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { type InstanceKey, instanceKeys, instanceOf, instancePath } from "./instance.js";
import { vrfRefs } from "./vrf.js";

export type MappingKey = InstanceKey & { readonly index: string };

interface Port {
  readonly "start-port-number"?: number;
}

export interface MappingValue {
  readonly "transport-protocol"?: number;
  readonly "internal-src-address"?: string;
  readonly "internal-src-port"?: Port;
  readonly "external-src-address"?: string;
  readonly "external-src-port"?: Port;
  readonly "sweetcomb-nat:vrf"?: string;
  readonly "sweetcomb-nat:external-interface"?: string;
  readonly "sweetcomb-nat:twice-nat"?: "always" | "self";
  readonly "sweetcomb-nat:twice-nat-address"?: string;
  readonly "sweetcomb-nat:out2in-only"?: boolean;
  readonly "sweetcomb-nat:tag"?: string;
  readonly "sweetcomb-nat:affinity"?: number;
  readonly "sweetcomb-nat:local"?: readonly Local[];
}

export interface Local {
  readonly address: string;
  readonly port: number;
  readonly probability?: number;
  readonly vrf?: string;
}

/** Mappings of every kind, by their number. */
export const natMappings = defineKind<MappingKey>("nat-mapping", ["instance", "index"]);
export const mappingPath = `${instancePath}/mapping-table/mapping-entry`;
export const mappingKeys = { ...instanceKeys, index: "mapping-entry/index" } as const;
export const mappingLeafs: readonly string[] = [
  "transport-protocol",
  "internal-src-address",
  "internal-src-port",
  "external-src-address",
  "external-src-port",
  ...["vrf", "external-interface", "twice-nat", "twice-nat-address", "out2in-only", "tag", "affinity", "local"].map(
    (leaf) => `sweetcomb-nat:${leaf}`,
  ),
];

export type MappingKind = "static" | "load-balanced" | "nat64" | "nat66";

/** What an entry makes in VPP: that follows from what it has and from its families. */
export function mappingKind(value: MappingValue): MappingKind {
  if (value["sweetcomb-nat:local"] !== undefined) return "load-balanced";
  if (value["internal-src-address"]?.includes(":") !== true) return "static";
  return value["external-src-address"]?.includes(":") === true ? "nat66" : "nat64";
}

export function mappingNeeds({ key, value }: Entry<MappingKey, MappingValue>, family: Family): ObjectRef[] {
  const name = value["sweetcomb-nat:external-interface"];
  return [
    instanceOf(key),
    ...vrfRefs(family, value["sweetcomb-nat:vrf"]),
    ...(name === undefined ? [] : [interfaces.at({ name })]),
  ];
}

/** NAT44 has one mapping for an outside address, or for a port of it. */
export function outsideClaim(value: MappingValue): readonly Claim[] {
  const outside = value["external-src-address"];
  if (outside === undefined) return [];
  const port = startPort(value["external-src-port"]);
  const ports = port === undefined ? "" : `, protocol ${value["transport-protocol"]}, port ${port}`;
  return [{ what: `outside address ${hostAddress(outside)}${ports}`, leaf: "external-src-address" }];
}

export function startPort(port: Port | undefined): number | undefined {
  return port?.["start-port-number"];
}

/** The address of a prefix that has one only. */
export function hostAddress(prefix: string): string {
  return prefix.slice(0, prefix.indexOf("/"));
}

/** Refuses a prefix with more than one address. */
export function refusePrefix(leaf: string, prefix: string | undefined): Refusal | undefined {
  if (prefix === undefined || prefix.endsWith(prefix.includes(":") ? "/128" : "/32")) return undefined;
  return { leaf, message: "VPP maps single addresses: the prefix has to have full length" };
}

/** Refuses ports without protocol, on one side only, or 0; and a protocol without ports. */
export function refusePorts(value: MappingValue): Refusal | undefined {
  const internal = startPort(value["internal-src-port"]);
  const external = startPort(value["external-src-port"]);
  const protocol = value["transport-protocol"];
  if ((internal === undefined) !== (external === undefined)) {
    const leaf = internal === undefined ? "internal-src-port" : "external-src-port";
    return { leaf, message: "A mapping has a port on both sides, or on none" };
  }
  if (internal === 0 || external === 0) {
    return { leaf: internal === 0 ? "internal-src-port" : "external-src-port", message: "VPP has no port 0" };
  }
  if ((protocol === undefined) !== (internal === undefined)) {
    const message = "A mapping has ports with a protocol, or neither";
    return { leaf: protocol === undefined ? "transport-protocol" : "internal-src-port", message };
  }
  return protocol === 0 ? { leaf: "transport-protocol", message: "Protocol 0 stands for none" } : undefined;
}

/** A number for an object that nobody numbered: from the end, where configured ones are not. */
export function unnumbered(nth: number): string {
  return String(0xffff_ffff - nth);
}
