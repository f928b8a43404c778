/** All requests of a VPP as the server offers them, fences included, without the protocols around them. */

import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connectVpp, type VppClient, VppConnectionLost, VppTimeoutError } from "vpp-binapi-ts";
import { GetApiJson, ShowVersion, SwInterfaceDump } from "vpp-binapi-ts/api";
import { ManagementError, ManagementErrors } from "../../../src/errors/management-error.js";
import type { ShapedField } from "../../../src/vpp-api/shapes.js";
import { VppApi } from "../../../src/vpp-api/vpp-api.js";
import { DescribedApi } from "../../../src/vpp-api/worker/described-api.js";
import { type Arrival, arrive, type Port, portsOf } from "../../traffic/arrivals.js";
import type { Outcome, Step } from "./step.js";

const root = new URL("../../../../", import.meta.url);
const inProject = (path: string) => fileURLToPath(new URL(path, root));

/** How long a VPP may take for what takes it longest. */
const HUNG_MS = 30_000;
const PAUSE_MS = 20;
const ASKS_NOTHING: Step = { path: "/sweetcomb-vpp-api-vpe:show-version", input: {} };

export class OfferedApi {
  readonly #socketPath: string;
  readonly #api: VppApi;
  /** Asks what the walk has to know of VPP. */
  #vpp: VppClient | undefined;
  #failure: unknown;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
    this.#api = new VppApi({
      socketPath,
      wasmPath: inProject("packages/libyang-wasm/dist/libyang.wasm"),
      memoryLimitMb: 512,
      searchDirs: ["yang/", "dist/yang/"].map(inProject),
      settled: async () => {},
      onChange: async () => {},
      publish: () => {},
      log: {
        info: () => {},
        error: ({ err }: { readonly err: unknown }) => {
          this.#failure = err;
        },
      },
    });
  }

  /** Resolves when requests reach the VPP that has come; throws when its API cannot be offered. */
  async ready(): Promise<void> {
    this.#vpp?.close();
    if (this.#vpp === undefined) this.#api.start();
    this.#vpp = await connectVpp({ socketPath: this.#socketPath, name: "walk" });
    while ((await this.send(ASKS_NOTHING)) !== "answered") {
      if (this.#failure !== undefined) throw this.#failure;
      await delay(PAUSE_MS);
    }
  }

  async close(): Promise<void> {
    this.#vpp?.close();
    await this.#api.close();
  }

  /** The fields of each request's input by its path. */
  async requests(): Promise<ReadonlyMap<string, readonly ShapedField[]>> {
    const vpp = this.#connected;
    const { json } = await vpp.call(GetApiJson, {}, { timeoutMs: HUNG_MS });
    const described = new DescribedApi(json, new Set(vpp.messageNames));
    const paths = described.catalogue().modules.flatMap(({ name, rpcs }) => rpcs.map((rpc) => `/${name}:${rpc}`));
    return new Map(paths.map((path) => [path, described.requestFields(described.operation(path))]));
  }

  /** Throws for what the server itself cannot do, which is a defect of it. */
  async send({ path, input }: Step): Promise<Outcome> {
    const [module = ""] = path.slice(1).split(":");
    const bytes = Buffer.from(JSON.stringify({ [`${module}:input`]: input }));
    try {
      const answer = await this.#api.invoke(path, { kind: "body", format: "json", bytes }, "json");
      if (answer.kind === "data") for await (const _part of answer.chunks);
      return "answered";
    } catch (failure) {
      return outcomeOf(failure);
    }
  }

  /** Frames come to interfaces. */
  async receive(arrivals: readonly Arrival[]): Promise<Outcome> {
    try {
      await arrive(this.#connected, arrivals);
      return "answered";
    } catch {
      return "gone";
    }
  }

  ports(): Promise<readonly Port[]> {
    return portsOf(this.#connected);
  }

  async interfaces(): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    const all = this.#connected.dump(SwInterfaceDump, { swIfIndex: 0xffff_ffff }, { timeoutMs: HUNG_MS });
    for await (const { swIfIndex, interfaceName } of all) found.set(swIfIndex, interfaceName);
    return found;
  }

  /** Whether VPP answers. */
  async isAlive(): Promise<boolean> {
    try {
      await this.#connected.call(ShowVersion, {}, { timeoutMs: HUNG_MS });
      return true;
    } catch {
      return false;
    }
  }

  get #connected(): VppClient {
    if (this.#vpp === undefined) throw new Error("no VPP is connected yet");
    return this.#vpp;
  }
}

function outcomeOf(failure: unknown): Outcome {
  if (failure instanceof ManagementErrors) return "refused here";
  if (!(failure instanceof ManagementError)) throw failure;
  const {
    tag,
    cause,
    details: { appTag, vpp },
  } = failure;
  if (vpp !== undefined) return "refused by VPP";
  if (appTag === "vpp-away" || cause instanceof VppConnectionLost) return "gone";
  if (cause instanceof VppTimeoutError) return "silent";
  if (tag === "operation-not-supported" || tag === "invalid-value" || tag === "too-big") return "refused here";
  throw failure;
}
