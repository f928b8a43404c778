/**
 * The server without sockets: the real engine (in this thread), datastores, operations and northbound decoders over a store in memory,
 * and a south bound that takes everything unless it is told to refuse. For properties that need thousands of requests.
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import { ConfirmedCommit } from "../../src/datastore/confirmed-commit.js";
import type { Datastores } from "../../src/datastore/datastores.js";
import { DynamicDatastores } from "../../src/datastore/dynamic/dynamic-datastores.js";
import { createEngine } from "../../src/datastore/engine/engine.js";
import type { SupervisedEngine } from "../../src/datastore/engine/engine-supervisor.js";
import { Locks } from "../../src/datastore/locks.js";
import type { Store } from "../../src/datastore/persistence/store.js";
import { PrivateCandidates } from "../../src/datastore/private-candidates.js";
import type { Southbound } from "../../src/datastore/southbound-port.js";
import { DynamicStamps } from "../../src/datastore/stamps/dynamic-stamps.js";
import { Stamps } from "../../src/datastore/stamps/stamps.js";
import { WriteQueue } from "../../src/datastore/write-queue.js";
import { errorsOf, ManagementError } from "../../src/errors/management-error.js";
import { decodeOperation } from "../../src/northbound/netconf/decode-operation.js";
import { createRestconfApp } from "../../src/northbound/restconf/app.js";
import { defaultLimits } from "../../src/northbound/restconf/limits.js";
import { collect } from "../../src/operations/collect.js";
import type { OperationContext } from "../../src/operations/context.js";
import { createManagement } from "../../src/operations/create-management.js";
import { EventLog } from "../../src/operations/events/event-log.js";
import { EventTexts } from "../../src/operations/events/event-texts.js";
import { releaseSession } from "../../src/operations/lock.js";
import type { Management, Session } from "../../src/operations/management.js";
import { Permissions } from "../../src/operations/permissions.js";
import { Sessions } from "../../src/operations/sessions.js";
import { Subscriptions } from "../../src/operations/subscriptions/subscriptions.js";
import { buildSchemaTree } from "../../src/schema/build-schema-tree.js";
import { memoryStore } from "./memory-store.js";
import { testSealingKey } from "./sealing-key.js";

const root = new URL("../../../", import.meta.url);
const inProject = (path: string) => fileURLToPath(new URL(path, root));

export interface ManagementBed {
  readonly management: Management;
  readonly store: Store;
  /** RESTCONF, by `inject`. */
  readonly restconf: FastifyInstance;
  readonly subscriptions: Subscriptions;
  /** VPP refuses the next change. */
  refuseNext(): void;
  /** The refusal has not met a change yet. */
  readonly isRefusing: boolean;
  /** Moves the clock of the server; timers are the caller's (node:test mock.timers). */
  advance(ms: number): void;
  openSession(): Session;
  /** Content of an <rpc>. Resolves to "ok", or to the tag of the first error. */
  netconf(session: Session, operation: string): Promise<string>;
  /** The same with all errors; empty for "ok". */
  netconfErrors(session: Session, operation: string): Promise<readonly ManagementError[]>;
  /** A datastore as JSON text. */
  read(datastore: "running" | "candidate"): Promise<string>;
  /** Trees and cursors of libyang that are alive. */
  liveHandles(): Promise<number>;
  close(): Promise<void>;
}

/** Every user may do all: the bed's recovery user is the only one. */
const USER = "admin";

export async function createManagementBed(): Promise<ManagementBed> {
  const { engine, schema } = await loadEngine();
  let nowMs = 1_000_000;
  let refuses = false;
  const southbound: Southbound = {
    objectPaths: [],
    apply: async () => {
      if (refuses) {
        refuses = false;
        throw new ManagementError("operation-failed", { message: "VPP refused" });
      }
      return { done: () => undefined, revert: async () => undefined };
    },
    resync: async () => undefined,
  };
  const clock = () => nowMs;
  const datastores: Datastores = {
    engine,
    store: memoryStore(),
    dynamic: new DynamicDatastores(),
    southbound,
    objectPaths: await engine.registerObjects([]),
    locks: new Locks(clock),
    queue: new WriteQueue(),
    log: pino({ level: "silent" }),
    clock,
    stamps: Stamps.since({ revision: 0, timeMs: 0 }, schema),
    dynamicStamps: new DynamicStamps(schema, clock),
    candidateConditions: new Map(),
    head: { revision: 0, timeMs: nowMs },
    checks: [],
    followers: [],
    onCommitted: [],
  };
  const confirmedCommit = new ConfirmedCommit(datastores);
  const sessions = new Sessions(clock, (session) => releaseSession(context, session));
  const events = new EventLog(100, clock);
  const context: OperationContext = {
    datastores,
    confirmedCommit,
    privateCandidates: new PrivateCandidates(datastores),
    schema,
    sessions,
    permissions: new Permissions(schema, USER),
    stateProviders: [],
    events,
    eventTexts: new EventTexts({ engine, schema: () => schema, generatedOperations: () => undefined }),
    subscriptions: new Subscriptions({ datastores, events }, () => context),
    rpcHandlers: new Map(),
    factoryDefault: Buffer.from("{}"),
  };
  const management = createManagement(context);
  const restconf = createRestconfApp({ management, userOf: () => USER, limits: defaultLimits });
  const openSession = () => management.openSession({ user: USER, transport: "netconf-ssh", source: "test" });
  const reader = openSession();
  return {
    management,
    store: datastores.store,
    restconf,
    subscriptions: context.subscriptions,
    refuseNext: () => {
      refuses = true;
    },
    get isRefusing() {
      return refuses;
    },
    advance: (ms) => {
      nowMs += ms;
    },
    openSession,
    netconf: async (session, operation) => (await netconf(management, session, operation))[0]?.tag ?? "ok",
    netconfErrors: (session, operation) => netconf(management, session, operation),
    read: async (source) => {
      const answer = await management.execute(reader, { kind: "get-config", source, format: "json" });
      return Buffer.from(await collect(answer)).toString();
    },
    liveHandles: async () => (await engine.statistics()).liveHandles,
    close: async () => {
      confirmedCommit.stop();
      await restconf.close();
    },
  };
}

async function loadEngine() {
  const { implement } = JSON.parse(readFileSync(inProject("yang/modules.json"), "utf8"));
  const calls = createEngine();
  const { modules, rows, contentId } = await calls.load({
    wasmPath: inProject("packages/libyang-wasm/dist/libyang.wasm"),
    memoryLimitMb: 512,
    firstId: 1,
    searchDirs: ["test/support/yang/", "yang/", "yang/deviations/", "dist/yang/"].map(inProject),
    modules: [...implement, { name: "example-lab" }, { name: "example-lab-safety" }],
  });
  calls.sealWith(testSealingKey);
  calls.finishRestore();
  return { engine: asPromises(calls), schema: buildSchemaTree(modules, rows, contentId) };
}

/** The worker's end of the engine with the face of the main thread's. */
function asPromises(calls: object): SupervisedEngine {
  const entries = Object.entries(calls).map(([name, call]) => [name, async (...words: unknown[]) => call(...words)]);
  return { ...Object.fromEntries(entries), close: async () => undefined, rebuild: async () => undefined };
}

async function netconf(
  management: Management,
  session: Session,
  operation: string,
): Promise<readonly ManagementError[]> {
  const rpc = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1">${operation}</rpc>`;
  const document = await management.decodeRpc(Buffer.from(rpc));
  try {
    if (document.errors !== undefined) return document.errors;
    await management.execute(session, decodeOperation(document, management.schema, new AbortController().signal));
    return [];
  } catch (failure) {
    return errorsOf(failure);
  } finally {
    management.releaseRpc(document.document);
  }
}
