/** Addresses and prefixes as texts of the API, which may be anything. */

import { isIP } from "node:net";
import { normalizeCidr } from "cidr-tools";

export type Family = 4 | 6;

/** The address in its canonical form; undefined when it is none. */
export function addressOf(text: string | undefined): string | undefined {
  // A zone (fe80::1%eth0) means something on one machine only.
  if (text === undefined || isIP(text) === 0 || text.includes("%")) return undefined;
  return normalizeCidr(text);
}

/** The canonical addresses among the texts, each once. */
export function addressesOf(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.map(addressOf).filter((address) => address !== undefined))];
}

/** The prefix in its canonical form, without bits behind its length; undefined when it is none. */
export function prefixOf(text: string | undefined): string | undefined {
  const [, address, length] = /^([^/%]+)\/(\d{1,3})$/.exec(text?.trim() ?? "") ?? [];
  if (address === undefined || length === undefined || isIP(address) === 0) return undefined;
  if (Number(length) > (familyOf(address) === 6 ? 128 : 32)) return undefined;
  return normalizeCidr(`${address}/${Number(length)}`);
}

/** The prefix of one address. */
export function hostPrefix(address: string): string {
  return `${address}/${familyOf(address) === 6 ? 128 : 32}`;
}

export function familyOf(address: string): Family {
  return address.includes(":") ? 6 : 4;
}
