/**
 * The whole API of the connected VPP as rpcs. A session of its own, so that nothing that a client asks can disturb the
 * south bound's; a worker for each description, so that neither generating nor conversion holds up anybody.
 */

import { createHash } from "node:crypto";
import { type VppClient, VppConnection, VppUnknownMessageError } from "vpp-binapi-ts";
import { GetApiJson } from "vpp-binapi-ts/api";
import { managementError } from "../datastore/engine-errors.js";
import type { GeneratedOperations } from "../operations/generated-operations.js";
import type { RpcDocument } from "../operations/management.js";
import type { Answer, Format, OperationInput } from "../operations/operation.js";
import { describeModule } from "../schema/describe-module.js";
import type { DescribedModule } from "../schema/described-module.js";
import { startWorker, type WorkerError } from "../worker-calls/worker-client.js";
import { vppIsAway } from "./call-failure.js";
import { type ApiWorker, invokeRpc } from "./invoke-rpc.js";
import { rawEvent } from "./raw-messages.js";
import type { Catalogue, CatalogueModule, DescribeOptions, VppApiCalls } from "./worker/protocol.js";

/** VPP collects 3 MB of text for it; a loaded machine needs its time. */
const DESCRIBE_TIMEOUT_MS = 60_000;

interface Log {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface VppApiOptions extends Omit<DescribeOptions, "json" | "loaded"> {
  readonly socketPath: string;
  /** Resolves when more urgent matters with a VPP that has come are done. */
  readonly settled: () => Promise<void>;
  /** What VPP offers from now on; undefined when it is away. */
  readonly onChange: (catalogue: Catalogue | undefined) => Promise<void>;
  /** An event of VPP, as `encodeNotification` takes it. */
  readonly publish: (path: string, content: PublishedEvent) => void;
  readonly log: Log;
}

/** An event is read when somebody wants to have it: most are wanted by nobody, and VPP may send many. */
type PublishedEvent = {
  /** Of the description with which it is read. */
  readonly digest: string;
  readonly bytes: Uint8Array;
};

/** What is known about a VPP from its own description. */
interface Description {
  readonly digest: string;
  readonly worker: ApiWorker;
  readonly catalogue: Catalogue;
  readonly modules: ReadonlyMap<string, CatalogueModule>;
  readonly paths: ReadonlySet<string>;
}

export class VppApi implements GeneratedOperations {
  readonly #options: VppApiOptions;
  readonly #connection: VppConnection;
  /** The last description: a VPP that comes back mostly has the same. */
  #known: Description | undefined;
  /** The session whose VPP is described; undefined while there is none. */
  #vpp: VppClient | undefined;
  #stopHearing: readonly (() => void)[] = [];
  #isClosed = false;

  constructor(options: VppApiOptions) {
    this.#options = options;
    this.#connection = new VppConnection({ socketPath: options.socketPath, name: "sweetcomb-api" });
    this.#connection.on("up", (client) => void this.#offer(client));
    this.#connection.on("down", () => void this.#withdraw());
  }

  start(): void {
    this.#connection.start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#connection.close();
    await this.#known?.worker.close();
  }

  has(path: string): boolean {
    return this.#described?.paths.has(path) === true;
  }

  async invoke(path: string, input: OperationInput | undefined, format: Format): Promise<Answer> {
    const vpp = this.#vpp;
    const worker = this.#described?.worker;
    if (vpp === undefined || worker === undefined) throw vppIsAway();
    return invokeRpc({ vpp, worker }, path, input, format);
  }

  async decodeRpc(bytes: Uint8Array, namespace: string): Promise<RpcDocument | undefined> {
    const described = this.#described;
    const module = described?.catalogue.modules.find((candidate) => candidate.namespace === namespace);
    if (described === undefined || module === undefined) return undefined;
    const { errors, ...rpc } = await described.worker.decodeRpc(module.name, bytes);
    return { ...rpc, document: 0, contents: [], errors: errors?.map(managementError) };
  }

  async encodeNotification(
    path: string,
    content: Readonly<Record<string, unknown>>,
    format: Format,
    select: readonly string[] | undefined,
  ): Promise<Uint8Array | undefined> {
    const { digest, bytes } = content as PublishedEvent;
    const described = this.#described;
    return described?.digest === digest ? described.worker.encodeEvent(path, bytes, format, select) : undefined;
  }

  async moduleText(name: string, revision: string | undefined, format: "yang" | "yin"): Promise<string | undefined> {
    const described = this.#described;
    return described?.modules.has(name) ? described.worker.moduleText(name, revision, format) : undefined;
  }

  async describeModule(name: string): Promise<DescribedModule | undefined> {
    const described = this.#described;
    if (!described?.modules.has(name)) return undefined;
    return describeModule((from) => described.worker.describePiece(name, from));
  }

  get #described(): Description | undefined {
    return this.#vpp === undefined ? undefined : this.#known;
  }

  /** A VPP has come. */
  async #offer(client: VppClient): Promise<void> {
    const { log, onChange, settled } = this.#options;
    try {
      await settled();
      const startedAt = performance.now();
      const { catalogue, digest } = await this.#describe(client);
      if (this.#isClosed || this.#connection.client !== client) return;
      this.#vpp = client;
      this.#hear(client, catalogue, digest);
      await onChange(catalogue);
      const rpcs = catalogue.modules.reduce((sum, module) => sum + module.rpcs.length, 0);
      const tookMs = Math.round(performance.now() - startedAt);
      log.info({ modules: catalogue.modules.length, rpcs, tookMs }, "the API of VPP is offered as rpcs");
    } catch (failure) {
      if (!this.#isClosed) log.error({ err: failure }, "the API of VPP cannot be offered as rpcs");
    }
  }

  /** VPP sends events to the session that asked for them, which is this one. */
  #hear(client: VppClient, { events }: Catalogue, digest: string): void {
    for (const stop of this.#stopHearing) stop();
    this.#stopHearing = events.map(({ path, message }) =>
      client.on(rawEvent(message), ({ bytes }) => this.#options.publish(path, { digest, bytes })),
    );
  }

  async #withdraw(): Promise<void> {
    if (this.#vpp === undefined) return;
    this.#vpp = undefined;
    if (!this.#isClosed) await this.#options.onChange(undefined);
  }

  /** The worker of another description ends: its modules are gone with it. */
  async #describe(client: VppClient): Promise<Description> {
    const json = await apiJson(client);
    const loaded = client.messageNames;
    const digest = createHash("sha256")
      .update(json ?? "")
      .update([...loaded].sort().join())
      .digest("hex");
    if (this.#known?.digest === digest) return this.#known;
    await this.#known?.worker.close();
    const { wasmPath, memoryLimitMb, searchDirs } = this.#options;
    const entry = new URL("./worker/vpp-api-worker.js", import.meta.url);
    const onBroken = (error: WorkerError) => this.#broken(error, digest);
    const worker = startWorker<VppApiCalls>({ entry, name: "the worker for VPP's API", onBroken });
    const catalogue = await worker.describe({ json, loaded, wasmPath, memoryLimitMb, searchDirs });
    const modules = new Map(catalogue.modules.map((module) => [module.name, module]));
    const paths = new Set(catalogue.modules.flatMap(({ name, rpcs }) => rpcs.map((rpc) => `/${name}:${rpc}`)));
    this.#known = { digest, worker, catalogue, modules, paths };
    return this.#known;
  }

  /** A worker that broke is started again, for a request was too large for it; those under way have failed. */
  #broken(error: WorkerError, digest: string): void {
    if (this.#isClosed || this.#known?.digest !== digest) return;
    this.#options.log.error({ err: error }, "the worker for VPP's API broke and is started again");
    this.#known = undefined;
    const vpp = this.#vpp;
    if (vpp !== undefined) void this.#offer(vpp);
  }
}

/** undefined where VPP is too old to describe itself. */
async function apiJson(client: VppClient): Promise<string | undefined> {
  try {
    return (await client.call(GetApiJson, {}, { timeoutMs: DESCRIBE_TIMEOUT_MS })).json;
  } catch (failure) {
    if (failure instanceof VppUnknownMessageError) return undefined;
    throw failure;
  }
}
