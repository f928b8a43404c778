/** Kubernetes, where the configuration wants it: its client, a third of all code that there is to load, is otherwise left out. */

import type { Logger } from "pino";
import type { KubernetesConfiguration } from "../config/configuration.js";
import type { Controller } from "../kubernetes/controller.js";
import type { OperationContext } from "../operations/context.js";

/** Undefined when no cluster is to be followed. Rejects as `followKubernetes` throws. */
export async function followCluster(
  kubernetes: KubernetesConfiguration,
  context: OperationContext,
  log: Logger,
  closing: (() => unknown)[],
): Promise<Controller | undefined> {
  if (!kubernetes.enabled && kubernetes.kubeconfig === null) return undefined;
  const { followKubernetes } = await import("./follow-kubernetes.js");
  return followKubernetes(kubernetes, context, log, closing);
}
