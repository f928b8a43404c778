/** The configuration that these tests write, and what VPP then has to hold: both made from the same few facts. */

import type { VppState } from "./vpp-state.js";

/** A loopback with an address, a description, and routes over it in a static routing instance of its name. */
export interface Site {
  readonly name: string;
  readonly description: string;
  /** The prefix length is 24. */
  readonly address: string;
  readonly nextHop: string;
  readonly prefixes: readonly string[];
}

/** Site number `index` at step `step`: description, address and next hops say which, so that a torn site shows. */
export function site(index: number, step: number, routes = 2): Site {
  return {
    name: `loop${index}`,
    description: `step ${step}`,
    address: `10.${index}.${step & 255}.1`,
    nextHop: `10.${index}.${step & 255}.2`,
    prefixes: Array.from({ length: routes }, (_, route) => `100.${64 + index}.${route >> 8}.${route & 255}/32`),
  };
}

/** The part of a datastore document (RFC 7951) that holds sites. */
export interface NetworkDocument {
  readonly "ietf-interfaces:interfaces"?: { readonly interface?: readonly InterfaceData[] };
  readonly "ietf-routing:routing"?: {
    readonly "control-plane-protocols"?: { readonly "control-plane-protocol"?: readonly InstanceData[] };
  };
}

interface InterfaceData {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly "ietf-ip:ipv4": { readonly address: readonly { readonly ip: string; readonly "prefix-length": number }[] };
}

interface InstanceData {
  readonly type: string;
  readonly name: string;
  readonly "static-routes": { readonly "ietf-ipv4-unicast-routing:ipv4": { readonly route: readonly RouteData[] } };
}

interface RouteData {
  readonly "destination-prefix": string;
  readonly "next-hop": { readonly "outgoing-interface": string; readonly "next-hop-address": string };
}

export function documentOf(...sites: readonly Site[]): NetworkDocument {
  return {
    "ietf-interfaces:interfaces": { interface: sites.map(interfaceOf) },
    "ietf-routing:routing": { "control-plane-protocols": { "control-plane-protocol": sites.map(instanceOf) } },
  };
}

export function interfaceOf({ name, description, address }: Site): InterfaceData {
  const addresses = [{ ip: address, "prefix-length": 24 }];
  return { name, description, type: "iana-if-type:softwareLoopback", "ietf-ip:ipv4": { address: addresses } };
}

function instanceOf({ name, nextHop, prefixes }: Site): InstanceData {
  const route = prefixes.map((prefix) => ({
    "destination-prefix": prefix,
    "next-hop": { "outgoing-interface": name, "next-hop-address": nextHop },
  }));
  return { name, type: "ietf-routing:static", "static-routes": { "ietf-ipv4-unicast-routing:ipv4": { route } } };
}

/** Content of <config> that puts these sites in place of what there was of their names, and removes others by name. */
export function xmlOf(sites: readonly Site[], removed: readonly string[] = []): string {
  return `
    <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces" ${NETCONF_PREFIX}>
      ${sites.map(interfaceXml).join("")}
      ${removed.map((name) => `<interface nc:operation="remove"><name>${name}</name></interface>`).join("")}
    </interfaces>
    <routing xmlns="urn:ietf:params:xml:ns:yang:ietf-routing" ${NETCONF_PREFIX}><control-plane-protocols>
      ${sites.map(instanceXml).join("")}
      ${removed.map((name) => `<control-plane-protocol nc:operation="remove">${instanceKeys(name)}</control-plane-protocol>`).join("")}
    </control-plane-protocols></routing>`;
}

const NETCONF_PREFIX = 'xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"';

function interfaceXml({ name, description, address }: Site): string {
  return `<interface nc:operation="replace">
    <name>${name}</name><description>${description}</description>
    <type xmlns:ianaift="urn:ietf:params:xml:ns:yang:iana-if-type">ianaift:softwareLoopback</type>
    <ipv4 xmlns="urn:ietf:params:xml:ns:yang:ietf-ip">
      <address><ip>${address}</ip><prefix-length>24</prefix-length></address>
    </ipv4></interface>`;
}

function instanceXml({ name, nextHop, prefixes }: Site): string {
  const hop = `<next-hop><outgoing-interface>${name}</outgoing-interface><next-hop-address>${nextHop}</next-hop-address></next-hop>`;
  const routes = prefixes.map((prefix) => `<route><destination-prefix>${prefix}</destination-prefix>${hop}</route>`);
  return `<control-plane-protocol nc:operation="replace">${instanceKeys(name)}
    <static-routes><ipv4 xmlns="urn:ietf:params:xml:ns:yang:ietf-ipv4-unicast-routing">${routes.join("")}</ipv4>
    </static-routes></control-plane-protocol>`;
}

function instanceKeys(name: string): string {
  return `<type>static</type><name>${name}</name>`;
}

/** The sites in a datastore document, by name. A site that is torn equals none that was written. */
export function sitesIn(document: NetworkDocument): readonly Site[] {
  const interfaces = document["ietf-interfaces:interfaces"]?.interface ?? [];
  return interfaces
    .map(({ name, description, "ietf-ip:ipv4": { address } }) => {
      const routes = routesOf(document, name);
      return {
        name,
        description,
        address: distinct(address.map(({ ip }) => ip)),
        nextHop: distinct(routes.map((route) => route["next-hop"]["next-hop-address"])),
        prefixes: routes.map((route) => route["destination-prefix"]),
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

function routesOf(document: NetworkDocument, name: string): readonly RouteData[] {
  const instances = document["ietf-routing:routing"]?.["control-plane-protocols"]?.["control-plane-protocol"] ?? [];
  const instance = instances.find((candidate) => candidate.name === name);
  return instance?.["static-routes"]["ietf-ipv4-unicast-routing:ipv4"].route ?? [];
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join(" and ");
}

/** What VPP holds when it holds these sites and nothing else of ours. */
export function vppStateOf(sites: readonly Site[]): VppState {
  return sites
    .flatMap(({ name, description, address, nextHop, prefixes }) => [
      `sc:${name};${description}`,
      `${name} ${address}/24`,
      ...prefixes.map((prefix) => `${prefix} via ${name} ${nextHop}`),
    ])
    .sort();
}
