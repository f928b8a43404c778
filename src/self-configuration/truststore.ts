/** ietf-truststore (RFC 9641): bags of certificates and of public keys that others are known by. */

import type { X509Certificate } from "node:crypto";
import ssh2 from "ssh2";
import { ManagementError } from "../errors/management-error.js";
import { isListOf } from "../identity/revocation.js";
import { type RevocationList, readRevocationList } from "../identity/revocation-list.js";
import { parseCertificates } from "./certificates.js";
import { entryPath } from "./instance-path.js";

export const TRUSTSTORE_PATH = "/ietf-truststore:truststore";

export interface TrustedCertificate {
  /** Instance path of its cert-data. */
  readonly path: string;
  readonly certificate: X509Certificate;
}

export interface Truststore {
  readonly certificateBags: ReadonlyMap<string, readonly TrustedCertificate[]>;
  /** By name. */
  readonly revocationLists: ReadonlyMap<string, readonly RevocationList[]>;
  /** One OpenSSH line for each key of SSH in the bag. */
  readonly publicKeyBags: ReadonlyMap<string, readonly string[]>;
}

interface CertificateBagJson {
  readonly name: string;
  readonly certificate?: readonly { readonly name: string; readonly "cert-data": string }[];
  readonly "sweetcomb-truststore:revocation-list"?: readonly { readonly name: string; readonly "crl-data": string }[];
}

interface PublicKeyBagJson {
  readonly name: string;
  readonly "public-key"?: readonly {
    readonly name: string;
    readonly "public-key-format": string;
    readonly "public-key": string;
  }[];
}

/**
 * @param truststore content of /ietf-truststore:truststore, RFC 7951; undefined when there is none
 * @throws ManagementError invalid-value with the path of a certificate, list or key that cannot be read
 */
export function readTruststore(truststore: unknown): Truststore {
  const json = (truststore ?? {}) as {
    readonly "certificate-bags"?: { readonly "certificate-bag"?: readonly CertificateBagJson[] };
    readonly "public-key-bags"?: { readonly "public-key-bag"?: readonly PublicKeyBagJson[] };
  };
  const bags = json["certificate-bags"]?.["certificate-bag"] ?? [];
  const certificateBags = new Map(bags.map((bag) => [bag.name, certificatesOf(bag)]));
  return {
    certificateBags,
    revocationLists: new Map(
      bags.map((bag) => [revocationListsName(bag.name), listsOf(bag, certificateBags.get(bag.name)!)]),
    ),
    publicKeyBags: new Map((json["public-key-bags"]?.["public-key-bag"] ?? []).map((bag) => [bag.name, linesOf(bag)])),
  };
}

/** What the revocation lists of a bag are called among all: those of the settings at the start have a name, too. */
export function revocationListsName(bag: string): string {
  return `truststore/${bag}`;
}

function bagPath({ name }: CertificateBagJson): string {
  return entryPath(`${TRUSTSTORE_PATH}/certificate-bags`, "certificate-bag", "name", name);
}

function certificatesOf(json: CertificateBagJson): readonly TrustedCertificate[] {
  const { certificate = [] } = json;
  const bag = bagPath(json);
  return certificate.flatMap((entry) => {
    const path = `${entryPath(bag, "certificate", "name", entry.name)}/cert-data`;
    return parseCertificates(entry["cert-data"], path).map((found) => ({ path, certificate: found }));
  });
}

function listsOf(json: CertificateBagJson, authorities: readonly TrustedCertificate[]): readonly RevocationList[] {
  return (json["sweetcomb-truststore:revocation-list"] ?? []).map(({ name, "crl-data": data }) => {
    const entry = entryPath(bagPath(json), "sweetcomb-truststore:revocation-list", "name", name);
    return readList(data, `${entry}/crl-data`, authorities);
  });
}

function readList(base64: string, path: string, authorities: readonly TrustedCertificate[]): RevocationList {
  let list: RevocationList;
  try {
    list = readRevocationList(Buffer.from(base64, "base64"));
  } catch (cause) {
    const message = `This revocation list cannot be used: ${(cause as Error).message}`;
    throw new ManagementError("invalid-value", { path, message, cause });
  }
  if (authorities.some(({ certificate }) => isListOf(list, certificate))) return list;
  throw new ManagementError("invalid-value", {
    path,
    message: "No authority of this bag has signed this revocation list",
  });
}

function linesOf({ name, "public-key": keys = [] }: PublicKeyBagJson): readonly string[] {
  const bag = entryPath(`${TRUSTSTORE_PATH}/public-key-bags`, "public-key-bag", "name", name);
  return keys
    .filter((key) => key["public-key-format"].endsWith("ssh-public-key-format"))
    .map((key) => sshLine(key["public-key"], `${entryPath(bag, "public-key", "name", key.name)}/public-key`));
}

/** The name of the algorithm stands at the beginning of the key (RFC 4253 6.6). */
function sshLine(base64: string, path: string): string {
  const bytes = Buffer.from(base64, "base64");
  const length = bytes.length >= 4 ? bytes.readUInt32BE() : 0;
  const line = `${bytes.subarray(4, 4 + length).toString("latin1")} ${base64}`;
  const parsed = ssh2.utils.parseKey(line);
  if (!(parsed instanceof Error) && !parsed.isPrivateKey()) return line;
  throw new ManagementError("invalid-value", { path, message: "This is no public key in the form of SSH" });
}
