/** The client's own classes for writing, that wait for an answer only so long: a server that has stopped still takes connections. */

import {
  type Configuration,
  createConfiguration,
  type KubeConfig,
  type RequestContext,
  type ResponseContext,
  ServerConfiguration,
} from "@kubernetes/client-node";

/** Who writes, for `managedFields`. */
export const FIELD_MANAGER = "sweetcomb";

/** @param patienceMs for a whole answer. Throws an Error when the kubeconfig has no cluster. */
export function apiClient<Api>(
  kubeConfig: KubeConfig,
  Client: new (configuration: Configuration) => Api,
  patienceMs: number,
): Api {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig has no current cluster");
  const pre = async (request: RequestContext) => {
    request.setSignal(AbortSignal.timeout(patienceMs));
    request.setHeaderParam("User-Agent", "sweetcomb");
    return request;
  };
  const post = async (response: ResponseContext) => response;
  return new Client(
    createConfiguration({
      baseServer: new ServerConfiguration(cluster.server, {}),
      authMethods: { default: kubeConfig },
      promiseMiddleware: [{ pre, post }],
    }),
  );
}
