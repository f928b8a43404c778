/** From ietf-netconf-server (RFC 9643's grouping stack) to the settings of endpoints, with keystore and truststore resolved. */

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
import type {
  CallHomeClientJson,
  CertToNameJson,
  ClientEndpointJson,
  ConnectionTypeJson,
  ListenEndpointJson,
  NetconfServerJson,
} from "./netconf-server-json.js";
import { type Stores, sshParameters, tlsParameters } from "./secure-transport.js";

export const NETCONF_SERVER_PATH = "/ietf-netconf-server:netconf-server";
const MINUTE_S = 60;

/** What an endpoint of the datastore is called among all: those of the settings at the start have names, too. */
export function endpointName(name: string): string {
  return `netconf-server/${name}`;
}

/**
 * @param netconfServer content of /ietf-netconf-server:netconf-server, RFC 7951 with defaults; undefined when there is none
 * @throws ManagementError with the path of a leaf that cannot work: a key of another kind, an authority that is none
 */
export function endpointSettings(netconfServer: unknown, stores: Stores): EndpointSettings {
  const { listen, "call-home": callHome } = (netconfServer ?? {}) as NetconfServerJson;
  return {
    listen: (listen?.endpoints?.endpoint ?? []).map((endpoint) =>
      listenEndpoint(endpoint, listen?.["idle-timeout"], stores),
    ),
    callHome: (callHome?.["netconf-client"] ?? []).map((client) => callHomeClient(client, stores)),
  };
}

function listenEndpoint(json: ListenEndpointJson, idleTimeoutS: number | undefined, stores: Stores): ListenEndpoint {
  const path = entryPath(`${NETCONF_SERVER_PATH}/listen/endpoints`, "endpoint", "name", json.name);
  const tcp = (json.ssh ?? json.tls)!["tcp-server-parameters"];
  return {
    name: endpointName(json.name),
    address: tcp["local-address"],
    port: tcp["local-port"],
    secure: secureTransport(json, path, stores),
    idleTimeoutS,
  };
}

function callHomeClient(json: CallHomeClientJson, stores: Stores): CallHomeClient {
  const path = entryPath(`${NETCONF_SERVER_PATH}/call-home`, "netconf-client", "name", json.name);
  const { "reconnect-strategy": strategy, "connection-type": type } = json;
  return {
    name: endpointName(json.name),
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
  const tcp = (json.ssh ?? json.tls)!["tcp-client-parameters"];
  return {
    name: json.name,
    address: tcp["remote-address"],
    port: tcp["remote-port"],
    localAddress: tcp["local-address"],
    // 0 leaves the port to the operating system.
    localPort: tcp["local-port"] || undefined,
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
  { ssh, tls }: ListenEndpointJson | ClientEndpointJson,
  path: string,
  stores: Stores,
): SecureTransport {
  if (ssh !== undefined)
    return sshParameters(ssh["ssh-server-parameters"], `${path}/ssh/ssh-server-parameters`, stores);
  const mappings = tls!["netconf-server-parameters"]["client-identity-mappings"]["cert-to-name"] ?? [];
  const parameters = tls!["tls-server-parameters"];
  return tlsParameters(parameters, mappings.map(certToName), `${path}/tls/tls-server-parameters`, stores);
}

function certToName({ id, fingerprint, name, "map-type": mapType }: CertToNameJson): CertToName {
  return { id, fingerprint, name, mapType: mapType.replace(/^ietf-x509-cert-to-name:/, "") as MapType };
}
