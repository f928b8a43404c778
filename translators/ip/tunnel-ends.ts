/** Tunnels by where they lead to, found for an address or a prefix that holds it without a look at all. */

import type { Prefix } from "vpp-binapi-ts/api";
import type { ConfiguredObjects } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { type AssociationKey, endOfAssociation, securityAssociations } from "../ipsec/associations.js";
import type { SecurityAssociation } from "../ipsec/sa-wire.js";
import type { EidKey } from "../lisp/eid.js";
import { endsOfSender, type ForwardingKey, forwardingEntries, proxyEtrs, remoteMappings } from "../lisp/remote-ends.js";
import {
  type Encapsulation,
  type EncapsulationKey,
  endOfEncapsulation,
  udpEncapsulations,
} from "../routing/udp-encapsulations.js";
import {
  endOfPeer,
  type MultipointPeer,
  type MultipointPeerKey,
  multipointPeers,
} from "../tunnels/multipoint-peers.js";
import { address, type Family, familyOf } from "./addresses.js";
import { blocksOf, blocksToLookIn } from "./prefix-blocks.js";
import { addressBytes, prefixHolds } from "./prefix-relations.js";

/** Where a tunnel leads to; a multipoint tunnel has no remote end of its own. */
export interface TunnelEnd {
  readonly remote?: string;
  readonly vrf?: string;
}

/** By what a tunnel is found. */
export function tunnelEndMarks({ remote }: TunnelEnd): readonly string[] {
  if (remote === undefined) return [];
  return [anyTunnel, ...blocksOf(hostPrefix(remote)).map((block) => mark(familyOf(remote), block))];
}

/** By what all tunnels with a remote end are found. */
export const anyTunnel = "tunnel";

/** The name of a tunnel in a VRF whose remote end is in a prefix, and that end. */
export function tunnelInto(
  family: Family,
  prefix: Prefix,
  vrf: string | undefined,
  objects: ConfiguredObjects,
): FoundTunnel | undefined {
  for (const found of tunnelsInto(family, prefix, objects)) if (found.vrf === vrf) return found;
  return undefined;
}

/** The same, whatever VRF the tunnel is in. */
export function tunnelIntoAnyVrf(family: Family, prefix: Prefix, objects: ConfiguredObjects): FoundTunnel | undefined {
  for (const found of tunnelsInto(family, prefix, objects)) return found;
  return undefined;
}

interface FoundTunnel {
  readonly tunnel: string;
  readonly remote: string;
  readonly vrf?: string | undefined;
}

function* tunnelsInto(family: Family, prefix: Prefix, objects: ConfiguredObjects): Iterable<FoundTunnel> {
  for (const block of blocksToLookIn(prefix)) {
    for (const { tunnel, remote, vrf } of tunnelsMarked(mark(family, block), objects)) {
      if (remote !== undefined && prefixHolds(prefix, hostPrefix(remote))) yield { tunnel, remote, vrf };
    }
  }
}

/** All that leads somewhere: interfaces, remote ends of multipoint tunnels, security associations, and UDP encapsulations. */
function* tunnelsMarked(mark: string, objects: ConfiguredObjects): Iterable<TunnelEnd & { readonly tunnel: string }> {
  for (const tunnel of objects.marked<InterfaceKey, object>(mark, interfaces)) {
    yield { tunnel: tunnel.key.name, ...endOf(tunnel.value) };
  }
  for (const { key, value } of objects.marked<MultipointPeerKey, MultipointPeer>(mark, multipointPeers)) {
    yield { tunnel: `${key.interface} to ${key.peer}`, ...endOfPeer(value) };
  }
  for (const { key, value } of objects.marked<AssociationKey, SecurityAssociation>(mark, securityAssociations)) {
    yield { tunnel: `security association ${key.id}`, ...endOfAssociation(value) };
  }
  for (const { key, value } of objects.marked<EncapsulationKey, Encapsulation>(mark, udpEncapsulations)) {
    yield { tunnel: `UDP encapsulation ${key.name}`, ...endOfEncapsulation(value) };
  }
  for (const { key, value } of objects.marked<ForwardingKey, object>(mark, forwardingEntries)) {
    for (const end of endsOfSender(value)) yield { tunnel: `the entry of LISP for ${key.remote}`, ...end };
  }
  for (const { key, value } of objects.marked<EidKey, object>(mark, remoteMappings)) {
    for (const end of endsOfSender(value)) yield { tunnel: `the mapping of LISP for ${key.eid}`, ...end };
  }
  for (const { value } of objects.marked<object, object>(mark, proxyEtrs)) {
    for (const end of endsOfSender(value)) yield { tunnel: "the way of LISP to its proxy ETR", ...end };
  }
}

/** The prefix that is one address. */
export function hostPrefix(ip: string): Prefix {
  const host = address(ip);
  return { address: host, len: addressBytes(host).length * 8 };
}

/** Where an interface leads to, by its value: the member of a kind of tunnel is the only one with a remote end. */
export function endOf(value: object): TunnelEnd {
  return Object.values(value).find((member) => typeof member === "object" && "remote" in member) ?? {};
}

function mark(family: Family, block: string): string {
  return `${family} tunnel end ${block}`;
}
