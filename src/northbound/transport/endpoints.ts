/** The endpoints of one protocol, opened and closed so that they follow settings. */

import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { AddressRate } from "./address-rate.js";
import { type BackOff, DEFAULT_BACK_OFF } from "./back-off.js";
import { CallHomeCaller } from "./call-home-client.js";
import type { ConnectionServer } from "./connection-server.js";
import { openLocalListener } from "./local-listener.js";
import type {
  CallHomeClient,
  EndpointFailure,
  EndpointSettings,
  Endpoints,
  ListenEndpoint,
  LocalEndpoint,
  LocalTransport,
  SecureTransport,
} from "./settings.js";
import { openTcpListener } from "./tcp-listener.js";

/**
 * The server for the connections of one endpoint. Rejects when a key or certificate cannot be used.
 * @param idleTimeoutS seconds that a connection or session may be unused; 0 is never, undefined is the protocol's own
 */
export type OpenConnectionServer = (
  secure: SecureTransport | LocalTransport,
  idleTimeoutS: number | undefined,
) => Promise<ConnectionServer>;

export interface EndpointsOptions {
  readonly openServer: OpenConnectionServer;
  /** Connections that an address may open in a second; 0 is without limit. */
  readonly connectionsPerSecond: number;
  readonly log: Logger;
  readonly backOff?: BackOff | undefined;
  readonly random?: (() => number) | undefined;
  readonly clock?: (() => number) | undefined;
}

export function createEndpoints(options: EndpointsOptions): Endpoints {
  const rate = new AddressRate(options.connectionsPerSecond, () => performance.now());
  const listeners = new Followers<ListenEndpoint | LocalEndpoint, Listener>((endpoint) =>
    openListener(endpoint, rate, options),
  );
  const callers = new Followers<CallHomeClient, CallHomeCaller>((client) => openCaller(client, options));
  // One after the other: settings that come while others are applied wait.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const apply = async ({ listen, local = [], callHome }: EndpointSettings) => [
    ...(await listeners.follow([...listen, ...local])),
    ...(await callers.follow(callHome)),
  ];
  return {
    apply: (settings) => inTurn(() => apply(settings)),
    addressOf: (name) => listeners.get(name)?.address,
    close: () => inTurn(() => Promise.all([listeners.close(), callers.close()])).then(() => undefined),
  };
}

interface Listener {
  /** Undefined for a socket in the file system. */
  readonly address: AddressInfo | undefined;
  /** Closes the socket at once; resolves when its connections have ended. */
  close(): Promise<void>;
}

async function openListener(
  endpoint: ListenEndpoint | LocalEndpoint,
  rate: AddressRate,
  { openServer, log }: EndpointsOptions,
): Promise<Listener> {
  const server = await openServer(endpoint.secure, endpoint.idleTimeoutS);
  try {
    const accept = server.serve;
    const listener =
      "path" in endpoint
        ? await openLocalListener({ ...endpoint, accept, log })
        : await openTcpListener({ ...endpoint, rate, accept, log });
    return {
      address: listener.address,
      close: () => {
        listener.close();
        return server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function openCaller(client: CallHomeClient, options: EndpointsOptions): Promise<CallHomeCaller> {
  const { openServer, log, backOff = DEFAULT_BACK_OFF, random = Math.random, clock = Date.now } = options;
  // A persistent connection is there to stay, however quiet it is.
  const idleTimeoutS = client.connectionType.kind === "periodic" ? client.connectionType.idleTimeoutS : 0;
  const servers = new Map<string, ConnectionServer>();
  try {
    for (const { name, secure } of client.endpoints) {
      servers.set(name, await openServer(secure, idleTimeoutS));
    }
  } catch (error) {
    await Promise.all([...servers.values()].map((server) => server.close()));
    throw error;
  }
  return new CallHomeCaller({ client, servers, backOff, random, clock, log });
}

/** Open things, one for each element of a list of settings. */
class Followers<Settings extends { readonly name: string }, Open extends { close(): Promise<void> }> {
  readonly #open = new Map<string, { readonly text: string; readonly thing: Open }>();

  constructor(readonly open: (settings: Settings) => Promise<Open>) {}

  get(name: string): Open | undefined {
    return this.#open.get(name)?.thing;
  }

  /** What has to go is closed first: a port may have moved from one name to another. */
  async follow(list: readonly Settings[]): Promise<readonly EndpointFailure[]> {
    const wanted = new Map(list.map((settings) => [settings.name, JSON.stringify(settings)]));
    const gone = [...this.#open].filter(([name, { text }]) => wanted.get(name) !== text);
    for (const [name] of gone) this.#open.delete(name);
    await Promise.all(gone.map(([, { thing }]) => thing.close()));
    const failures: EndpointFailure[] = [];
    for (const settings of list) {
      if (this.#open.has(settings.name)) continue;
      try {
        this.#open.set(settings.name, { text: wanted.get(settings.name)!, thing: await this.open(settings) });
      } catch (error) {
        failures.push({ name: settings.name, error: error as Error });
      }
    }
    return failures;
  }

  async close(): Promise<void> {
    await this.follow([]);
  }
}
