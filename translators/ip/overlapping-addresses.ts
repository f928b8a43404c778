/**
 * Subnets that overlap. VPP compares an address with those of all interfaces in the same table, and takes none whose subnet holds
 * or is held by another one, but for a further address of the same interface and subnet (ip4_add_del_interface_address_internal,
 * ip6_add_del_interface_address).
 */

import type { Prefix } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineKind,
  type Entry,
  type ObjectKind,
  type Refusal,
} from "../../src/southbound/translator.js";
import type { InterfaceKey } from "../interfaces/interface.js";
import { address, type Family } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";
import { blocksOf, blocksToLookIn } from "./prefix-blocks.js";
import { prefixesMeet, prefixHolds } from "./prefix-relations.js";
import { hostPrefix } from "./tunnel-ends.js";

export type AddressKey = { readonly interface: string; readonly ip: string };

/** Addresses of interfaces. */
export const interfaceAddresses: Readonly<Record<Family, ObjectKind<AddressKey>>> = {
  ipv4: defineKind<AddressKey>("interface-ipv4-address", ["interface", "ip"]),
  ipv6: defineKind<AddressKey>("interface-ipv6-address", ["interface", "ip"]),
};

export interface AddressValue {
  readonly "prefix-length": number;
}

type AddressEntry = Entry<AddressKey, AddressValue>;

/** By what an address is found when another one may overlap its subnet. */
export function subnetMarks(family: Family, entry: AddressEntry): readonly string[] {
  return blocksOf(subnetOf(entry)).map((name) => mark(family, name));
}

/** The refusal of an address whose subnet overlaps one that is configured in the same VRF. */
export function refuseOverlap(
  family: Family,
  { key, value }: AddressEntry,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const vrf = vrfOf(objects, family, key);
  for (const other of near(family, { key, value }, objects)) {
    const isSame = other.key.interface === key.interface && other.key.ip === key.ip;
    if (isSame || !overlap({ key, value }, other) || vrfOf(objects, family, other.key) !== vrf) continue;
    const { interface: name, ip } = other.key;
    const message = `The subnet overlaps that of ${ip}/${other.value["prefix-length"]} on ${name} in the same VRF, which VPP cannot hold`;
    return { leaf: "", message };
  }
  return undefined;
}

/** All addresses whose subnet may overlap, and some others, in all VRFs. */
function* near(family: Family, entry: AddressEntry, objects: ConfiguredObjects): Iterable<AddressEntry> {
  for (const name of blocksToLookIn(subnetOf(entry))) {
    yield* objects.marked<AddressKey, AddressValue>(mark(family, name), interfaceAddresses[family]);
  }
}

/** The interfaces in a VRF whose subnets hold an address. */
export function* subnetsAround(
  family: Family,
  ip: string,
  vrf: string | undefined,
  objects: ConfiguredObjects,
): Iterable<string> {
  const host = hostPrefix(ip);
  for (const name of blocksToLookIn(host)) {
    for (const other of objects.marked<AddressKey, AddressValue>(mark(family, name), interfaceAddresses[family])) {
      if (prefixHolds(subnetOf(other), host) && vrfOf(objects, family, other.key) === vrf) yield other.key.interface;
    }
  }
}

function mark(family: Family, name: string): string {
  return `${family} subnet ${name}`;
}

function overlap(one: AddressEntry, other: AddressEntry): boolean {
  const isOneMore =
    one.key.interface === other.key.interface && one.value["prefix-length"] === other.value["prefix-length"];
  return !isOneMore && prefixesMeet(subnetOf(one), subnetOf(other));
}

/** With the address as its host bits. */
function subnetOf({ key, value }: AddressEntry): Prefix {
  return { address: address(key.ip), len: value["prefix-length"] };
}

/** The VRF of the interface that has an address; undefined for the default one. */
export function vrfOf(
  objects: ConfiguredObjects,
  family: Family,
  { interface: name }: Pick<AddressKey, "interface">,
): string | undefined {
  const ref = interfaceVrfs[family].at({ name } satisfies InterfaceKey);
  return objects.configured<{ readonly "sweetcomb-routing:vrf"?: string }>(ref)?.["sweetcomb-routing:vrf"];
}
