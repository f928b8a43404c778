/** SSH and TLS of an endpoint (ietf-ssh-server, ietf-tls-server) with the keys and certificates that it refers to. */

import { ManagementError } from "../errors/management-error.js";
import type { CertToName } from "../identity/cert-to-name-entry.js";
import type { Keepalives, SshParameters, TcpKeepalives, TlsParameters } from "../northbound/transport/settings.js";
import { pemOf } from "./certificates.js";
import { entryPath } from "./instance-path.js";
import type { Keystore, KeystoreKey } from "./keystore.js";
import { sshPrivateKey } from "./openssh-key.js";
import type { SshParametersJson, TlsParametersJson } from "./server-json.js";
import { revocationListsName, type TrustedCertificate, type Truststore } from "./truststore.js";

/** What endpoints refer to. */
export interface Stores {
  readonly keystore: Keystore;
  readonly truststore: Truststore;
  /** Probes of endpoints that do not say otherwise. */
  readonly probes: Probes;
}

/** Undefined: connections are not probed. */
export interface Probes {
  readonly keepalives?: Keepalives | undefined;
  readonly tcpKeepalives?: TcpKeepalives | undefined;
}

/** @param path instance path of ssh-server-parameters, for errors */
export function sshParameters(json: SshParametersJson, path: string, stores: Stores): SshParameters {
  const hostKeys = (json["server-identity"]["host-key"] ?? []).map(({ name, "public-key": key }) => {
    const reference = `${entryPath(`${path}/server-identity`, "host-key", "name", name)}/public-key/central-keystore-reference`;
    return hostKey(keyOf(stores.keystore, key?.["central-keystore-reference"], reference), reference);
  });
  const users = json["client-authentication"]?.users?.user;
  const { keepalives } = json;
  return {
    transport: "ssh",
    hostKeys,
    keepalives:
      keepalives === undefined
        ? stores.probes.keepalives
        : { maxWaitS: keepalives["max-wait"], maxAttempts: keepalives["max-attempts"] },
    users: users?.map(({ name, "public-keys": keys }) => {
      const bag = keys?.["central-truststore-reference"];
      return { name, authorizedKeys: (bag !== undefined && stores.truststore.publicKeyBags.get(bag)) || [] };
    }),
  };
}

/** @param path instance path of tls-server-parameters, for errors */
export function tlsParameters(
  json: TlsParametersJson,
  certToName: readonly CertToName[],
  path: string,
  { keystore, truststore }: Stores,
): TlsParameters {
  const reference = json["server-identity"].certificate?.["central-keystore-reference"];
  const referencePath = `${path}/server-identity/certificate/central-keystore-reference`;
  const { privateKey, certificates } = keyOf(
    keystore,
    reference?.["asymmetric-key"],
    `${referencePath}/asymmetric-key`,
  );
  const chain = certificates.get(reference?.certificate ?? "");
  if (chain === undefined) throw unusable(`${referencePath}/certificate`, "The certificate is missing");
  const clients = json["client-authentication"];
  const bag = (name: string | undefined) => (name === undefined ? [] : (truststore.certificateBags.get(name) ?? []));
  const authoritiesBag = clients?.["ca-certs"]?.["central-truststore-reference"];
  const authorities = bag(authoritiesBag);
  authorities.forEach(requireAuthority);
  return {
    transport: "tls",
    certificate: pemOf(chain),
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    trustedAuthorities: authorities.map(({ certificate }) => certificate.toString()),
    trustedClients: bag(clients?.["ee-certs"]?.["central-truststore-reference"]).map(({ certificate }) =>
      certificate.toString(),
    ),
    certToName,
    revocationLists: authoritiesBag === undefined ? undefined : revocationListsName(authoritiesBag),
  };
}

type UsableKey = KeystoreKey & { readonly privateKey: NonNullable<KeystoreKey["privateKey"]> };

function keyOf(keystore: Keystore, name: string | undefined, path: string): UsableKey {
  const key = keystore.get(name ?? "");
  if (key?.privateKey !== undefined) return key as UsableKey;
  throw unusable(path, `The key ${name ?? ""} has no private half here`);
}

function hostKey({ privateKey }: UsableKey, path: string): string {
  try {
    return sshPrivateKey(privateKey);
  } catch (cause) {
    throw unusable(path, `This key cannot be a host key: ${(cause as Error).message}`);
  }
}

function requireAuthority({ certificate, path }: TrustedCertificate): void {
  if (!certificate.ca) throw unusable(path, "This certificate is of no authority, but clients are to be trusted by it");
}

function unusable(path: string, message: string): ManagementError {
  return new ManagementError("invalid-value", { path, message });
}
