/** The main thread's end of the engine: every call of `EngineCalls` as a promise, answered by the worker in order. */

import { Worker } from "node:worker_threads";
import { ManagementError } from "../../errors/management-error.js";
import type { EngineCalls } from "./protocol.js";

export type Engine = {
  readonly [Name in keyof EngineCalls]: (
    ...words: Parameters<EngineCalls[Name]>
  ) => Promise<ReturnType<EngineCalls[Name]>>;
} & {
  /** Ends the worker. Calls under way are rejected. */
  close(): Promise<void>;
};

/** The engine cannot answer: the worker ended, or libyang inside it trapped or ran out of memory. */
export class EngineError extends ManagementError {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super("resource-denied", { message, ...options });
  }
}

export interface EngineReply {
  readonly id: number;
  readonly value?: unknown;
  /** The memory is full, and this call was refused for it: the instance can do nothing any more. */
  readonly exhausted?: boolean;
  /** `broken`: the instance cannot be used any more. */
  readonly error?: { readonly message: string; readonly stack?: string; readonly broken: boolean };
}

const CLOSED = "the engine is closed";

/** Deep documents need a deep stack: libyang walks them recursively. */
const STACK_MB = 64;

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };

/** Starts the worker. `onBroken` is called once when the engine can no longer be used. */
export function startEngine(onBroken: (error: EngineError) => void): Engine {
  const worker = new Worker(new URL("./engine-worker.js", import.meta.url), {
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let broken: EngineError | undefined;

  const fail = (error: EngineError) => {
    if (broken) return;
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onBroken(error);
  };
  worker.on("message", ({ id, value, error, exhausted }: EngineReply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value as never);
    else {
      const failure = error.broken ? new EngineError(error.message) : unexpected(error);
      call?.reject(failure);
      if (failure instanceof EngineError) fail(failure);
    }
    if (exhausted) fail(new EngineError("the engine has no memory left"));
  });
  worker.on("error", (cause) => fail(new EngineError(`the engine ended: ${cause.message}`, { cause })));
  worker.on("exit", () => fail(new EngineError("the engine has ended")));

  const call = (name: string, words: unknown[]) =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, words });
    });
  const close = async () => {
    if (broken?.message === CLOSED) return;
    broken = new EngineError(CLOSED);
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
    await worker.terminate();
  };
  return new Proxy({ close } as Engine, {
    get: (target, name: string) => {
      if (name === "close") return target.close;
      // A promise resolved with the engine must not take it for another promise.
      if (name === "then") return undefined;
      return (...words: unknown[]) => call(name, words);
    },
  });
}

/** A defect of ours, or a call that does not fit the state: the engine itself is well. */
function unexpected({ message, stack }: NonNullable<EngineReply["error"]>): ManagementError {
  const cause = new Error(message);
  if (stack !== undefined) cause.stack = stack;
  return new ManagementError("operation-failed", { message, cause });
}
