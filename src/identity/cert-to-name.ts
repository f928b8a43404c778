/** From a client's certificate to the name of a user (RFC 7407, list cert-to-name of ietf-x509-cert-to-name). */

import { createHash } from "node:crypto";
import type { CertToName, PresentedCertificate } from "./cert-to-name-entry.js";
import type { CertificateNames } from "./certificate-names.js";

/**
 * The name that the first entry gives that fits the certificate and can tell one; undefined when none does.
 * @param names what the certificate says of its subject
 */
export function mapToName(
  presented: PresentedCertificate,
  names: CertificateNames,
  entries: readonly CertToName[],
): string | undefined {
  for (const entry of [...entries].sort((one, other) => one.id - other.id)) {
    if (!fits(entry.fingerprint, presented)) continue;
    const name = derive(entry, names);
    if (name !== undefined && isUserName(name)) return name;
  }
  return undefined;
}

/** Letters that can neither be seen nor typed, and white space, would let two users look like one. */
function isUserName(name: string): boolean {
  return /^[^\p{C}\p{Z}]{1,255}$/u.test(name);
}

/** TLS HashAlgorithm (RFC 5246 7.4.1.4.1) by its number. */
const hashes: Readonly<Record<string, string>> = {
  "01": "md5",
  "02": "sha1",
  "03": "sha224",
  "04": "sha256",
  "05": "sha384",
  "06": "sha512",
};

/** An entry is about one certificate, or about all below an authority. */
function fits(fingerprint: string | undefined, { certificate, authorities }: PresentedCertificate): boolean {
  if (fingerprint === undefined) return true;
  const octets = fingerprint.toLowerCase().split(":");
  const hash = hashes[octets[0]!];
  if (hash === undefined) return false;
  const wanted = octets.slice(1).join("");
  return [certificate, ...authorities].some((der) => createHash(hash).update(der).digest("hex") === wanted);
}

function derive({ mapType, name }: CertToName, { commonNames, alternatives }: CertificateNames): string | undefined {
  if (mapType === "specified") return name;
  // A subject with two common names is two users, or none.
  if (mapType === "common-name") return commonNames.length === 1 ? commonNames[0] : undefined;
  const kind = alternativeOf[mapType];
  const found = alternatives.find((alternative) => kind === undefined || alternative.kind === kind);
  return found && spelled[found.kind](found.value);
}

const alternativeOf = {
  "san-rfc822-name": "rfc822",
  "san-dns-name": "dns",
  "san-ip-address": "ip",
  "san-any": undefined,
} as const;

const spelled = {
  rfc822: (address: string) => {
    const at = address.lastIndexOf("@");
    return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
  },
  dns: (name: string) => name.toLowerCase(),
  ip: (octets: string) => octets,
} as const;
