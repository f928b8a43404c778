/** How the API server is reached: a kubeconfig file, or the service account of the pod that this process runs in. */

import { existsSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";

/** @param file null: in the cluster. Throws an Error for the operator when it cannot be used. */
export function loadKubeConfig(file: string | null, environment: NodeJS.ProcessEnv): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (file === null) {
    if (environment.KUBERNETES_SERVICE_HOST === undefined) {
      throw new Error("Kubernetes: there is no kubeconfig, and this process runs in no pod (KUBERNETES_SERVICE_HOST)");
    }
    kubeConfig.loadFromCluster();
    return kubeConfig;
  }
  if (!existsSync(file)) throw new Error(`Kubernetes: the kubeconfig ${file} is not there`);
  try {
    kubeConfig.loadFromFile(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Kubernetes: the kubeconfig ${file} cannot be read: ${reason}`, { cause });
  }
  if (kubeConfig.getCurrentCluster() === null) {
    throw new Error(`Kubernetes: the kubeconfig ${file} has no cluster for its current context`);
  }
  return kubeConfig;
}
