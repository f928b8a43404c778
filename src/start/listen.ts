/** Opens the listeners, and says how each is reached. */

import type { Logger } from "pino";
import type { Configuration } from "../config/configuration.js";
import type { Identity } from "../identity/ensure-identity.js";
import { revocationFiles } from "../identity/revocation-files.js";
import type { Controller } from "../kubernetes/controller.js";
import { notProgrammed } from "../kubernetes/metrics.js";
import { startHealthServer } from "../northbound/health/health-server.js";
import { createNetconfServer } from "../northbound/netconf/server.js";
import { createRestconfServer } from "../northbound/restconf/server.js";
import type { UserOfCertificate } from "../northbound/transport/presented-certificate.js";
import type { Endpoints } from "../northbound/transport/settings.js";
import type { OperationContext } from "../operations/context.js";
import { createManagement } from "../operations/create-management.js";
import type { Management } from "../operations/management.js";
import { certificateUsers } from "./certificate-users.js";
import type { ServerUsers } from "./create-users.js";
import { CONFIGURED, CONFIGURED_REVOCATION_LISTS, netconfSettings, restconfSettings } from "./listen-settings.js";
import { createMetrics } from "./metrics.js";
import type { SelfConfiguration } from "./self-configure.js";

export interface ListenOptions {
  readonly configuration: Configuration;
  readonly identity: Identity;
  readonly users: ServerUsers;
  /** The endpoints that running asks for. */
  readonly self: SelfConfiguration;
  readonly context: OperationContext;
  readonly vppConnected: () => boolean;
  /** Undefined: no cluster is followed. */
  readonly kubernetes: Controller | undefined;
  readonly log: Logger;
  /** What was opened is added here, the last thing at the end. */
  readonly closing: (() => unknown)[];
}

/** Resolves with a line for each listener. Rejects when one of them cannot be opened. */
export async function listen(options: ListenOptions): Promise<readonly string[]> {
  const management = createManagement(options.context);
  const userOfCertificate = usersOf(options);
  const lines = [
    ...(await listenForNetconf(options, management, userOfCertificate)),
    await listenForRestconf(options, management, userOfCertificate),
  ];
  if (options.configuration.healthPort !== null)
    lines.push(await listenForHealth(options, options.configuration.healthPort));
  return lines;
}

function usersOf({ configuration, identity, self, log }: ListenOptions): UserOfCertificate {
  const tell = (err: Error) => log.error({ err }, "a revocation list is not read again");
  const files = revocationFiles(configuration.revocationLists, identity.tls.ca, tell);
  const listsOf = (name: string) => (name === CONFIGURED_REVOCATION_LISTS ? files() : self.revocationLists(name));
  return certificateUsers(listsOf, log.child({ part: "certificates" }));
}

async function listenForNetconf(
  { configuration, identity, users, self, log, closing }: ListenOptions,
  management: Management,
  userOfCertificate: UserOfCertificate,
): Promise<readonly string[]> {
  const { listen: host, certsDir, netconf } = configuration;
  const server = createNetconfServer({
    management,
    authorizedKeys: (user) => [...identity.authorizedKeys(user), ...users.authorizedKeys(user)],
    passwords: users.passwords,
    userOfCertificate,
    log: log.child({ part: "netconf" }),
    limits: {
      maxSessions: netconf.maxSessions,
      // Connections that have not logged in yet count too.
      maxConnections: 2 * netconf.maxSessions,
      maxMessageBytes: netconf.maxMessageBytes,
      maxAuthenticationAttempts: netconf.maxAuthenticationAttempts,
      helloTimeoutMs: netconf.helloTimeoutS * 1000,
      idleSessionTimeoutMs: netconf.idleTimeoutS * 1000,
      connectionsPerSecond: netconf.connectionsPerSecond,
    },
  });
  closing.push(() => server.close());
  await self.netconf.open(server, netconfSettings(configuration, identity));
  const lines = [
    `netconf   ssh -i ${certsDir}/admin_ed25519 -p ${portOf(server, CONFIGURED.ssh)} admin@${host} -s netconf`,
  ];
  if (configuration.netconfTlsPort !== null) {
    const credentials = `-CAfile ${certsDir}/ca.crt -cert ${certsDir}/admin.crt -key ${certsDir}/admin.key`;
    lines.push(`netconf   openssl s_client -quiet -connect ${host}:${portOf(server, CONFIGURED.tls)} ${credentials}`);
  }
  if (netconf.localSocket.path !== null) lines.push(`netconf   socat - UNIX-CONNECT:${netconf.localSocket.path}`);
  return lines;
}

async function listenForRestconf(
  { configuration, identity, users, self, log, closing }: ListenOptions,
  management: Management,
  userOfCertificate: UserOfCertificate,
): Promise<string> {
  const { certsDir, restconf } = configuration;
  const server = createRestconfServer({
    management,
    userOfCertificate,
    passwords: restconf.basicAuthentication ? users.passwords : undefined,
    allowedOrigins: new Set(restconf.allowedOrigins),
    gzip: restconf.gzip,
    log: log.child({ part: "restconf" }),
    limits: {
      connections: restconf.maxConnections,
      bodyBytes: restconf.maxBodyBytes,
      connectionsPerSecond: restconf.connectionsPerSecond,
    },
  });
  closing.push(() => server.close());
  await self.restconf.open(server, restconfSettings(configuration, identity));
  const credentials = `--cacert ${certsDir}/ca.crt --cert ${certsDir}/admin.crt --key ${certsDir}/admin.key`;
  return `restconf  curl ${credentials} https://localhost:${portOf(server, CONFIGURED.restconf)}/restconf/data`;
}

function portOf(server: Endpoints, name: string): number {
  return server.addressOf(name)!.port;
}

async function listenForHealth(options: ListenOptions, port: number): Promise<string> {
  const { context, vppConnected, kubernetes, closing } = options;
  const metrics = createMetrics(context.datastores, context.sessions, vppConnected, kubernetes);
  const notReady = () => (vppConnected() ? kubernetes && notProgrammed(kubernetes) : "VPP is away");
  const server = await startHealthServer({ port, metrics, notReady });
  closing.push(() => server.close());
  return `health    curl http://127.0.0.1:${server.port}/readyz`;
}
