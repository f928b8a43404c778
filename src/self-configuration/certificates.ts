/** Certificates as ietf-crypto-types holds them (RFC 9640): CMS SignedData that has certificates and nothing else. */

import "reflect-metadata";
import { X509Certificate } from "node:crypto";
import { X509Certificates } from "@peculiar/x509";
import { ManagementError } from "../errors/management-error.js";

/**
 * The certificates in a leaf `cert-data`. A single certificate in DER without the envelope is taken too: that is what tools
 * have at hand.
 * @param path of the leaf, for the error
 * @throws ManagementError invalid-value
 */
export function parseCertificates(base64: string, path: string): readonly X509Certificate[] {
  const bytes = Buffer.from(base64, "base64");
  try {
    return [new X509Certificate(bytes)];
  } catch {
    return parseCms(bytes, path);
  }
}

function parseCms(bytes: Buffer, path: string): readonly X509Certificate[] {
  try {
    const found = Array.from(new X509Certificates(bytes), ({ rawData }) => new X509Certificate(Buffer.from(rawData)));
    if (found.length > 0) return found;
  } catch (cause) {
    const message = `This is neither CMS with certificates nor a certificate in DER: ${(cause as Error).message}`;
    throw new ManagementError("invalid-value", { path, message, cause });
  }
  throw new ManagementError("invalid-value", { path, message: "There is no certificate in this CMS" });
}

/** The certificate first, then the one that issued it, and so on as far as they are there. */
export function chainFrom(
  first: X509Certificate,
  others: readonly X509Certificate[],
): readonly [X509Certificate, ...X509Certificate[]] {
  const chain: [X509Certificate, ...X509Certificate[]] = [first];
  let rest = others.filter((other) => other !== first);
  for (let last = first; ; ) {
    const issuer = rest.find((other) => last.checkIssued(other) && last.verify(other.publicKey));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    rest = rest.filter((other) => other !== issuer);
    last = issuer;
  }
}

export function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => certificate.toString()).join("");
}
