/**
 * Lists of certificates that their authority has revoked (RFC 5280 5):
 *
 *   CertificateList  SEQUENCE { tbsCertList, signatureAlgorithm, signature BIT STRING }
 *   tbsCertList      SEQUENCE { version?, signature, issuer, thisUpdate, nextUpdate?, revokedCertificates?, [0] extensions? }
 *   revoked          SEQUENCE OF SEQUENCE { serial INTEGER, date, extensions? }
 */

import { verify, type X509Certificate } from "node:crypto";
import { type DerElement, derElements, derSequence, derTime, TAG } from "./der.js";

export interface RevocationList {
  /** Milliseconds since 1970. */
  readonly thisUpdateMs: number;
  /** When there is a newer list; undefined when the authority does not say. */
  readonly nextUpdateMs: number | undefined;
  /** Serial numbers in hexadecimal, without zeros in front. */
  readonly serials: ReadonlySet<string>;
  /** Whether this certificate's key has signed the list. */
  isSignedBy(authority: X509Certificate): boolean;
}

/**
 * @param bytes DER, or PEM
 * @throws Error when it is no such list, is signed in a way that is not trusted (SHA-1), or is only of some certificates of its
 *   authority: to go by such a list as if it was whole would let others pass
 */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const [list] = derElements(derOf(bytes));
  const [signed, algorithm, signature] = derSequence(list);
  const fields = [...derSequence(signed)];
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [, , thisUpdate, ...rest] = fields;
  if (thisUpdate === undefined || signature?.tag !== TAG.bitString) throw new Error("this is no revocation list");
  const nextUpdate = isTime(rest[0]) ? rest.shift() : undefined;
  const revoked = rest[0]?.tag === TAG.sequence ? rest.shift() : undefined;
  refuseCriticalExtensions(rest[0]?.tag === EXTENSIONS ? derElements(rest[0].content).next().value : undefined);
  const digest = digestOf(algorithm);
  const serials = new Set<string>();
  for (const entry of revoked === undefined ? [] : derElements(revoked.content)) serials.add(serialOf(entry));
  // The first octet of a bit string counts the bits that are left over: none.
  const signatureBytes = signature.content.subarray(1);
  return {
    thisUpdateMs: derTime(thisUpdate),
    nextUpdateMs: nextUpdate && derTime(nextUpdate),
    serials,
    isSignedBy: ({ publicKey }) => isSignature(digest, signed!.whole, publicKey, signatureBytes),
  };
}

/** The serial number of a certificate as the list has it. */
export function serialText(hexadecimal: string): string {
  return hexadecimal.toLowerCase().replace(/^0+(?=.)/, "");
}

/** The context-specific tag of extensions. */
const EXTENSIONS = 0xa0;

function derOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const pem = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/.exec(text);
  return pem === null ? bytes : Buffer.from(pem[1]!, "base64");
}

function isTime(element: DerElement | undefined): boolean {
  return element?.tag === TAG.utcTime || element?.tag === TAG.generalizedTime;
}

/** One revoked certificate. */
function serialOf(entry: DerElement): string {
  const [serial, , extensions] = derSequence(entry);
  if (serial?.tag !== TAG.integer) throw new Error("this is no revocation list");
  refuseCriticalExtensions(extensions);
  return serialText(Buffer.from(serial.content).toString("hex"));
}

/** RFC 5280 5.2 and 5.3: a list with a critical extension that is not understood must not be used. None is. */
function refuseCriticalExtensions(extensions: DerElement | undefined): void {
  if (extensions === undefined) return;
  for (const extension of derSequence(extensions)) {
    const isCritical = derSequence(extension).some(({ tag, content }) => tag === TAG.boolean && content[0] !== 0);
    if (isCritical) throw new Error("the list is of some certificates of its authority, or of several authorities");
  }
}

/** Object identifiers in DER, and what Node calls the digest; null where the signature has its own. */
const digests: Readonly<Record<string, string | null>> = {
  "2a864886f70d01010b": "sha256", // RSA
  "2a864886f70d01010c": "sha384",
  "2a864886f70d01010d": "sha512",
  "2a8648ce3d040302": "sha256", // ECDSA
  "2a8648ce3d040303": "sha384",
  "2a8648ce3d040304": "sha512",
  "2b6570": null, // Ed25519
  "2b6571": null, // Ed448
};

function digestOf(algorithm: DerElement | undefined): string | null {
  const identifier = Buffer.from(derSequence(algorithm)[0]?.content ?? []).toString("hex");
  const digest = digests[identifier];
  if (digest === undefined) throw new Error("the list is signed neither with SHA-2 nor with EdDSA");
  return digest;
}

function isSignature(
  digest: string | null,
  signed: Uint8Array,
  key: X509Certificate["publicKey"],
  signature: Uint8Array,
): boolean {
  try {
    return verify(digest, signed, key, signature);
  } catch {
    // A key of another kind than the signature.
    return false;
  }
}
