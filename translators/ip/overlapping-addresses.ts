/**
 * Subnets that overlap. VPP compares an address with those of all interfaces in the same table, and takes none whose subnet holds
 * or is held by another one, but for a further address of the same interface and subnet (ip4_add_del_interface_address_internal,
 * ip6_add_del_interface_address).
 */

import type { ConfiguredObjects, Entry, ObjectKind, Refusal } from "../../src/southbound/translator.js";
import type { InterfaceKey } from "../interfaces/interface.js";
import { type Family, ip4Bytes, ip6Bytes } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";

export type AddressKey = { readonly interface: string; readonly ip: string };

export interface AddressValue {
  readonly "prefix-length": number;
}

type AddressEntry = Entry<AddressKey, AddressValue>;

/** Lengths in bits of the blocks in which addresses are looked for, the shortest first. */
const blockLengths: Readonly<Record<Family, readonly number[]>> = { ipv4: [16, 24], ipv6: [48, 64] };

/** Names of the blocks that hold the subnet of an address, and of the longest one of them, which it is of. */
export function blocksOf(family: Family, { key, value }: AddressEntry): readonly string[] {
  const lengths = holding(family, value);
  return [of(family, key, lengths.at(-1)), ...lengths.map((length) => within(family, key, length))];
}

/** The refusal of an address whose subnet overlaps one that is configured in the same VRF. */
export function refuseOverlap(
  kind: ObjectKind<AddressKey>,
  family: Family,
  { key, value }: AddressEntry,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const vrf = vrfOf(objects, family, key);
  for (const other of near(kind, family, { key, value }, objects)) {
    const isSame = other.key.interface === key.interface && other.key.ip === key.ip;
    if (isSame || !overlap(family, { key, value }, other) || vrfOf(objects, family, other.key) !== vrf) continue;
    const { interface: name, ip } = other.key;
    const message = `The subnet overlaps that of ${ip}/${other.value["prefix-length"]} on ${name} in the same VRF, which VPP cannot hold`;
    return { leaf: "", message };
  }
  return undefined;
}

/** All addresses whose subnet may overlap, and some others. */
function* near(
  kind: ObjectKind<AddressKey>,
  family: Family,
  { key, value }: AddressEntry,
  objects: ConfiguredObjects,
): Iterable<AddressEntry> {
  const lengths = holding(family, value);
  const longest = lengths.at(-1);
  if (longest === undefined) return yield* objects.allConfigured<AddressKey, AddressValue>(kind);
  yield* objects.marked<AddressKey, AddressValue>(within(family, key, longest), kind);
  for (const length of [undefined, ...lengths.slice(0, -1)]) {
    yield* objects.marked<AddressKey, AddressValue>(of(family, key, length), kind);
  }
}

function holding(family: Family, { "prefix-length": length }: AddressValue): readonly number[] {
  return blockLengths[family].filter((blockLength) => blockLength <= length);
}

function within(family: Family, { ip }: AddressKey, length: number): string {
  return `${family} within ${bytesOf(family, ip).subarray(0, length / 8)}`;
}

function of(family: Family, { ip }: AddressKey, length = 0): string {
  return `${family} of ${bytesOf(family, ip).subarray(0, length / 8)}`;
}

function overlap(family: Family, one: AddressEntry, other: AddressEntry): boolean {
  const [length, otherLength] = [one.value["prefix-length"], other.value["prefix-length"]];
  if (one.key.interface === other.key.interface && length === otherLength) return false;
  const [bytes, otherBytes] = [bytesOf(family, one.key.ip), bytesOf(family, other.key.ip)];
  const bits = Math.min(length, otherLength);
  const whole = Math.floor(bits / 8);
  const mask = (0xff00 >> (bits % 8)) & 0xff;
  for (let index = 0; index < whole; index++) if (bytes[index] !== otherBytes[index]) return false;
  return mask === 0 || ((bytes[whole]! ^ otherBytes[whole]!) & mask) === 0;
}

function bytesOf(family: Family, ip: string): Uint8Array {
  return family === "ipv4" ? ip4Bytes(ip) : ip6Bytes(ip);
}

function vrfOf(objects: ConfiguredObjects, family: Family, { interface: name }: AddressKey): string | undefined {
  const ref = interfaceVrfs[family].at({ name } satisfies InterfaceKey);
  return objects.configured<{ readonly "sweetcomb-routing:vrf"?: string }>(ref)?.["sweetcomb-routing:vrf"];
}
