/** What tests configure of the server itself: keys, trust, endpoints. */

import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { base64Of, type MadeKeys } from "../self-configuration/made-keys.js";
import type { ServerProcess } from "./server-process.js";

export const KEYSTORE = "/restconf/data/ietf-keystore:keystore";
export const TRUSTSTORE = "/restconf/data/ietf-truststore:truststore";
export const NETCONF_SERVER = "/restconf/data/ietf-netconf-server:netconf-server";
export const RESTCONF_SERVER = "/restconf/data/ietf-restconf-server:restconf-server";

/** ietf-keystore: the key `host` of SSH, the key `web` with the certificate `leaf`. */
export function keystore({ ed25519, ec, leaf }: MadeKeys) {
  const key = (name: string, format: string, der: Buffer) => ({
    name,
    "private-key-format": `ietf-crypto-types:${format}`,
    "cleartext-private-key": der.toString("base64"),
  });
  const certificates = { certificate: [{ name: "leaf", "cert-data": leaf.cms.toString("base64") }] };
  return {
    "asymmetric-keys": {
      "asymmetric-key": [
        key("host", "one-asymmetric-key-format", ed25519),
        { ...key("web", "ec-private-key-format", ec), certificates },
      ],
    },
  };
}

/** ietf-truststore: the authority of the installation in the bag `clients`, the key of ann in a bag of her name. */
export function truststore({ certs }: ServerProcess, userKey: string) {
  const authority = base64Of(readFileSync(`${certs}/ca.crt`, "utf8"));
  const key = readFileSync(`${userKey}.pub`, "utf8").split(" ")[1];
  const format = "ietf-crypto-types:ssh-public-key-format";
  return {
    "certificate-bags": {
      "certificate-bag": [{ name: "clients", certificate: [{ name: "ca", "cert-data": authority }] }],
    },
    "public-key-bags": {
      "public-key-bag": [
        { name: "ann", "public-key": [{ name: "laptop", "public-key-format": format, "public-key": key }] },
      ],
    },
  };
}

/** An endpoint of ietf-netconf-server for ann. */
export function sshEndpoint(name: string, port: number) {
  const hostKey = [{ name: "host", "public-key": { "central-keystore-reference": "host" } }];
  const user = [{ name: "ann", "public-keys": { "central-truststore-reference": "ann" } }];
  return {
    name,
    ssh: {
      "tcp-server-parameters": { "local-address": "127.0.0.1", "local-port": port },
      "ssh-server-parameters": {
        "server-identity": { "host-key": hostKey },
        "client-authentication": { users: { user } },
      },
    },
  };
}

/** An endpoint of ietf-netconf-server for users by their common names. */
export function tlsEndpoint(name: string, port: number) {
  return {
    name,
    tls: {
      "tcp-server-parameters": { "local-address": "127.0.0.1", "local-port": port },
      "tls-server-parameters": tlsServerParameters,
      "netconf-server-parameters": byCommonName,
    },
  };
}

/** An endpoint of ietf-restconf-server for users by their common names. */
export function httpsEndpoint(name: string, port: number) {
  return {
    name,
    https: {
      "tcp-server-parameters": { "local-address": "127.0.0.1", "local-port": port },
      "tls-server-parameters": tlsServerParameters,
      "restconf-server-parameters": byCommonName,
    },
  };
}

/** The certificate `leaf`, for clients of the bag `clients`. */
export const tlsServerParameters = {
  "server-identity": {
    certificate: { "central-keystore-reference": { "asymmetric-key": "web", certificate: "leaf" } },
  },
  "client-authentication": { "ca-certs": { "central-truststore-reference": "clients" } },
} as const;

const byCommonName = {
  "client-identity-mappings": { "cert-to-name": [{ id: 1, "map-type": "ietf-x509-cert-to-name:common-name" }] },
} as const;

/** A port that nobody has just now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Repeats what throws, since endpoints open after the answer to the commit. */
export async function until(attempt: () => Promise<void>): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      return await attempt();
    } catch (failure) {
      if (Date.now() > end) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
