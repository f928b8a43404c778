/**
 * The X.509 side of the first start: a certificate authority of this installation, a server certificate for RESTCONF, and a
 * client certificate for the user admin. ECDSA on P-256, signed with SHA-256.
 */

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { hostname } from "node:os";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 24 * 3600 * 1000;
/** Certificates start a day early, so that a clock that lags does not refuse them. */
const BACKDATED_DAYS = 1;
const CA_DAYS = 3650;
const LEAF_DAYS = 825;

// The library is typed for browsers, whose key types Node has under other names: hence "as never" where keys are handed over.

/** PEM texts. The key of the authority is kept, so that more client certificates can be signed. */
export interface Certificates {
  readonly "ca.crt": string;
  readonly "ca.key": string;
  readonly "server.crt": string;
  readonly "server.key": string;
  readonly "admin.crt": string;
  readonly "admin.key": string;
}

/** @param addresses names and addresses, beside localhost and the host's own name, that clients reach the server by */
export async function makeCertificates(addresses: readonly string[]): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto as never);
  const authority = await makeAuthority();
  const server = await issue(authority, "CN=localhost", [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(alternativeNames(addresses)),
  ]);
  const admin = await issue(authority, "CN=admin", [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
  ]);
  return {
    "ca.crt": authority.certificate.toString("pem"),
    "ca.key": await privateKeyPem(authority.keys),
    "server.crt": server.certificate.toString("pem"),
    "server.key": await privateKeyPem(server.keys),
    "admin.crt": admin.certificate.toString("pem"),
    "admin.key": await privateKeyPem(admin.keys),
  };
}

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function makeAuthority(): Promise<Issued> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Sweetcomb CA",
    keys: keys as never,
    ...validity(CA_DAYS),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as never),
    ],
  });
  return { certificate, keys };
}

async function issue(authority: Issued, subject: string, extensions: readonly x509.Extension[]): Promise<Issued> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey as never,
    signingKey: authority.keys.privateKey as never,
    ...validity(LEAF_DAYS),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey as never),
      ...extensions,
    ],
  });
  return { certificate, keys };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function validity(days: number) {
  const notBefore = new Date(Date.now() - BACKDATED_DAYS * DAY_MS);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * DAY_MS) };
}

function alternativeNames(addresses: readonly string[]): x509.JsonGeneralNames {
  const names = new Set(["localhost", hostname(), "127.0.0.1", "::1", ...addresses]);
  return [...names].map((value) => ({ type: /^[\d.]+$|:/.test(value) ? "ip" : "dns", value }));
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
}
