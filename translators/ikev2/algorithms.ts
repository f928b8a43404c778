/** Transforms of IKEv2 by YANG's names, with the numbers of IANA that VPP uses. */

export const encryptions = {
  "3des": 3,
  null: 11,
  "aes-cbc": 12,
  "aes-ctr": 13,
  "aes-gcm-16": 20,
  "chacha20-poly1305": 28,
} as const;

export const integrities = {
  none: 0,
  "md5-96": 1,
  "sha1-96": 2,
  "aes-cmac-96": 8,
  "aes-128-gmac": 9,
  "aes-192-gmac": 10,
  "aes-256-gmac": 11,
  "sha2-256-128": 12,
  "sha2-384-192": 13,
  "sha2-512-256": 14,
} as const;

export const pseudorandomFunctions = {
  "hmac-md5": 1,
  "hmac-sha1": 2,
  "aes128-xcbc": 4,
  "hmac-sha2-256": 5,
  "hmac-sha2-384": 6,
  "hmac-sha2-512": 7,
  "aes128-cmac": 8,
} as const;

export const dhGroups = {
  none: 0,
  "modp-768": 1,
  "modp-1024": 2,
  "modp-1536": 5,
  "modp-2048": 14,
  "modp-3072": 15,
  "modp-4096": 16,
  "modp-6144": 17,
  "modp-8192": 18,
  "ecp-256": 19,
  "ecp-384": 20,
  "ecp-521": 21,
  "modp-1024-160": 22,
  "modp-2048-224": 23,
  "modp-2048-256": 24,
  "ecp-192": 25,
} as const;

export const identityTypes = { "ipv4-address": 1, fqdn: 2, email: 3, "ipv6-address": 5 } as const;

/** The name of a number in one of the tables above; undefined when it is not there. */
export function nameIn<Name extends string>(table: Readonly<Record<Name, number>>, number: number): Name | undefined {
  return (Object.keys(table) as Name[]).find((name) => table[name] === number);
}
