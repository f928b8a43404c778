/** The main thread's end of the engine. */

import { startWorker, type WorkerCalls, type WorkerError } from "../../worker-calls/worker-client.js";
import type { EngineCalls } from "./protocol.js";

export type Engine = WorkerCalls<EngineCalls>;

/** Starts the worker. `onBroken` is called once when the engine can no longer be used. */
export function startEngine(onBroken: (error: WorkerError) => void): Engine {
  const entry = new URL("./engine-worker.js", import.meta.url);
  return startWorker<EngineCalls>({ entry, name: "the engine", onBroken, takes: ["decodeRpc"] });
}
