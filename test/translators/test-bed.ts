/**
 * Configuration in JSON all the way to VPP: the real engine finds the changed objects, the real translators and the real
 * client bring them to a VPP, which is the simulator unless a socket is given.
 */

import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ClientOptions, connectVpp, type Trace, type VppClient, VppConnection } from "vpp-binapi-ts";
import { openSimulatedStats, type Simulator, startSimulator } from "vpp-sim";
import type { Derivation } from "../../src/datastore/dynamic/derivation.js";
import { createEngine } from "../../src/datastore/engine/engine.js";
import { parseObjectChanges } from "../../src/datastore/object-changes.js";
import type { AppliedChange, ObjectChange } from "../../src/datastore/southbound-port.js";
import { buildSchemaTree } from "../../src/schema/build-schema-tree.js";
import type { SchemaTree } from "../../src/schema/schema-tree.js";
import { createSealer } from "../../src/secrets/seal.js";
import { Journal, type JournalStore, memoryJournalStore } from "../../src/southbound/journal.js";
import { SocketLink } from "../../src/southbound/socket-link.js";
import { createSouthbound, type VppSouthbound } from "../../src/southbound/southbound.js";
import type { SouthboundLog } from "../../src/southbound/southbound-options.js";
import type { Notification } from "../../src/southbound/vpp-event.js";
import { vppEvents } from "../../translators/events.js";
import { translators } from "../../translators/index.js";
import { testSealingKey } from "../support/sealing-key.js";

const root = new URL("../../../", import.meta.url);

/** How long a notification is waited for. */
const TOLD_MS = 15_000;

export type Configuration = Readonly<Record<string, unknown>>;

export interface TestBed {
  readonly schema: SchemaTree;
  readonly southbound: VppSouthbound;
  /** Undefined on a real VPP. */
  readonly simulator: Simulator | undefined;
  /** Makes running equal to the configuration, as a commit does. Throws what validation or the south bound refuses. */
  configure(configuration: Configuration): Promise<void>;
  /** Makes running the configuration without a word to the south bound, as a store that an earlier version has written. */
  keep(configuration: Configuration): Promise<void>;
  /** Hands running to the south bound again. */
  resync(): Promise<void>;
  /** Another server on the same VPP, with the same running and the same journal. Returns the messages of its resync that change VPP. */
  restartServer(): Promise<readonly string[]>;
  /** Applies the configuration to VPP and not to running, as a server does that is killed, or fails, before it could persist it. */
  applyToVppOnly(configuration: Configuration): Promise<AppliedChange>;
  /** Resolves when the south bound asks for a resync the next time. */
  vppReturned(): Promise<unknown>;
  /** Resolves with the next notification of a path; rejects when none comes in 15 s. */
  told(path: string): Promise<Notification>;
  /** The notifications of a path from now on; the list grows. */
  heard(path: string): readonly Notification[];
  /** Resolves when the connection to VPP ends. */
  vppLeft(): Promise<unknown>;
  /** A client of VPP that is not Sweetcomb, the same each time: VPP 26.06 hangs when 16 clients end at once. */
  asOther(): Promise<VppClient>;
  close(): Promise<void>;
}

export interface TestBedOptions {
  /** API socket of a real VPP. Default: a simulator of its own. */
  readonly vppSocket?: string | undefined;
  readonly whenVppIsAway?: "refuse" | "accept";
  /** The time of the simulator, in milliseconds. Default: what the clock says. */
  readonly now?: () => number;
  /** Workers of the simulator. Default: none. */
  readonly workers?: number;
  /** How long an answer of VPP is waited for. Default: as the client has it. */
  readonly timeoutMs?: number;
  /** By which that is told. Default: the clock of the system. */
  readonly clock?: ClientOptions["clock"];
  /** What follows from the configuration, as in intended. Only `configure` knows of them. Default: nothing. */
  readonly derivations?: readonly Derivation[];
  /** What is said between the server and VPP. Default: nobody listens. */
  readonly listen?: Trace;
}

export async function createTestBed(options: TestBedOptions = {}): Promise<TestBed> {
  const closing: (() => unknown)[] = [];
  try {
    return await openTestBed(options, closing);
  } catch (failure) {
    // What was opened would keep the test process alive.
    for (const close of closing.reverse()) await close();
    throw failure;
  }
}

async function openTestBed(options: TestBedOptions, closing: (() => unknown)[]): Promise<TestBed> {
  const { vppSocket, derivations = [], now, workers = 0 } = options;
  const { engine, schema } = await loadSchema();
  const simulated = { socketPath: temporarySocket(), workers, ...(now !== undefined && { now }) };
  const simulator = vppSocket === undefined ? await startSimulator(simulated) : undefined;
  const socketPath = vppSocket ?? simulator!.socketPath;
  closing.push(() => simulator?.close());
  const store = memoryJournalStore();
  let other: Promise<VppClient> | undefined;
  let server = await startServer(socketPath, schema, store, options);
  closing.push(() => server.connection.close());
  const objectPaths = new Map(schema.nodes.map(({ id, path }) => [id, path]));
  const inputs = derivations.flatMap((derivation) => derivation.inputs);
  engine.registerObjects([...server.southbound.objectPaths, ...inputs]);
  engine.finishRestore();

  const isOfVpp = ({ schemaPath }: ObjectChange) => server.southbound.objectPaths.includes(schemaPath);
  const resync = () =>
    server.southbound.resync(
      (async function* () {
        for (const lines of engine.allObjects()) yield parseObjectChanges(lines, objectPaths);
      })(),
    );
  const prepare = async (configuration: Configuration) => {
    const bytes = Buffer.from(JSON.stringify(configuration));
    const content = { kind: "body", format: "json", bytes, parent: "" } as const;
    const prepared = await engine.prepareRunning({ kind: "replace-all", content }, "none");
    if (prepared.errors.length > 0) throw new Error(prepared.errors.map(({ message }) => message).join("; "));
    return prepared;
  };
  const configure = async (configuration: Configuration) => {
    const prepared = await prepare(configuration);
    const takenBack: (() => void)[] = [() => engine.abort("running")];
    try {
      const changes = [...parseObjectChanges(prepared.objects, objectPaths)];
      for (const derivation of derivations) {
        const input = changes.filter(({ schemaPath }) => derivation.inputs.includes(schemaPath));
        const derived = derivation.derive(input);
        takenBack.push(derived.revert);
        changes.push(...derived.changes);
      }
      const applied = await server.southbound.apply({ revision: 1, changes: changes.filter(isOfVpp) });
      await engine.commit("running");
      applied.done();
    } catch (refusal) {
      for (const takeBack of takenBack.reverse()) takeBack();
      throw refusal;
    }
  };
  await resync();
  return {
    schema,
    get southbound() {
      return server.southbound;
    },
    simulator,
    configure,
    keep: async (configuration) => {
      await prepare(configuration);
      await engine.commit("running");
    },
    resync,
    restartServer: async () => {
      server.connection.close();
      server = await startServer(socketPath, schema, store, options);
      server.sent.length = 0;
      await resync();
      return server.sent.filter(changesVpp);
    },
    applyToVppOnly: async (configuration) => {
      const changes = parseObjectChanges((await prepare(configuration)).objects, objectPaths);
      try {
        return await server.southbound.apply({ revision: 1, changes });
      } finally {
        engine.abort("running");
      }
    },
    vppReturned: () => once(server.returns, "returned"),
    told: (path) => nextOf(server.notifications, path),
    heard: (path) => {
      const notifications: Notification[] = [];
      server.notifications.on(path, (notification) => notifications.push(notification));
      return notifications;
    },
    vppLeft: () => once(server.connection, "down"),
    asOther: () => {
      other ??= connectVpp({ socketPath, name: "somebody else" });
      return other;
    },
    close: async () => {
      server.connection.close();
      (await other)?.close();
      await simulator?.close();
    },
  };
}

/** Whether a message is none of those that only ask. */
export function changesVpp(message: string): boolean {
  const asks =
    /_dump(_v\d+)?$|(^|_)get(_|$)|_is_enabled$|_lookup(_v\d+)?$|^control_ping$|(^|_)show_|^cli_inband$|^want_|^classify_table_/;
  return !asks.test(message);
}

function nextOf(notifications: EventEmitter, path: string): Promise<Notification> {
  const told = once(notifications, path, { signal: AbortSignal.timeout(TOLD_MS) }).then(
    ([notification]) => notification as Notification,
    (cause) => {
      throw new Error(`VPP has told nothing of ${path} in ${TOLD_MS / 1000} s`, { cause });
    },
  );
  // A scenario that fails before it waits for it has its own failure to tell.
  told.catch(() => {});
  return told;
}

/** The schema as the server loads it. */
export async function loadSchema() {
  const { implement } = JSON.parse(readFileSync(new URL("yang/modules.json", root), "utf8"));
  const engine = createEngine();
  const loaded = await engine.load({
    wasmPath: fileURLToPath(new URL("packages/libyang-wasm/dist/libyang.wasm", root)),
    memoryLimitMb: 512,
    firstId: 1,
    searchDirs: [
      fileURLToPath(new URL("yang/", root)),
      fileURLToPath(new URL("yang/deviations", root)),
      fileURLToPath(new URL("dist/yang", root)),
    ],
    modules: implement,
  });
  engine.sealWith(testSealingKey);
  return { engine, schema: buildSchemaTree(loaded.modules, loaded.rows, loaded.contentId) };
}

const silent: SouthboundLog = { info() {}, warn() {}, error() {} };

async function startServer(
  socketPath: string,
  schema: SchemaTree,
  store: JournalStore,
  { whenVppIsAway, timeoutMs, clock, vppSocket, listen }: TestBedOptions,
) {
  const sent: string[] = [];
  const trace: Trace = (record) => {
    if (record.direction === "sent") sent.push(record.name);
    listen?.(record);
  };
  const timeout = { ...(timeoutMs !== undefined && { timeoutMs }), ...(clock !== undefined && { clock }) };
  const connection = new VppConnection({ socketPath, name: "sweetcomb-test", trace, ...timeout });
  const openCounters = vppSocket === undefined ? () => openSimulatedStats(`${socketPath}.stats`) : undefined;
  const link = new SocketLink(connection, silent, vppEvents, openCounters);
  const journal = await Journal.open(store);
  const returns = new EventEmitter();
  const notifications = new EventEmitter();
  const onVppReturned = () => void returns.emit("returned");
  const southbound = createSouthbound({
    link,
    translators,
    schema,
    sealer: createSealer(testSealingKey),
    journal,
    log: silent,
    publish: (notification) => void notifications.emit(notification.path, notification),
    whenVppIsAway,
    onVppReturned,
  });
  const returned = once(returns, "returned");
  connection.start();
  await returned;
  return { connection, southbound, sent, returns, notifications };
}

function temporarySocket(): string {
  return join(tmpdir(), `sweetcomb-${process.pid}-${randomBytes(4).toString("hex")}.sock`);
}
