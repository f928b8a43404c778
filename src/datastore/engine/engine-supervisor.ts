/**
 * An engine that comes back. When the worker ends, or libyang in it traps or has no memory left, a new one is started and filled
 * from the store. What was committed is there again; edits of the candidate that were not committed are lost, and answers
 * that were being read break off with an error.
 */

import { WorkerError } from "../../worker-calls/worker-client.js";
import { type Engine, type LoadingEngine, loadEngine } from "./engine-client.js";
import type { EngineSchema } from "./protocol.js";

export interface SupervisedEngine extends Engine {
  /** Starts anew on purpose: the trees may not be what the store says. Resolves when it is filled. */
  rebuild(): Promise<void>;
}

export interface EngineRecovery {
  /** Fills the trees of a new engine, which has the schema. */
  readonly fill: (engine: Engine, schema: EngineSchema) => Promise<void>;
  readonly onBroken: (error: WorkerError) => void;
  /** The store cannot fill an engine any more: the server cannot go on. */
  readonly onLost: (error: unknown) => void;
}

/** Fills the first engine. Rejects when it cannot be loaded or filled. Those that follow have the same options. */
export async function superviseEngine(first: LoadingEngine, recovery: EngineRecovery): Promise<SupervisedEngine> {
  const supervisor = new Supervisor(first, recovery);
  await supervisor.rebuild();
  return new Proxy({} as SupervisedEngine, {
    get: (_target, name: string) => {
      if (name === "rebuild") return () => supervisor.rebuild();
      if (name === "close") return () => supervisor.close();
      // A promise resolved with the engine must not take it for another promise.
      if (name === "then") return undefined;
      return (...words: unknown[]) => supervisor.call(name, words);
    },
  });
}

class Supervisor {
  #current: Promise<Engine> | undefined;
  #generation = 0;
  #closed = false;

  constructor(
    readonly first: LoadingEngine,
    readonly recovery: EngineRecovery,
  ) {}

  async call(name: string, words: unknown[]): Promise<unknown> {
    const engine = await this.#current;
    if (engine === undefined) throw new WorkerError("the engine is closed");
    return (engine as unknown as Record<string, (...words: unknown[]) => unknown>)[name]!(...words);
  }

  async rebuild(): Promise<void> {
    const earlier = this.#current;
    this.#current = this.#start(earlier);
    await this.#current;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const engine = await this.#current?.catch(() => undefined);
    this.#current = undefined;
    await engine?.close();
  }

  async #start(earlier: Promise<Engine> | undefined): Promise<Engine> {
    const old = await earlier?.catch(() => undefined);
    await old?.close();
    const generation = ++this.#generation;
    const loading = generation === 1 ? this.first : loadEngine(this.first.options, generation);
    loading.onBroken = (error) => this.#broken(error, generation);
    const { engine } = loading;
    try {
      await this.recovery.fill(engine, await loading.loaded);
    } catch (failure) {
      await engine.close();
      throw failure;
    }
    return engine;
  }

  /** Only the engine of the moment counts: one that could not be filled has told its starter. */
  #broken(error: WorkerError, generation: number): void {
    if (this.#closed || generation !== this.#generation) return;
    this.recovery.onBroken(error);
    this.rebuild().catch(this.recovery.onLost);
  }
}
