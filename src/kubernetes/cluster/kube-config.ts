/** How the API server is reached: a kubeconfig file, or the service account of the pod that this process runs in. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { KubeConfig, loadYaml, type User } from "@kubernetes/client-node";
import { TokenFiles, tokenFileInPod, withTokenFile } from "./token-files.js";

/** @param file null: in the cluster. Throws an Error for the operator when it cannot be used. */
export function loadKubeConfig(file: string | null, environment: NodeJS.ProcessEnv): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.addAuthenticator(new TokenFiles());
  if (file === null) {
    if (environment.KUBERNETES_SERVICE_HOST === undefined) {
      throw new Error("Kubernetes: there is no kubeconfig, and this process runs in no pod (KUBERNETES_SERVICE_HOST)");
    }
    kubeConfig.loadFromCluster();
    readTokenFiles(kubeConfig, tokenFileInPod);
    return kubeConfig;
  }
  if (!existsSync(file)) throw new Error(`Kubernetes: the kubeconfig ${file} is not there`);
  try {
    kubeConfig.loadFromFile(file);
    const tokenFiles = tokenFilesIn(file);
    readTokenFiles(kubeConfig, ({ name }) => tokenFiles.get(name));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Kubernetes: the kubeconfig ${file} cannot be read: ${reason}`, { cause });
  }
  if (kubeConfig.getCurrentCluster() === null) {
    throw new Error(`Kubernetes: the kubeconfig ${file} has no cluster for its current context`);
  }
  return kubeConfig;
}

function readTokenFiles(kubeConfig: KubeConfig, fileOf: (user: User) => string | undefined): void {
  kubeConfig.users = kubeConfig.users.map((user) => {
    const file = fileOf(user);
    return file === undefined ? user : withTokenFile(user, file);
  });
}

/** What a kubeconfig has as `tokenFile`, which the client does not know, by the name of the user. */
function tokenFilesIn(kubeconfig: string): ReadonlyMap<string, string> {
  const { users } = loadYaml<KubeConfigFile>(readFileSync(kubeconfig, "utf8"));
  const found = (users ?? []).flatMap(({ name, user }) =>
    user?.tokenFile === undefined ? [] : [[name, resolve(dirname(kubeconfig), user.tokenFile)] as const],
  );
  return new Map(found);
}

interface KubeConfigFile {
  readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: string } }[] | null;
}
