/** The endpoints that the configuration file, flags and variables ask for. */

import type { CallHome, Configuration } from "../config/configuration.js";
import type { Identity } from "../identity/ensure-identity.js";
import type {
  CallHomeClient,
  EndpointSettings,
  ListenEndpoint,
  LocalEndpoint,
  SecureTransport,
  SshParameters,
  TlsParameters,
} from "../northbound/transport/settings.js";

/** Name of the revocation lists that come from the settings. */
export const CONFIGURED_REVOCATION_LISTS = "configured";

/** Names of the listeners that come from the settings. */
export const CONFIGURED = {
  ssh: "configured-ssh",
  tls: "configured-tls",
  local: "configured-local",
  restconf: "configured-restconf",
} as const;

/** Probes of SSH without an answer before a connection is given up. */
const KEEPALIVE_ATTEMPTS = 3;

export function netconfSettings(configuration: Configuration, identity: Identity): EndpointSettings {
  const { listen: address, netconfPort, netconfTlsPort, netconf } = configuration;
  const ssh: SshParameters = {
    transport: "ssh",
    hostKeys: identity.sshHostKeys.map((key) => key.toString()),
    keepalives: keepalivesOf(configuration),
  };
  const tls = tlsParameters(configuration, identity);
  const tcpKeepalives = tcpKeepalivesOf(configuration);
  const listen: ListenEndpoint[] = [{ name: CONFIGURED.ssh, address, port: netconfPort, secure: ssh, tcpKeepalives }];
  if (netconfTlsPort !== null)
    listen.push({ name: CONFIGURED.tls, address, port: netconfTlsPort, secure: tls, tcpKeepalives });
  const secure = (transport: "ssh" | "tls" = "ssh") =>
    transport === "ssh" ? { secure: ssh, port: 4334 } : { secure: tls, port: 4335 };
  return {
    listen,
    local: localEndpoints(netconf.localSocket),
    callHome: netconf.callHome.map((client) => clientOf(client, secure, configuration)),
  };
}

function localEndpoints({ path, user, mode }: Configuration["netconf"]["localSocket"]): readonly LocalEndpoint[] {
  if (path === null) return [];
  return [{ name: CONFIGURED.local, path, mode: Number.parseInt(mode, 8), secure: { transport: "local", user } }];
}

export function restconfSettings(configuration: Configuration, identity: Identity): EndpointSettings {
  const { listen: address, restconfPort: port, restconf } = configuration;
  const tls = tlsParameters(configuration, identity);
  const tcpKeepalives = tcpKeepalivesOf(configuration);
  const secure = () => ({ secure: tls, port: 4336 });
  return {
    listen: [{ name: CONFIGURED.restconf, address, port, secure: tls, tcpKeepalives }],
    callHome: restconf.callHome.map((client) => clientOf(client, secure, configuration)),
  };
}

function tlsParameters({ certToName }: Configuration, { tls }: Identity): TlsParameters {
  return {
    transport: "tls",
    certificate: tls.certificate,
    key: tls.key,
    trustedAuthorities: [tls.ca],
    certToName: certToName.length === 0 ? undefined : certToName,
    revocationLists: CONFIGURED_REVOCATION_LISTS,
  };
}

/** @param secureOf the parameters of a transport, and the port that IANA has for it */
function clientOf(
  { name, endpoints, periodic, startWith, maxWaitS, maxAttempts }: CallHome,
  secureOf: (transport: "ssh" | "tls" | undefined) => { readonly secure: SecureTransport; readonly port: number },
  configuration: Configuration,
): CallHomeClient {
  const tcpKeepalives = tcpKeepalivesOf(configuration);
  return {
    name,
    endpoints: endpoints.map(({ address, port, transport }, index) => {
      const standard = secureOf(transport);
      return {
        name: String(index + 1),
        address,
        port: port ?? standard.port,
        secure: standard.secure,
        tcpKeepalives,
      };
    }),
    connectionType: periodic === undefined ? { kind: "persistent" } : { kind: "periodic", ...periodic },
    reconnectStrategy: { startWith, maxWaitS, maxAttempts },
  };
}

/** Probes of TCP. */
export function tcpKeepalivesOf({ keepaliveS }: Configuration) {
  return keepaliveS === 0 ? undefined : { idleTimeS: keepaliveS };
}

/** Probes of SSH. */
export function keepalivesOf({ keepaliveS }: Configuration) {
  return keepaliveS === 0 ? undefined : { maxWaitS: keepaliveS, maxAttempts: KEEPALIVE_ATTEMPTS };
}
