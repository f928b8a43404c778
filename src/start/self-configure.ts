/** The server follows its own configuration: what cannot work is refused before it is running, what is running is applied. */

import type { Logger } from "pino";
import type { Configuration } from "../config/configuration.js";
import type { Datastores } from "../datastore/datastores.js";
import { contentAt } from "../datastore/follow.js";
import { ManagementError } from "../errors/management-error.js";
import type { Identity } from "../identity/ensure-identity.js";
import type { RevocationList } from "../identity/revocation-list.js";
import type { EndpointSettings, Endpoints } from "../northbound/transport/settings.js";
import type { ListenerStatus } from "../operations/state/endpoint-state.js";
import { createSealer } from "../secrets/seal.js";
import { type BuiltInKey, builtInKeys } from "../self-configuration/built-in-keys.js";
import {
  endpointName,
  NETCONF_SERVER,
  RESTCONF_SERVER,
  type ServerContainer,
} from "../self-configuration/endpoint-settings.js";
import { PRIVATE_KEY_PATH } from "../self-configuration/keystore.js";
import {
  type ConfiguredEndpoints,
  changedDocuments,
  readSelfConfiguration,
  SELF_PATHS,
  type SelfDocuments,
} from "../self-configuration/self-configuration.js";
import { keepalivesOf, tcpKeepalivesOf } from "./listen-settings.js";

const nothing: EndpointSettings = { listen: [], callHome: [] };

/** The endpoints of one protocol: those that are fixed, and those that the configuration asks for. */
class FollowedEndpoints {
  #settings: EndpointSettings = nothing;
  #failures: ReadonlyMap<string, string> = new Map();
  #endpoints: Endpoints | undefined;
  #apply: () => Promise<void> = async () => undefined;

  constructor(
    readonly container: ServerContainer,
    readonly log: Logger,
  ) {}

  /** Takes what running asks for now. Whoever commits does not wait for it: his own session may end by it. */
  change(settings: EndpointSettings): void {
    this.#settings = settings;
    this.#apply().catch((error) => this.log.error({ err: error }, "the endpoints cannot be changed"));
  }

  /**
   * Opens the endpoints, and follows the configuration from then on.
   * @param fixed endpoints that are there whatever is configured; rejects when one of them cannot be opened
   */
  async open(endpoints: Endpoints, fixed: EndpointSettings): Promise<void> {
    this.#endpoints = endpoints;
    this.#apply = async () => {
      const { listen, callHome } = this.#settings;
      const failures = await endpoints.apply({
        ...fixed,
        listen: [...fixed.listen, ...listen],
        callHome: [...fixed.callHome, ...callHome],
      });
      this.#failures = new Map(failures.map(({ name, error }) => [name, error.message]));
      const names = [...fixed.listen, ...(fixed.local ?? []), ...fixed.callHome].map(({ name }) => name);
      const failed = failures.find(({ name }) => names.includes(name));
      if (failed !== undefined) throw failed.error;
      for (const { name, error } of failures) {
        this.log.error({ err: error, endpoint: name }, "endpoint cannot be opened");
      }
    };
    await this.#apply();
  }

  /** @param name of an endpoint in the list of the datastore, which is told in operational */
  statusOf(name: string): ListenerStatus {
    const full = endpointName(this.container, name);
    const failure = this.#failures.get(full);
    if (failure !== undefined) return { failure };
    const address = this.#endpoints?.addressOf(full);
    return address && { port: address.port };
  }
}

/** The configured endpoints of each protocol. */
export interface SelfConfiguration {
  readonly netconf: FollowedEndpoints;
  readonly restconf: FollowedEndpoints;
  /** Revocation lists of the truststore, as running has them now; none for a name that it does not have. */
  revocationLists(name: string): readonly RevocationList[];
  /** Keys that the server has of its own: entries of the keystore. */
  readonly builtInKeys: readonly BuiltInKey["entry"][];
}

export interface SelfConfigureOptions {
  readonly datastores: Datastores;
  readonly identity: Identity;
  readonly configuration: Configuration;
  readonly log: Logger;
}

/** Reads what running has, and watches the commits from then on. Cost follows the size of the containers that a commit touches. */
export async function selfConfigure({
  datastores,
  identity,
  configuration,
  log,
}: SelfConfigureOptions): Promise<SelfConfiguration> {
  const sealer = createSealer(identity.sealingKey);
  const builtIn = builtInKeys(identity);
  const sources = { unseal: (sealed: string) => sealer.unseal(PRIVATE_KEY_PATH, sealed), builtIn };
  const probes = { keepalives: keepalivesOf(configuration), tcpKeepalives: tcpKeepalivesOf(configuration) };
  let revocationLists: ConfiguredEndpoints["revocationLists"] = new Map();
  const self = {
    netconf: new FollowedEndpoints(NETCONF_SERVER, log),
    restconf: new FollowedEndpoints(RESTCONF_SERVER, log),
    revocationLists: (name: string) => revocationLists.get(name) ?? [],
    builtInKeys: Array.from(builtIn.values(), ({ entry }) => entry),
  };
  const read = (documents: SelfDocuments) => readSelfConfiguration(documents, sources, probes);
  const contents = SELF_PATHS.map(async (path) => [path, await contentAt(datastores, path)] as const);
  let documents: SelfDocuments = Object.fromEntries(await Promise.all(contents));
  const take = () => {
    const settings = readOrNothing(() => read(documents), log);
    revocationLists = settings.revocationLists;
    self.netconf.change(settings.netconf);
    self.restconf.change(settings.restconf);
  };
  take();
  datastores.checks.push((changes) => {
    const changed = changedDocuments(documents, changes);
    if (changed !== undefined) read(changed);
  });
  datastores.onCommitted.push(({ changes }) => {
    const changed = changedDocuments(documents, changes);
    if (changed === undefined) return;
    documents = changed;
    take();
  });
  return self;
}

/** What running has was checked when it was written, but another secrets.key, or another version of the server, may see it otherwise. */
function readOrNothing(read: () => ConfiguredEndpoints, log: Logger): ConfiguredEndpoints {
  try {
    return read();
  } catch (failure) {
    if (!(failure instanceof ManagementError)) throw failure;
    log.error({ err: failure, path: failure.details.path }, "the configured endpoints cannot be opened");
    return { netconf: nothing, restconf: nothing, revocationLists: new Map() };
  }
}
