/** The endpoints of a protocol as they are in effect: what is configured, and which of the listeners are open. */

import type { StateProvider } from "../../datastore/southbound-port.js";

/** Undefined while it is being opened. */
export type ListenerStatus = { readonly port: number } | { readonly failure: string } | undefined;

interface ServerJson {
  readonly listen?: { readonly endpoints?: { readonly endpoint?: readonly { readonly name: string }[] } };
}

/**
 * @param path schema path of the container
 * @param configured its content in running, RFC 7951; undefined when there is none
 * @param statusOf by the name of an endpoint in `listen`
 */
export function endpointState(
  path: string,
  configured: () => Promise<unknown>,
  statusOf: (name: string) => ListenerStatus,
): StateProvider {
  const name = path.slice(1);
  return {
    topLevel: [name],
    read: async () => {
      const content = (await configured()) as ServerJson | undefined;
      return content === undefined ? {} : { [name]: withStates(content, statusOf) };
    },
  };
}

function withStates(content: ServerJson, statusOf: (name: string) => ListenerStatus) {
  const endpoints = content.listen?.endpoints?.endpoint;
  if (endpoints === undefined) return content;
  const endpoint = endpoints.map((one) => ({ ...one, "sweetcomb-endpoints:state": stateOf(statusOf(one.name)) }));
  return { ...content, listen: { ...content.listen, endpoints: { endpoint } } };
}

function stateOf(status: ListenerStatus) {
  if (status === undefined) return { "oper-status": "down" };
  return "port" in status
    ? { "oper-status": "up", port: status.port }
    : { "oper-status": "down", failure: status.failure };
}
