/** Ranges of IPv4 addresses, which is how the pools of VPP are filled; VPP lists them address by address. Pure. */

import { formatIp4, ip4Bytes } from "../ip/addresses.js";

/** What an address of a pool is for. */
export interface PoolUse {
  readonly vrf: string | undefined;
  readonly twiceNat: boolean;
}

/** Addresses as numbers, both ends included. */
export interface AddressRange extends PoolUse {
  readonly first: number;
  readonly last: number;
}

export function addressNumber(text: string): number {
  return ip4Bytes(text).reduce((number, octet) => number * 256 + octet, 0);
}

export function addressText(number: number): string {
  return formatIp4(addressBytes(number));
}

export function addressBytes(number: number): Uint8Array {
  return Uint8Array.from([24, 16, 8, 0], (shift) => (number >>> shift) & 0xff);
}

/** All addresses of a prefix. */
export function rangeOfPrefix(prefix: string, use: PoolUse): AddressRange {
  const [address = "", length] = prefix.split("/");
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(addressNumber(address) / size) * size;
  return { ...use, first, last: first + size - 1 };
}

/** A range as prefixes, as few as it takes. */
export function prefixesOfRange({ first, last }: Pick<AddressRange, "first" | "last">): readonly string[] {
  const prefixes: string[] = [];
  for (let start = first; start <= last; ) {
    let length = 32;
    while (length > 0 && start % sizeOf(length - 1) === 0 && start + sizeOf(length - 1) - 1 <= last) length--;
    prefixes.push(`${addressText(start)}/${length}`);
    start += sizeOf(length);
  }
  return prefixes;
}

function sizeOf(length: number): number {
  return 2 ** (32 - length);
}

/** The addresses of `ranges` that are not in `others`, with their use, as few ranges as it takes. */
export function withoutRanges(ranges: readonly AddressRange[], others: readonly AddressRange[]): AddressRange[] {
  const taken = addressesOf(others);
  return rangesOf([...addressesOf(ranges)].filter(([id]) => !taken.has(id)).map(([, address]) => address));
}

/** Single addresses, in any order, as few ranges as it takes. */
export function rangesOf(addresses: readonly (PoolUse & { readonly address: number })[]): AddressRange[] {
  const sorted = [...addresses].sort((one, other) => compareUse(one, other) || one.address - other.address);
  const ranges: AddressRange[] = [];
  for (const { address, vrf, twiceNat } of sorted) {
    const last = ranges.at(-1);
    const continues = last !== undefined && compareUse(last, { vrf, twiceNat }) === 0 && last.last + 1 === address;
    if (continues) ranges[ranges.length - 1] = { ...last, last: address };
    else ranges.push({ vrf, twiceNat, first: address, last: address });
  }
  return ranges;
}

/** Two ranges with an address in common that VPP would hold in one pool; undefined when there are none. */
export function overlap(ranges: readonly AddressRange[]): readonly [AddressRange, AddressRange] | undefined {
  const sorted = [...ranges].sort(
    (one, other) => Number(one.twiceNat) - Number(other.twiceNat) || one.first - other.first,
  );
  for (const [index, range] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next.twiceNat === range.twiceNat && next.first <= range.last) return [range, next];
  }
  return undefined;
}

function addressesOf(ranges: readonly AddressRange[]) {
  const addresses = new Map<string, PoolUse & { readonly address: number }>();
  for (const { first, last, vrf, twiceNat } of ranges) {
    for (let address = first; address <= last; address++) {
      addresses.set(`${address} ${vrf ?? ""} ${twiceNat}`, { address, vrf, twiceNat });
    }
  }
  return addresses;
}

function compareUse(one: PoolUse, other: PoolUse): number {
  const order = (use: PoolUse) => `${use.twiceNat} ${use.vrf ?? ""}`;
  return order(one) < order(other) ? -1 : Number(order(one) > order(other));
}
