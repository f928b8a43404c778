/** Opens the listeners, and says how each is reached. */

import type { Logger } from "pino";
import type { Configuration } from "./config/configuration.js";
import type { ServerUsers } from "./create-users.js";
import type { Identity } from "./identity/ensure-identity.js";
import { groupsOfCertificate, userOfCertificate } from "./identity/user-of-certificate.js";
import { createMetrics } from "./metrics.js";
import { startHealthServer } from "./northbound/health/health-server.js";
import { startNetconfServer } from "./northbound/netconf/server.js";
import { startRestconfServer } from "./northbound/restconf/server.js";
import type { OperationContext } from "./operations/context.js";
import { createManagement } from "./operations/create-management.js";
import type { Management } from "./operations/management.js";

export interface ListenOptions {
  readonly configuration: Configuration;
  readonly identity: Identity;
  readonly users: ServerUsers;
  readonly context: OperationContext;
  readonly vppConnected: () => boolean;
  readonly log: Logger;
  /** What was opened is added here, the last thing at the end. */
  readonly closing: (() => unknown)[];
}

/** Resolves with a line for each listener. */
export async function listen(options: ListenOptions): Promise<readonly string[]> {
  const management = createManagement(options.context);
  const lines = [await listenForNetconf(options, management), await listenForRestconf(options, management)];
  if (options.configuration.healthPort !== null)
    lines.push(await listenForHealth(options, options.configuration.healthPort));
  return lines;
}

async function listenForNetconf(
  { configuration, identity, users, log, closing }: ListenOptions,
  management: Management,
): Promise<string> {
  const { listen: host, certsDir, netconf } = configuration;
  const server = await startNetconfServer({
    management,
    host,
    port: configuration.netconfPort,
    hostKeys: identity.sshHostKeys,
    authorizedKeys: (user) => [...identity.authorizedKeys(user), ...users.authorizedKeys(user)],
    passwords: users.passwords,
    log: log.child({ part: "netconf" }),
    limits: {
      maxSessions: netconf.maxSessions,
      // Connections that have not logged in yet count too.
      maxConnections: 2 * netconf.maxSessions,
      maxMessageBytes: netconf.maxMessageBytes,
      helloTimeoutMs: netconf.helloTimeoutS * 1000,
    },
  });
  closing.push(() => server.close());
  return `netconf   ssh -i ${certsDir}/admin_ed25519 -p ${server.address.port} admin@${host} -s netconf`;
}

async function listenForRestconf(
  { configuration, identity, users, log, closing }: ListenOptions,
  management: Management,
): Promise<string> {
  const { listen: host, certsDir, restconf } = configuration;
  const server = await startRestconfServer({
    management,
    host,
    port: configuration.restconfPort,
    tls: { cert: identity.tls.certificate, key: identity.tls.key, ca: identity.tls.ca },
    userOfCertificate,
    groupsOfCertificate,
    passwords: restconf.basicAuthentication ? users.passwords : undefined,
    log: log.child({ part: "restconf" }),
    limits: { bodyBytes: restconf.maxBodyBytes },
  });
  closing.push(() => server.close());
  const credentials = `--cacert ${certsDir}/ca.crt --cert ${certsDir}/admin.crt --key ${certsDir}/admin.key`;
  return `restconf  curl ${credentials} https://localhost:${server.address.port}/restconf/data`;
}

async function listenForHealth({ context, vppConnected, closing }: ListenOptions, port: number): Promise<string> {
  const metrics = createMetrics(context.datastores, context.sessions, vppConnected);
  const notReady = () => (vppConnected() ? undefined : "VPP is away");
  const server = await startHealthServer({ port, metrics, notReady });
  closing.push(() => server.close());
  return `health    curl http://127.0.0.1:${server.port}/readyz`;
}
