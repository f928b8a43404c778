/** The controller of Kubernetes inside of the server, where the configuration wants it. */

import { hostname } from "node:os";
import type { Logger } from "pino";
import type { KubernetesConfiguration } from "../config/configuration.js";
import { loadKubeConfig } from "../kubernetes/cluster/kube-config.js";
import { type Controller, startController } from "../kubernetes/controller.js";
import type { ClusterSettings } from "../kubernetes/settings.js";
import { followInternalTroubles } from "../kubernetes/troubles/internal-troubles.js";
import { internalWriter } from "../kubernetes/writers/internal-writer.js";
import type { OperationContext } from "../operations/context.js";
import { dynamicSource } from "../operations/dynamic-source.js";

/**
 * Throws an Error for the operator when the kubeconfig cannot be used.
 * @param closing what was started is added here, the last thing at the end
 */
export function followKubernetes(
  kubernetes: KubernetesConfiguration,
  context: OperationContext,
  log: Logger,
  closing: (() => unknown)[],
): Controller {
  const controller = startController({
    kubeConfig: loadKubeConfig(kubernetes.kubeconfig, process.env),
    settings: clusterSettings(kubernetes),
    writer: internalWriter(dynamicSource(context, "sweetcomb-datastores:kubernetes")),
    log,
  });
  closing.push(() => controller.stop());
  closing.push(followInternalTroubles(context.events, context.stateProviders, controller.dataPlane));
  return controller;
}

export function clusterSettings(kubernetes: KubernetesConfiguration): ClusterSettings {
  const { nodeName, ...others } = kubernetes;
  return { ...others, nodeName: nodeName ?? hostname() };
}
