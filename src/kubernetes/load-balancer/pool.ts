/** The addresses that services of type LoadBalancer may get. */

import { isIP } from "node:net";
import { normalizeCidr, parseCidr } from "cidr-tools";
import { addressOf, type Family, familyOf, prefixOf } from "../addresses.js";

/** Both ends are included. */
interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

export interface Pool {
  readonly ranges: readonly Range[];
}

/** @param texts prefixes, addresses, and ranges "first-last". Throws an Error for the operator. */
export function readPool(texts: readonly string[]): Pool {
  return { ranges: texts.map(readRange) };
}

export function poolHas({ ranges }: Pool, address: string): boolean {
  const number = numberOf(address);
  return ranges.some(({ family, first, last }) => family === familyOf(address) && first <= number && number <= last);
}

export function poolHasFamily({ ranges }: Pool, family: Family): boolean {
  return ranges.some((range) => range.family === family);
}

/** The first address that nobody has; undefined when there is none. Cost follows those that are taken. */
export function freeAddress(
  { ranges }: Pool,
  family: Family,
  isTaken: (address: string) => boolean,
): string | undefined {
  for (const { first, last } of ranges.filter((range) => range.family === family)) {
    for (let number = first; number <= last; number++) {
      const address = textOf(number, family);
      if (!isTaken(address)) return address;
    }
  }
  return undefined;
}

function readRange(text: string): Range {
  const [from = "", to = from] = text.split("-").map((part) => part.trim());
  const [first, last] = [endsOf(from), endsOf(to)];
  const isRange = text.includes("-");
  const isWrong = first === undefined || last === undefined || (isRange && (isIP(from) === 0 || isIP(to) === 0));
  if (isWrong || first.family !== last.family || first.first > last.last) {
    throw new Error(`kubernetes.loadBalancer.addresses: "${text}" is no prefix, address or range of addresses`);
  }
  return { family: first.family, first: first.first, last: last.last };
}

function endsOf(text: string): Range | undefined {
  const prefix = addressOf(text) ?? prefixOf(text);
  if (prefix === undefined) return undefined;
  const { version, start, end } = parseCidr(prefix);
  return { family: version, first: start, last: end };
}

function numberOf(address: string): bigint {
  return parseCidr(address).start;
}

function textOf(number: bigint, family: Family): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((number >> shift) & 0xffn)).join(".");
  const groups = number.toString(16).padStart(32, "0").match(/.{4}/g)!;
  return normalizeCidr(groups.join(":"));
}
