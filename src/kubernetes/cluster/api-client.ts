/** The client's own classes for writing, that wait for an answer only so long: a server that has stopped still takes connections. */

import {
  type Configuration,
  createConfiguration,
  type HttpLibrary,
  IsomorphicFetchHttpLibrary,
  type KubeConfig,
  ServerConfiguration,
  wrapHttpLibrary,
} from "@kubernetes/client-node";

/** Who writes, for `managedFields`. */
export const FIELD_MANAGER = "sweetcomb";

/** @param patienceMs for an answer. Throws an Error when the kubeconfig has no cluster. */
export function apiClient<Api>(
  kubeConfig: KubeConfig,
  Client: new (configuration: Configuration) => Api,
  patienceMs: number,
): Api {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig has no current cluster");
  return new Client(
    createConfiguration({
      baseServer: new ServerConfiguration(cluster.server, {}),
      authMethods: { default: kubeConfig },
      httpApi: impatient(new IsomorphicFetchHttpLibrary(), patienceMs),
    }),
  );
}

function impatient(library: HttpLibrary, patienceMs: number): HttpLibrary {
  return wrapHttpLibrary({
    send: async (request) => {
      const patience = AbortSignal.timeout(patienceMs);
      request.setSignal(patience);
      request.setHeaderParam("User-Agent", "sweetcomb");
      try {
        return await library.send(request).toPromise();
      } catch (cause) {
        // What is aborted says nothing of the reason.
        if (!patience.aborted) throw cause;
        throw new Error(`${request.getUrl()} has not been answered for ${patienceMs / 1000} s`, { cause });
      }
    },
  });
}
