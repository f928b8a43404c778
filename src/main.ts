/** Where everything is built and joined: the only file that sees all layers. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { openSimulatedStats } from "vpp-sim";
import { vppEvents } from "../translators/events.js";
import { translators } from "../translators/index.js";
import { SYSTEM_PATH } from "./authentication/local-users.js";
import type { Configuration } from "./config/configuration.js";
import { createDerivations } from "./create-derivations.js";
import { createUsers } from "./create-users.js";
import { commitEdit, persist } from "./datastore/commit.js";
import { ConfirmedCommit } from "./datastore/confirmed-commit.js";
import type { Datastores } from "./datastore/datastores.js";
import { DynamicDatastores } from "./datastore/dynamic/dynamic-datastores.js";
import { keepContent } from "./datastore/dynamic/kept-content.js";
import { serverAuthor } from "./datastore/edit.js";
import { startEngine } from "./datastore/engine/engine-client.js";
import { contentAt, follow } from "./datastore/follow.js";
import { Locks } from "./datastore/locks.js";
import { parseObjectChanges, southboundChanges } from "./datastore/object-changes.js";
import { openEngine, type SchemaOptions } from "./datastore/open-engine.js";
import { openLmdbStore } from "./datastore/persistence/lmdb-store.js";
import { lockStateFolder } from "./datastore/persistence/state-lock.js";
import { PrivateCandidates } from "./datastore/private-candidates.js";
import type { Restored } from "./datastore/restore.js";
import { type SnapshotOptions, SnapshotWriter } from "./datastore/snapshot-writer.js";
import type { ObjectChange } from "./datastore/southbound-port.js";
import { WriteQueue } from "./datastore/write-queue.js";
import { followKubernetes } from "./follow-kubernetes.js";
import { ensureIdentity } from "./identity/ensure-identity.js";
import { listen } from "./listen.js";
import { ServiceHealth } from "./northbound/health/service-health.js";
import { offerVppApi } from "./offer-vpp-api.js";
import { openAudit } from "./open-audit.js";
import { auditState } from "./operations/audit/audit-data.js";
import { checkRpcHandlers } from "./operations/check-rpc-handlers.js";
import type { OperationContext } from "./operations/context.js";
import { EventLog } from "./operations/events/event-log.js";
import { EventTexts } from "./operations/events/event-texts.js";
import { tellCommit, tellConfirmation, tellSessionEnd, tellSessionStart } from "./operations/events/server-events.js";
import { releaseSession } from "./operations/lock.js";
import { NACM_PATH, Permissions } from "./operations/permissions.js";
import { Sessions } from "./operations/sessions.js";
import { accessControlState } from "./operations/state/access-control.js";
import { endpointState } from "./operations/state/endpoint-state.js";
import { netconfMonitoring } from "./operations/state/netconf-monitoring.js";
import { notificationCapabilities } from "./operations/state/notification-capabilities.js";
import { restconfMonitoring } from "./operations/state/restconf-monitoring.js";
import { netconfStreams } from "./operations/state/streams.js";
import { subscriptionsState } from "./operations/state/subscriptions.js";
import { systemState } from "./operations/state/system-state.js";
import { vppState } from "./operations/state/vpp-state.js";
import { followFilters } from "./operations/subscriptions/follow-filters.js";
import { Subscriptions } from "./operations/subscriptions/subscriptions.js";
import { DRIFT_PATH, type DriftPolicy, DriftWatch } from "./operations/vpp/drift-watch.js";
import { createRpcHandlers } from "./rpc-handlers.js";
import { type ModuleRequest, requestedModules } from "./schema/requested-modules.js";
import type { SchemaTree } from "./schema/schema-tree.js";
import { createSealer } from "./secrets/seal.js";
import { NETCONF_SERVER_PATH } from "./self-configuration/endpoint-settings.js";
import { SELF_PATHS } from "./self-configuration/self-configuration.js";
import { selfConfigure } from "./self-configure.js";
import { startSimulatorProcess } from "./simulator/simulator-process.js";
import { type ConnectedSouthbound, connectSouthbound } from "./southbound/connect.js";
import { vppTelemetry } from "./southbound/telemetry/telemetry.js";
import { createUrlAccess } from "./url-access/url-access.js";

const projectRoot = new URL("../../", import.meta.url);
const ownYang = fileURLToPath(new URL("yang/", projectRoot));
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
 * @param end ends the process with an exit status, after `close`; clients can ask for it
 */
export async function startServer(
  configuration: Configuration,
  log: Logger,
  end: (status: number) => void,
): Promise<RunningServer> {
  const closing: Closing = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    return { listeners: await start({ configuration, log, end }, closing), close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

interface Surroundings {
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly end: (status: number) => void;
}

async function start({ configuration, log, end }: Surroundings, closing: Closing): Promise<string[]> {
  const identity = await ensureIdentity(configuration.certsDir, addressesOf(configuration));
  closing.push(await lockStateFolder(configuration.stateDir));
  const store = openLmdbStore(configuration.stateDir);
  closing.push(() => store.close());

  const derivations = createDerivations();
  const dynamic = new DynamicDatastores(derivations.inOrder);
  const engineOptions = optionsOfEngine(configuration, identity.sealingKey);
  const { engine, schema, restored, registerObjects, extendLibrary } = await openEngine(
    engineOptions,
    store,
    dynamic,
    log,
    (error) => {
      log.fatal({ err: error }, "the engine cannot be filled again");
      process.exit(EXIT_SOFTWARE);
    },
  );
  closing.push(() => engine.close());
  const vpp = await vppSocket(configuration, closing);
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
  const health = new ServiceHealth({ host: configuration.listen, log: log.child({ part: "service health" }) });
  closing.push(() => health.close());
  derivations.tell(datastores.queue, events, health);
  await deriveFromRunning(datastores);
  const kept = await keepContent(datastores, configuration.stateDir);
  closing.push(() => kept.close());
  const confirmedCommit = new ConfirmedCommit(datastores, (event) => tellConfirmation(events, sessions, event));
  const permissions = await createPermissions(datastores, schema, configuration);
  const self = await selfConfigure(datastores, createSealer(identity.sealingKey), log.child({ part: "endpoints" }));
  const users = await createUsers(configuration, datastores, log, closing);
  const drift = await watchDrift(datastores, southbound, events);
  closing.push(() => drift.stop());
  const sessions = new Sessions(datastores.clock, (session) => releaseSession(context, session), {
    started: (session) => tellSessionStart(events, session),
    ended: (session, end) => tellSessionEnd(events, session, end),
  });
  datastores.onCommitted.push((committed) => tellCommit(events, sessions, committed));
  const audit = await openAudit({ configuration, datastores, schema, events, closing });
  const vppApi = offerVppApi({
    socketPath: vpp.path,
    engineOptions,
    schema,
    extendLibrary,
    absentFeatures: () => southbound.status.absentFeatures,
    datastores,
    events,
  });
  closing.push(() => vppApi.close());
  const urls = createUrlAccess(configuration.netconf.url);
  const monitoring = {
    schema: () => vppApi.schema,
    sessions,
    locks: datastores.locks,
    startedAtMs: datastores.clock(),
    urlSchemes: urls?.schemes,
  };
  const subscriptions = new Subscriptions({ datastores, events }, () => context);
  datastores.onCommitted.push(() => followFilters(context));
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
      netconfMonitoring(monitoring),
      restconfMonitoring(events),
      netconfStreams(events),
      auditState(audit),
      accessControlState(
        () => permissions.denied,
        () => contentAt(datastores, NACM_PATH),
      ),
      subscriptionsState(events, subscriptions),
      notificationCapabilities(),
      vppState(southbound, drift, () => driftPolicy(datastores)),
      vppTelemetry(southbound.readStats),
      endpointState(
        () => contentAt(datastores, NETCONF_SERVER_PATH),
        (name) => self.statusOf(name),
      ),
      ...derivations.state,
      systemState(datastores.clock, () => contentAt(datastores, SYSTEM_PATH)),
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
  keepSnapshots(configuration, { engineOptions, schema }, datastores, closing);

  const resync = () =>
    datastores.queue
      .run(() => resynchronise(datastores))
      .catch((failure) => {
        log.error({ err: failure }, "VPP could not be made equal to the configuration");
      });
  await southbound.start(VPP_PATIENCE_MS);
  await datastores.queue.run(() => confirmedCommit.resume());
  closing.push(() => confirmedCommit.stop());
  const vppConnected = () => southbound.status.connected;
  const kubernetes = followKubernetes(configuration.kubernetes, context, log.child({ part: "kubernetes" }), closing);
  const listeners = await listen({
    ...{ configuration, identity, users, self, context, vppConnected, kubernetes },
    log,
    closing,
  });
  vppApi.start();
  const away = southbound.status.connected ? "" : " (not connected yet)";
  return [`vpp       ${vpp.description}${away}`, ...listeners];
}

function addressesOf({ listen }: Configuration): readonly string[] {
  return ["0.0.0.0", "::"].includes(listen) ? [] : [listen];
}

function optionsOfEngine(
  { engine, yangDirs, implement, netconf }: Configuration,
  sealingKey: Uint8Array,
): SchemaOptions {
  const ours = JSON.parse(readFileSync(`${ownYang}modules.json`, "utf8"));
  return {
    wasmPath: fileURLToPath(new URL("packages/libyang-wasm/dist/libyang.wasm", projectRoot)),
    memoryLimitMb: engine.memoryLimitMb,
    searchDirs: [...yangDirs, ownYang, `${ownYang}deviations`, fileURLToPath(new URL("dist/yang", projectRoot))],
    modules: requestedModules(withUrlFeature(ours.implement, netconf), implement),
    sealingKey,
  };
}

/** The feature is there when URLs are: the schema says what the server does. */
function withUrlFeature(
  modules: readonly ModuleRequest[],
  { url }: Configuration["netconf"],
): readonly ModuleRequest[] {
  if (url.folder === null && url.hosts.length === 0) return modules;
  return modules.map((module) =>
    module.name === "ietf-netconf" ? { ...module, features: [...(module.features ?? []), "url"] } : module,
  );
}

type Foundations = Pick<Datastores, "engine" | "store" | "dynamic" | "southbound" | "objectPaths" | "log">;

async function openDatastores(foundations: Foundations, { revision, timeMs, stamps }: Restored): Promise<Datastores> {
  const clock = () => Date.now();
  const datastores: Datastores = {
    ...foundations,
    locks: new Locks(clock),
    queue: new WriteQueue(),
    log: foundations.log.child({ part: "datastore" }),
    clock,
    stamps,
    head: { revision, timeMs },
    candidateConditions: new Map(),
    checks: [],
    followers: [],
    onCommitted: [],
  };
  if (revision === 0) await commitFactoryDefault(datastores);
  return datastores;
}

function factoryDefault(): Uint8Array {
  return readFileSync(`${ownYang}factory-default.json`);
}

/** The first start: running and startup begin with yang/factory-default.json. */
async function commitFactoryDefault(datastores: Datastores): Promise<void> {
  const bytes = factoryDefault();
  const content = { kind: "body", format: "json", bytes, parent: "" } as const;
  const options = { author: serverAuthor, comment: "factory default", updateStartup: true };
  await commitEdit(datastores, { kind: "replace-all", content }, undefined, options);
}

async function createPermissions(datastores: Datastores, schema: SchemaTree, { accessControl }: Configuration) {
  const permissions = new Permissions(schema, accessControl.recoveryUser);
  await follow(datastores, NACM_PATH, (nacm) => permissions.update(nacm));
  return permissions;
}

/** Follows the policy that running has. */
async function watchDrift(
  datastores: Datastores,
  southbound: ConnectedSouthbound,
  events: EventLog,
): Promise<DriftWatch> {
  const { queue, log, onCommitted } = datastores;
  const watch = new DriftWatch(southbound, queue, log.child({ part: "drift" }), (content) =>
    events.publish("/sweetcomb-vpp:drift-detected", content),
  );
  watch.follow(await driftPolicy(datastores));
  onCommitted.push(({ changes }) => {
    const change = changes.find(({ schemaPath }) => schemaPath === DRIFT_PATH);
    if (change !== undefined) watch.follow(change.after ?? undefined);
  });
  return watch;
}

async function driftPolicy({ engine }: Datastores): Promise<DriftPolicy | undefined> {
  const document = await engine.subtree(DRIFT_PATH);
  return document && JSON.parse(Buffer.from(document).toString())["sweetcomb-vpp:drift"];
}

function keepSnapshots(
  { persistence: { snapshotEvery: every, keepRevisions } }: Configuration,
  engine: Pick<SnapshotOptions, "engineOptions" | "schema">,
  { store, head, onCommitted, log }: Datastores,
  closing: Closing,
): void {
  const start = () => startEngine(() => undefined);
  const entriesSince = head.revision - (store.snapshot()?.revision ?? 0);
  const options = { store, ...engine, startEngine: start, every, keepRevisions, log };
  const writer = new SnapshotWriter(options, entriesSince);
  onCommitted.push(() => writer.committed());
  closing.push(() => writer.close());
}

/** What follows from the configuration that the server starts with. A unit that is refused leaves the others alone. */
async function deriveFromRunning({ engine, dynamic, objectPaths, log }: Datastores): Promise<void> {
  if (dynamic.inputs.length === 0) return;
  for (const chunk of await engine.allObjects()) {
    for (const unit of parseObjectChanges(chunk, objectPaths)) {
      if (!dynamic.inputs.includes(unit.schemaPath)) continue;
      await dynamic
        .deriveFrom(engine, unit)
        .catch((refusal) => log.error({ err: refusal, path: unit.path }, "nothing can be derived from this"));
    }
  }
}

/** Hands all objects of intended to the south bound. Runs inside the write queue. */
async function resynchronise({ engine, dynamic, southbound, objectPaths }: Datastores): Promise<void> {
  const chunks = await engine.allObjects();
  async function* objects(): AsyncGenerator<readonly ObjectChange[]> {
    for (const chunk of chunks) {
      yield dynamic.uncovered(southboundChanges(southbound, parseObjectChanges(chunk, objectPaths)));
    }
    yield southboundChanges(southbound, dynamic.objects());
  }
  await southbound.resync(objects());
}

/** The socket to connect to; the simulator is started where no VPP is given. */
async function vppSocket({ vppSocket: given, stateDir }: Configuration, closing: Closing) {
  const standard = "/run/vpp/api.sock";
  const path = given === "auto" ? (existsSync(standard) ? standard : "sim") : given;
  if (path !== "sim") return { path, description: path, openCounters: undefined };
  const simulator = await startSimulatorProcess(stateDir);
  closing.push(() => simulator.close());
  return {
    path: simulator.socketPath,
    description: `simulator at ${simulator.socketPath}`,
    // The simulator keeps its counters in a file beside its socket.
    openCounters: () => openSimulatedStats(`${simulator.socketPath}.stats`),
  };
}
