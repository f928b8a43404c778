/**
 * The keys that the server has of its own, in files: told in operational, and there to be referred to once a client has copied
 * them to running (RFC 9642 3). What is copied has no private half: the key is hidden.
 */

import "reflect-metadata";
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { X509Certificate as ParsedCertificate, X509Certificates } from "@peculiar/x509";
import ssh2 from "ssh2";
import { chainFrom } from "./certificates.js";
import { sshPublicBlob } from "./openssh-key.js";

export interface BuiltInKey {
  readonly privateKey: KeyObject;
  /** The entry of the list asymmetric-key, RFC 7951. */
  readonly entry: Readonly<Record<string, unknown>> & { readonly name: string };
}

export interface KeyFiles {
  /** The first one is told. */
  readonly sshHostKeys: readonly Uint8Array[];
  /** PEM. */
  readonly tls: { readonly ca: string; readonly certificate: string; readonly key: string };
}

/** Names of the entries. */
const SSH_HOST_KEY = "ssh-host-key";
const SERVER_KEY = "server";

/** @param files that have been looked at: what they hold is what they should */
export function builtInKeys({ sshHostKeys, tls }: KeyFiles): ReadonlyMap<string, BuiltInKey> {
  const keys = [...sshHostKeys.slice(0, 1).map(hostKey), tlsKey(tls)];
  return new Map(keys.map((key) => [key.entry.name, key]));
}

function hostKey(file: Uint8Array): BuiltInKey {
  const parsed = ssh2.utils.parseKey(Buffer.from(file));
  if (parsed instanceof Error) throw parsed;
  const privateKey = createPrivateKey(parsed.getPrivatePEM());
  const publicKey = sshPublicBlob(privateKey);
  return { privateKey, entry: entryOf(SSH_HOST_KEY, "ssh-public-key-format", publicKey) };
}

function tlsKey({ ca, certificate, key }: KeyFiles["tls"]): BuiltInKey {
  const privateKey = createPrivateKey(key);
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const [own, ...others] = [...certificatesIn(certificate), ...certificatesIn(ca)];
  const chain = chainFrom(own!, others).map(({ raw }) => new ParsedCertificate(Uint8Array.from(raw)));
  const cms = new X509Certificates(chain).export("raw");
  const certificates = { certificate: [{ name: SERVER_KEY, "cert-data": Buffer.from(cms).toString("base64") }] };
  return { privateKey, entry: { ...entryOf(SERVER_KEY, "subject-public-key-info-format", publicKey), certificates } };
}

function entryOf(name: string, format: string, publicKey: Buffer) {
  return {
    name,
    "public-key-format": `ietf-crypto-types:${format}`,
    "public-key": publicKey.toString("base64"),
    "hidden-private-key": [null],
  };
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
