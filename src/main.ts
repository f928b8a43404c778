/** Where everything is built and joined: the only file that sees all layers. */

import type { Logger } from "pino";
import { vppEvents } from "../translators/events.js";
import { translators } from "../translators/index.js";
import { SYSTEM_PATH } from "./authentication/local-users.js";
import type { Configuration } from "./config/configuration.js";
import { persist } from "./datastore/commit.js";
import { ConfirmedCommit } from "./datastore/confirmed-commit.js";
import { DynamicDatastores } from "./datastore/dynamic/dynamic-datastores.js";
import { keepContent } from "./datastore/dynamic/kept-content.js";
import type { LoadingEngine } from "./datastore/engine/engine-client.js";
import { contentAt, follow } from "./datastore/follow.js";
import { openEngine } from "./datastore/open-engine.js";
import { openLmdbStore } from "./datastore/persistence/lmdb-store.js";
import { lockStateFolder } from "./datastore/persistence/state-lock.js";
import { PrivateCandidates } from "./datastore/private-candidates.js";
import { deriveFromRunning, resynchronise } from "./datastore/resynchronise.js";
import { readLeftOut } from "./datastore/upgrade/left-out-file.js";
import { errorsOf } from "./errors/management-error.js";
import { ensureIdentity } from "./identity/ensure-identity.js";
import { ServiceHealth } from "./northbound/health/service-health.js";
import { keysOf } from "./operations/audit/keys-of.js";
import { checkRpcHandlers } from "./operations/check-rpc-handlers.js";
import type { OperationContext } from "./operations/context.js";
import { EventLog } from "./operations/events/event-log.js";
import { EventTexts } from "./operations/events/event-texts.js";
import { tellCommit, tellConfirmation, tellSessionEnd, tellSessionStart } from "./operations/events/server-events.js";
import { releaseSession } from "./operations/lock.js";
import { followPartialLocks } from "./operations/partial-lock.js";
import { NACM_PATH, Permissions } from "./operations/permissions.js";
import { Sessions } from "./operations/sessions.js";
import { vppState } from "./operations/state/vpp-state.js";
import { followFilters } from "./operations/subscriptions/follow-filters.js";
import { Subscriptions } from "./operations/subscriptions/subscriptions.js";
import { DRIFT_PATH } from "./operations/vpp/drift-watch.js";
import { createSealer } from "./secrets/seal.js";
import { SELF_PATHS } from "./self-configuration/self-configuration.js";
import { connectSouthbound } from "./southbound/connect.js";
import { vppTelemetry } from "./southbound/telemetry/telemetry.js";
import { createDerivations } from "./start/create-derivations.js";
import { createUsers } from "./start/create-users.js";
import { followCluster } from "./start/follow-cluster.js";
import { keepSnapshots } from "./start/keep-snapshots.js";
import { listen } from "./start/listen.js";
import { offerVppApi } from "./start/offer-vpp-api.js";
import { openAudit } from "./start/open-audit.js";
import { factoryDefault, openDatastores } from "./start/open-datastores.js";
import { createRpcHandlers } from "./start/rpc-handlers.js";
import { selfConfigure } from "./start/self-configure.js";
import { serverState } from "./start/server-state.js";
import { vppSocket } from "./start/vpp-socket.js";
import { watchDrift } from "./start/watch-drift.js";
import { createUrlAccess } from "./url-access/url-access.js";

/** How long the start waits for VPP before it goes on without. */
const VPP_PATIENCE_MS = 3000;
/** Exit status for a failure that nobody can mend from outside (sysexits.h, EX_SOFTWARE). */
const EXIT_SOFTWARE = 70;

/** What has to be undone when the server ends, the last thing first. */
type Closing = (() => unknown)[];

export interface RunningServer {
  /** One line for each listener: what it is, and how it is reached. */
  readonly listeners: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts the whole server. Rejects with a message for the operator when something it needs is not there.
 * @param loading the engine: what starts the server lets it read its modules while this file and all that it imports are loaded
 * @param end ends the process with an exit status, after `close`; clients can ask for it
 */
export async function startServer(
  configuration: Configuration,
  loading: LoadingEngine,
  log: Logger,
  end: (status: number) => void,
): Promise<RunningServer> {
  const closing: Closing = [() => loading.engine.close()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    return { listeners: await start({ configuration, loading, log, end }, closing), close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

interface Surroundings {
  readonly configuration: Configuration;
  readonly loading: LoadingEngine;
  readonly log: Logger;
  readonly end: (status: number) => void;
}

async function start({ configuration, loading, log, end }: Surroundings, closing: Closing): Promise<string[]> {
  const identity = await ensureIdentity(configuration.certsDir, addressesOf(configuration));
  closing.push(await lockStateFolder(configuration.stateDir));
  const store = openLmdbStore(configuration.stateDir);
  closing.push(() => store.close());

  // Started beside the engine; what is wrong with it is told when it is needed.
  const vppStarting = vppSocket(configuration, closing);
  vppStarting.catch(() => undefined);
  const derivations = createDerivations();
  const dynamic = new DynamicDatastores(derivations.inOrder);
  const { engine, schema, restored, registerObjects, extendLibrary } = await openEngine(
    loading,
    identity.sealingKey,
    store,
    configuration.stateDir,
    dynamic,
    log,
    (error) => {
      log.fatal({ err: error }, "the engine cannot be filled again");
      process.exit(EXIT_SOFTWARE);
    },
  );
  closing.push(() => engine.close());
  const vpp = await vppStarting;
  const events = new EventLog(configuration.events.keep, () => Date.now());
  const southbound = await connectSouthbound({
    socketPath: vpp.path,
    events: vppEvents,
    publish: ({ path, content }) => events.publish(path, content),
    translators,
    schema,
    sealer: createSealer(identity.sealingKey),
    records: {
      load: async () => store.record("southbound"),
      save: (southbound: unknown) => persist(() => store.writeRecords({ southbound })),
    },
    openCounters: vpp.openCounters,
    whenVppIsAway: configuration.whenVppIsAway,
    log: log.child({ part: "southbound" }),
    onVppReturned: () => void resync(),
  });
  closing.push(() => southbound.close());
  const objectPaths = await registerObjects([
    ...southbound.objectPaths,
    ...dynamic.inputs,
    NACM_PATH,
    DRIFT_PATH,
    SYSTEM_PATH,
    ...SELF_PATHS,
  ]);

  const datastores = await openDatastores({ engine, store, dynamic, southbound, objectPaths, log }, restored);
  const health = configuration.kubernetes.healthChecks ? new ServiceHealth() : undefined;
  closing.push(() => health?.close());
  const derivedState = derivations.show({ queue: datastores.queue, events, health, dynamic });
  await deriveFromRunning(datastores);
  const kept = await keepContent(datastores, configuration.stateDir);
  closing.push(() => kept.close());
  const confirmedCommit = new ConfirmedCommit(datastores, (event) => tellConfirmation(events, sessions, event));
  const permissions = new Permissions(schema, configuration.accessControl.recoveryUser);
  await follow(datastores, NACM_PATH, (nacm) => permissions.update(nacm));
  const self = await selfConfigure({ datastores, identity, configuration, log: log.child({ part: "endpoints" }) });
  const users = await createUsers(configuration, datastores, log, closing);
  const drift = await watchDrift(datastores, southbound, events);
  closing.push(() => drift.stop());
  const sessions = new Sessions(datastores.clock, (session) => releaseSession(context, session), {
    started: (session) => tellSessionStart(events, session),
    ended: (session, end) => tellSessionEnd(events, session, end),
  });
  datastores.onCommitted.push((committed) => tellCommit(events, sessions, keysOf(schema), committed));
  const audit = await openAudit({ configuration, datastores, schema, events, closing });
  const vppApi = offerVppApi({
    socketPath: vpp.path,
    engineOptions: loading.options,
    schema,
    extendLibrary,
    absentFeatures: () => southbound.status.absentFeatures,
    datastores,
    events,
  });
  closing.push(() => vppApi.close());
  const urls = createUrlAccess(configuration.netconf.url);
  const subscriptions = new Subscriptions({ datastores, events }, () => context);
  datastores.onCommitted.push(() => followFilters(context));
  datastores.onCommitted.push(() => followPartialLocks(datastores));
  datastores.onCommitted.push(({ changes }) => {
    if (changes.some(({ schemaPath }) => schemaPath === NACM_PATH)) subscriptions.accessChanged();
  });
  const context: OperationContext = {
    datastores,
    confirmedCommit,
    privateCandidates: new PrivateCandidates(datastores),
    get schema() {
      return vppApi.schema;
    },
    sessions,
    permissions,
    stateProviders: [
      southbound,
      vppState({
        vpp: southbound,
        drift,
        policy: () => contentAt(datastores, DRIFT_PATH),
        leftOut: () => readLeftOut(configuration.stateDir),
      }),
      vppTelemetry(southbound.readStats),
      ...derivedState,
      ...serverState({
        ...{ datastores, sessions, permissions, events, subscriptions, audit, self },
        schema: () => vppApi.schema,
        urlSchemes: urls?.schemes,
      }),
    ],
    events,
    audit,
    urls,
    rpcHandlers: createRpcHandlers({ southbound, datastores, context: () => context, end }),
    factoryDefault: factoryDefault(),
    eventTexts: new EventTexts({ engine, schema: () => vppApi.schema, generatedOperations: () => vppApi.operations }),
    subscriptions,
    generatedOperations: vppApi.operations,
  };
  checkRpcHandlers(context.rpcHandlers, schema);
  keepSnapshots(configuration, { engineOptions: loading.options, schema }, datastores, closing);

  const resync = () =>
    datastores.queue.run(() => resynchronise(datastores)).catch((failure) => tellNotApplied(failure, log));
  await southbound.start(VPP_PATIENCE_MS);
  await datastores.queue.run(() => confirmedCommit.resume());
  closing.push(() => confirmedCommit.stop());
  const vppConnected = () => southbound.status.connected;
  const kubernetes = await followCluster(configuration.kubernetes, context, log.child({ part: "kubernetes" }), closing);
  const listeners = await listen({
    ...{ configuration, identity, users, self, context, vppConnected, kubernetes },
    log,
    closing,
  });
  vppApi.start();
  const away = southbound.status.connected ? "" : " (not connected yet)";
  return [`vpp       ${vpp.description}${away}`, ...listeners];
}

/** A line for each part of the configuration that VPP does not hold. */
function tellNotApplied(failure: unknown, log: Logger): void {
  for (const { message, details } of errorsOf(failure)) {
    const { path, cause } = details;
    log.error({ path, err: cause }, `VPP could not be made equal to the configuration: ${message}`);
  }
}

function addressesOf({ listen }: Configuration): readonly string[] {
  return ["0.0.0.0", "::"].includes(listen) ? [] : [listen];
}
