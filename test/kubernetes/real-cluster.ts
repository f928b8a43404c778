/** A cluster that was made for these tests, and the controller's account in it as deploy/kubernetes makes it. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KubeConfig } from "@kubernetes/client-node";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { run, skipWithout } from "../support/clients.js";
import { openRelay, type Relay } from "./relay.js";

/** Names the kubeconfig of somebody who may do everything in the cluster. */
const VARIABLE = "TEST_KUBECONFIG";
const manifests = fileURLToPath(new URL("../../../deploy/kubernetes/", import.meta.url));

export const MANIFESTS = ["namespace", "rbac", "config", "daemonset", "load-balancer"].map((name) =>
  join(manifests, `${name}.yaml`),
);

/** For node:test's `skip`. */
export function skipWithoutCluster(): string | false {
  return process.env[VARIABLE] === undefined
    ? `${VARIABLE} names no kubeconfig of a cluster that is there for tests`
    : skipWithout("kubectl", "curl");
}

/** Of whoever may do everything. */
export function adminConfig(): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(process.env[VARIABLE]!);
  return kubeConfig;
}

/** What kubectl prints. Rejects with what it complains of. */
export function kubectl(words: readonly string[], input = ""): Promise<string> {
  return run("kubectl", ["--kubeconfig", process.env[VARIABLE]!, ...words], input);
}

export async function apply(...objects: readonly KubernetesObject[]): Promise<void> {
  await kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
}

export interface Account {
  /** Vanishes with it. */
  readonly folder: string;
  /** Its kubeconfig: the token is in a file, the API server behind the relay. */
  readonly kubeconfig: string;
  readonly relay: Relay;
  /** Puts this in place of the token; null: a good one. */
  setToken(token: string | null): Promise<void>;
  dispose(): Promise<void>;
}

/** The service account of the manifests, with a token as pods have it. */
export async function controllerAccount(): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-real-cluster-"));
  const kubeconfig = join(folder, "kubeconfig");
  const tokenFile = join(folder, "token");
  const cluster = adminConfig().getCurrentCluster()!;
  const { hostname, port } = new URL(cluster.server);
  const relay = await openRelay(hostname, Number(port || 443));
  const authority = cluster.caData ?? (cluster.caFile && readFileSync(cluster.caFile).toString("base64"));
  const seen = {
    server: `https://127.0.0.1:${relay.port}`,
    "tls-server-name": cluster.tlsServerName ?? hostname,
    "certificate-authority-data": authority,
  };
  const config = {
    ...{ apiVersion: "v1", kind: "Config", "current-context": "test" },
    clusters: [{ name: "test", cluster: seen }],
    users: [{ name: "test", user: { tokenFile: "token" } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const setToken = async (token: string | null) => writeFileSync(tokenFile, token ?? (await freshToken()));
  await setToken(null);
  const dispose = async () => {
    await relay.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, kubeconfig, relay, setToken, dispose };
}

async function freshToken(): Promise<string> {
  const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } };
  const path = "/api/v1/namespaces/sweetcomb/serviceaccounts/sweetcomb/token";
  const answer = await kubectl(["create", "--raw", path, "-f", "-"], JSON.stringify(request));
  return (JSON.parse(answer) as { readonly status: { readonly token: string } }).status.token;
}
