/**
 * Tunnels to an address that VPP has itself. When a packet from such a tunnel arrives at the address, VPP 26.06 takes the number of the tunnel's
 * interface for the place of a table (ip4-local and ip6-local, by sw_if_index[VLIB_TX]), and ends where it has not so many tables.
 */

import type { ConfiguredObjects, Entry, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "../interfaces/interface.js";
import { type Family, familyOf } from "./addresses.js";
import { type AddressKey, interfaceAddresses, vrfOf } from "./overlapping-addresses.js";

/** Where a tunnel leads to; a multipoint tunnel has no remote end of its own. */
export interface TunnelEnd {
  readonly remote?: string;
  readonly vrf?: string;
}

/** By what an address of VPP is found. */
export function ownAddressMark(ip: string): string {
  return `own address ${ip}`;
}

/** By what a tunnel is found. */
export function tunnelEndMarks({ remote, vrf }: TunnelEnd): readonly string[] {
  return remote === undefined ? [] : [tunnelMark(remote, vrf)];
}

function tunnelMark(remote: string, vrf: string | undefined): string {
  return `tunnel to ${remote} in VRF ${vrf}`;
}

/** The refusal of a tunnel to an address that VPP has in the same VRF. `member` has the ends. */
export function refuseOwnEnd(
  { remote, vrf }: TunnelEnd,
  member: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (remote === undefined) return undefined;
  const family = familyOf(remote);
  for (const { key } of objects.marked(ownAddressMark(remote), interfaceAddresses[family])) {
    if (vrfOf(objects, family, key) === vrf) {
      return toItself(`${member}/remote`, `VPP has ${remote} itself, on ${key.interface}`);
    }
  }
  return undefined;
}

/** The refusal of an address that a tunnel in the same VRF leads to. */
export function refuseEndOfTunnel(
  family: Family,
  { key }: Entry<AddressKey, unknown>,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const mark = tunnelMark(key.ip, vrfOf(objects, family, key));
  for (const tunnel of objects.marked<InterfaceKey, unknown>(mark, interfaces)) {
    return toItself("", `${tunnel.key.name} leads to ${key.ip}`);
  }
  return undefined;
}

function toItself(leaf: string, what: string): Refusal {
  const message = `${what}: VPP 26.06 would not outlive a packet that it sends to itself through a tunnel`;
  return { leaf, tag: "operation-not-supported", message };
}
