/** ietf-truststore (RFC 9641): bags of certificates and of public keys that others are known by. */

import type { X509Certificate } from "node:crypto";
import ssh2 from "ssh2";
import { ManagementError } from "../errors/management-error.js";
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
  /** One OpenSSH line for each key of SSH in the bag. */
  readonly publicKeyBags: ReadonlyMap<string, readonly string[]>;
}

interface CertificateBagJson {
  readonly name: string;
  readonly certificate?: readonly { readonly name: string; readonly "cert-data": string }[];
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
 * @throws ManagementError invalid-value with the path of a certificate or key that cannot be read
 */
export function readTruststore(truststore: unknown): Truststore {
  const json = (truststore ?? {}) as {
    readonly "certificate-bags"?: { readonly "certificate-bag"?: readonly CertificateBagJson[] };
    readonly "public-key-bags"?: { readonly "public-key-bag"?: readonly PublicKeyBagJson[] };
  };
  return {
    certificateBags: new Map(
      (json["certificate-bags"]?.["certificate-bag"] ?? []).map((bag) => [bag.name, certificatesOf(bag)]),
    ),
    publicKeyBags: new Map((json["public-key-bags"]?.["public-key-bag"] ?? []).map((bag) => [bag.name, linesOf(bag)])),
  };
}

function certificatesOf({ name, certificate = [] }: CertificateBagJson): readonly TrustedCertificate[] {
  const bag = entryPath(`${TRUSTSTORE_PATH}/certificate-bags`, "certificate-bag", "name", name);
  return certificate.flatMap((entry) => {
    const path = `${entryPath(bag, "certificate", "name", entry.name)}/cert-data`;
    return parseCertificates(entry["cert-data"], path).map((found) => ({ path, certificate: found }));
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
