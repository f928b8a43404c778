/** The main thread's end of the engine. */

import { startWorker, type WorkerCalls, type WorkerError } from "../../worker-calls/worker-client.js";
import type { EngineCalls, EngineOptions, EngineSchema } from "./protocol.js";

export type Engine = WorkerCalls<EngineCalls>;

export type SchemaOptions = Omit<EngineOptions, "firstId">;

/** Documents and cursors that one engine may number before the numbers of the next begin. */
const IDS_PER_ENGINE = 2 ** 40;

/** An engine that reads its modules, and can do nothing else yet. */
export interface LoadingEngine {
  readonly engine: Engine;
  readonly options: SchemaOptions;
  readonly loaded: Promise<EngineSchema>;
  /** Called once when the engine can no longer be used. As long as nobody listens, its calls tell. */
  onBroken: (error: WorkerError) => void;
}

/** Starts the worker. `onBroken` is called once when the engine can no longer be used. */
export function startEngine(onBroken: (error: WorkerError) => void): Engine {
  const entry = new URL("./engine-worker.js", import.meta.url);
  return startWorker<EngineCalls>({ entry, name: "the engine", onBroken, takes: ["decodeRpc"] });
}

/** Starts an engine and has it read its modules. @param generation the how-manieth engine of this process it is, from 1 */
export function loadEngine(options: SchemaOptions, generation = 1): LoadingEngine {
  const engine = startEngine((error) => loading.onBroken(error));
  const loaded = engine.load({ ...options, firstId: generation * IDS_PER_ENGINE });
  // What is wrong is told to whoever waits for it, who may come later.
  loaded.catch(() => undefined);
  const loading: LoadingEngine = { engine, options, loaded, onBroken: () => undefined };
  return loading;
}
