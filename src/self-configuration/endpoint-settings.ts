/**
 * From ietf-netconf-server and ietf-restconf-server, which are built alike, to the settings of endpoints, with keystore and
 * truststore resolved.
 */

import type { CertToName, MapType } from "../identity/cert-to-name-entry.js";
import type {
  CallHomeClient,
  CallHomeEndpoint,
  ConnectionType,
  EndpointSettings,
  ListenEndpoint,
  SecureTransport,
} from "../northbound/transport/settings.js";
import { entryPath } from "./instance-path.js";
import { type Stores, sshParameters, tlsParameters } from "./secure-transport.js";
import type {
  CallHomeClientJson,
  CertToNameJson,
  ClientEndpointJson,
  ConnectionTypeJson,
  ListenEndpointJson,
  ServerJson,
} from "./server-json.js";

/** The container that configures one protocol. */
export interface ServerContainer {
  /** Its name, without the module's. */
  readonly name: "netconf-server" | "restconf-server";
  /** Its schema path. */
  readonly path: string;
  /** The list of those who are called home. */
  readonly clients: "netconf-client" | "restconf-client";
}

export const NETCONF_SERVER: ServerContainer = {
  name: "netconf-server",
  path: "/ietf-netconf-server:netconf-server",
  clients: "netconf-client",
};
export const RESTCONF_SERVER: ServerContainer = {
  name: "restconf-server",
  path: "/ietf-restconf-server:restconf-server",
  clients: "restconf-client",
};

const MINUTE_S = 60;

/** What an endpoint of the datastore is called among all: those of the settings at the start have names, too. */
export function endpointName({ name: container }: ServerContainer, name: string): string {
  return `${container}/${name}`;
}

/**
 * @param content of the container, RFC 7951 with defaults; undefined when there is none
 * @throws ManagementError with the path of a leaf that cannot work: a key of another kind, an authority that is none
 */
export function endpointSettings(container: ServerContainer, content: unknown, stores: Stores): EndpointSettings {
  const { listen, "call-home": callHome } = (content ?? {}) as ServerJson;
  return {
    listen: (listen?.endpoints?.endpoint ?? []).map((endpoint) => ({
      ...listenEndpoint(container, endpoint, stores),
      idleTimeoutS: listen?.["idle-timeout"],
    })),
    callHome: (callHome?.[container.clients] ?? []).map((client) => callHomeClient(container, client, stores)),
  };
}

function listenEndpoint(container: ServerContainer, json: ListenEndpointJson, stores: Stores): ListenEndpoint {
  const path = entryPath(`${container.path}/listen/endpoints`, "endpoint", "name", json.name);
  const tcp = (json.ssh ?? json.tls ?? json.https)!["tcp-server-parameters"];
  return {
    name: endpointName(container, json.name),
    address: tcp["local-address"],
    port: tcp["local-port"],
    tcpKeepalives: stores.probes.tcpKeepalives,
    secure: secureTransport(json, path, stores),
  };
}

function callHomeClient(container: ServerContainer, json: CallHomeClientJson, stores: Stores): CallHomeClient {
  const path = entryPath(`${container.path}/call-home`, container.clients, "name", json.name);
  const { "reconnect-strategy": strategy, "connection-type": type } = json;
  return {
    name: endpointName(container, json.name),
    endpoints: (json.endpoints.endpoint ?? []).map((endpoint) => callHomeEndpoint(endpoint, path, stores)),
    connectionType: connectionType(type),
    reconnectStrategy: {
      startWith: strategy["start-with"],
      maxWaitS: strategy["max-wait"],
      maxAttempts: strategy["max-attempts"],
    },
  };
}

function callHomeEndpoint(json: ClientEndpointJson, client: string, stores: Stores): CallHomeEndpoint {
  const tcp = (json.ssh ?? json.tls ?? json.https)!["tcp-client-parameters"];
  return {
    name: json.name,
    address: tcp["remote-address"],
    port: tcp["remote-port"],
    localAddress: tcp["local-address"],
    // 0 leaves the port to the operating system.
    localPort: tcp["local-port"] || undefined,
    tcpKeepalives: stores.probes.tcpKeepalives,
    secure: secureTransport(json, entryPath(`${client}/endpoints`, "endpoint", "name", json.name), stores),
  };
}

function connectionType({ periodic }: ConnectionTypeJson): ConnectionType {
  if (periodic === undefined) return { kind: "persistent" };
  const anchor = periodic["anchor-time"];
  return {
    kind: "periodic",
    periodS: periodic.period * MINUTE_S,
    anchorMs: anchor === undefined ? undefined : Date.parse(anchor),
    idleTimeoutS: periodic["idle-timeout"],
  };
}

function secureTransport(
  { ssh, tls, https }: ListenEndpointJson | ClientEndpointJson,
  path: string,
  stores: Stores,
): SecureTransport {
  if (ssh !== undefined)
    return sshParameters(ssh["ssh-server-parameters"], `${path}/ssh/ssh-server-parameters`, stores);
  const stack = (tls ?? https)!;
  const protocol = stack["netconf-server-parameters"] ?? stack["restconf-server-parameters"];
  const mappings = protocol?.["client-identity-mappings"]?.["cert-to-name"] ?? [];
  const parametersPath = `${path}/${tls === undefined ? "https" : "tls"}/tls-server-parameters`;
  return tlsParameters(stack["tls-server-parameters"], mappings.map(certToName), parametersPath, stores);
}

function certToName({ id, fingerprint, name, "map-type": mapType }: CertToNameJson): CertToName {
  return { id, fingerprint, name, mapType: mapType.replace(/^ietf-x509-cert-to-name:/, "") as MapType };
}
