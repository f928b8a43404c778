/** ietf-keystore (RFC 9642): keys of the server with their certificates, looked at as they are read. */

import { createPrivateKey, createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";
import { ManagementError } from "../errors/management-error.js";
import type { BuiltInKey } from "./built-in-keys.js";
import { chainFrom, parseCertificates } from "./certificates.js";
import { entryPath } from "./instance-path.js";
import { sshPublicBlob } from "./openssh-key.js";

export const KEYSTORE_PATH = "/ietf-keystore:keystore";
/** Schema path of the private keys: where they are sealed to. */
export const PRIVATE_KEY_PATH = `${KEYSTORE_PATH}/asymmetric-keys/asymmetric-key/cleartext-private-key`;

export interface KeystoreKey {
  /** Instance path of the entry. */
  readonly path: string;
  /** Undefined when the entry has none. */
  readonly privateKey: KeyObject | undefined;
  /** By name: the certificate of the key, and those above it. */
  readonly certificates: ReadonlyMap<string, readonly X509Certificate[]>;
}

/** Where private halves come from. */
export interface KeySources {
  /** Opens a sealed private key. */
  readonly unseal: (sealed: string) => string;
  /** Hidden keys by name. */
  readonly builtIn: ReadonlyMap<string, BuiltInKey>;
}

export type Keystore = ReadonlyMap<string, KeystoreKey>;

interface KeyJson {
  readonly name: string;
  readonly "public-key-format"?: string;
  readonly "public-key"?: string;
  readonly "private-key-format"?: string;
  readonly "cleartext-private-key"?: string;
  readonly "hidden-private-key"?: readonly [null];
  readonly certificates?: { readonly certificate?: readonly { readonly name: string; readonly "cert-data": string }[] };
}

/**
 * @param keystore content of /ietf-keystore:keystore, RFC 7951; undefined when there is none
 * @throws ManagementError invalid-value with the path of the leaf: a key that cannot be read, halves or certificates that do
 *   not belong to it
 */
export function readKeystore(keystore: unknown, sources: KeySources): Keystore {
  const { "asymmetric-keys": keys } = (keystore ?? {}) as {
    readonly "asymmetric-keys"?: { readonly "asymmetric-key"?: readonly KeyJson[] };
  };
  return new Map((keys?.["asymmetric-key"] ?? []).map((key) => [key.name, readKey(key, sources)]));
}

function readKey(json: KeyJson, sources: KeySources): KeystoreKey {
  const path = entryPath(`${KEYSTORE_PATH}/asymmetric-keys`, "asymmetric-key", "name", json.name);
  const privateKey =
    json["hidden-private-key"] === undefined ? readPrivateKey(json, path, sources) : hiddenKey(json, path, sources);
  if (privateKey !== undefined) requireSamePublicKey(json, path, privateKey);
  const certificates = (json.certificates?.certificate ?? []).map(({ name, "cert-data": data }) => {
    const leaf = `${entryPath(`${path}/certificates`, "certificate", "name", name)}/cert-data`;
    return [name, readCertificate(data, leaf, privateKey)] as const;
  });
  return { path, privateKey, certificates: new Map(certificates) };
}

/** Identities of ietf-crypto-types, and what Node calls the form. */
const forms: Readonly<Record<string, "pkcs1" | "sec1" | "pkcs8">> = {
  "rsa-private-key-format": "pkcs1",
  "ec-private-key-format": "sec1",
  "one-asymmetric-key-format": "pkcs8",
};

function hiddenKey({ name }: KeyJson, path: string, { builtIn }: KeySources): KeyObject {
  const key = builtIn.get(name);
  if (key !== undefined) return key.privateKey;
  const message = `Only keys of the server itself are hidden; there are ${[...builtIn.keys()].join(", ")}`;
  throw new ManagementError("invalid-value", { path: `${path}/hidden-private-key`, message });
}

function readPrivateKey(json: KeyJson, path: string, { unseal }: KeySources): KeyObject | undefined {
  const sealed = json["cleartext-private-key"];
  if (sealed === undefined) return undefined;
  const format = identity(json["private-key-format"]);
  const type = forms[format];
  if (type === undefined) {
    const message = `Private keys in ${format} cannot be read; there are ${Object.keys(forms).join(", ")}`;
    throw new ManagementError("invalid-value", { path: `${path}/private-key-format`, message });
  }
  try {
    return createPrivateKey({ key: Buffer.from(unseal(sealed), "base64"), format: "der", type });
  } catch {
    // The cause may tell of the key.
    const message = `This is no private key in ${format}`;
    throw new ManagementError("invalid-value", { path: `${path}/cleartext-private-key`, message });
  }
}

function requireSamePublicKey(json: KeyJson, path: string, privateKey: KeyObject): void {
  const given = json["public-key"];
  if (given === undefined) return;
  const expected =
    identity(json["public-key-format"]) === "ssh-public-key-format"
      ? sshPublicBlob(privateKey)
      : publicHalf(privateKey);
  if (Buffer.from(given, "base64").equals(expected)) return;
  const message = "This is not the public half of the private key";
  throw new ManagementError("invalid-value", { path: `${path}/public-key`, message });
}

function publicHalf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: "der", type: "spki" });
}

function readCertificate(data: string, path: string, privateKey: KeyObject | undefined): readonly X509Certificate[] {
  const found = parseCertificates(data, path);
  if (privateKey === undefined) return found;
  const own = found.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (own !== undefined) return chainFrom(own, found);
  throw new ManagementError("invalid-value", {
    path,
    message: "This is not a certificate of the key that it belongs to",
  });
}

function identity(value: string | undefined): string {
  return (value ?? "").replace(/^ietf-crypto-types:/, "");
}
