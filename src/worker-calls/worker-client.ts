/** The main thread's end of a worker thread: every call as a promise, answered by the worker in order. */

import { Worker } from "node:worker_threads";
import { ManagementError } from "../errors/management-error.js";

/** A worker's calls as the main thread has them. */
export type WorkerCalls<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...words: infer Words) => infer Result
    ? (...words: Words) => Promise<Awaited<Result>>
    : never;
} & {
  /** Ends the worker. Calls under way are rejected. */
  close(): Promise<void>;
};

/** A worker cannot answer: it ended, or libyang inside it trapped or ran out of memory. */
export class WorkerError extends ManagementError {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super("resource-denied", { message, ...options });
  }
}

export interface WorkerReply {
  readonly id: number;
  readonly value?: unknown;
  /** The memory is full, and this call was refused for it: the instance can do nothing any more. */
  readonly exhausted?: boolean;
  /** `broken`: the instance cannot be used any more. */
  readonly error?: { readonly message: string; readonly stack?: string; readonly broken: boolean };
}

export interface WorkerOptions {
  /** The file that the worker runs; it calls `serveCalls`. */
  readonly entry: URL;
  /** As messages name it: "the engine". */
  readonly name: string;
  /** Called once when the worker can no longer be used. */
  readonly onBroken: (error: WorkerError) => void;
  /** Calls that take the large byte arrays in their words over: they are empty for the caller afterwards. Default none. */
  readonly takes?: readonly string[];
}

/** Below this, to copy costs less than to hand over. */
const LARGE_BYTES = 1 << 20;

/** Deep documents need a deep stack: libyang walks them recursively. */
const STACK_MB = 64;
/** What a call makes is garbage after it. Left alone, V8 comes to keep 48 MB for new objects, of which a thread has no use. */
const YOUNG_GENERATION_MB = 4;

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };

export function startWorker<Calls>({ entry, name, onBroken, takes = [] }: WorkerOptions): WorkerCalls<Calls> {
  const resourceLimits = { stackSizeMb: STACK_MB, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  const worker = new Worker(entry, { resourceLimits });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let broken: WorkerError | undefined;
  let isClosed = false;

  const rejectAll = (error: WorkerError) => {
    broken = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const fail = (error: WorkerError) => {
    if (broken) return;
    rejectAll(error);
    onBroken(error);
  };
  worker.on("message", ({ id, value, error, exhausted }: WorkerReply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value as never);
    else {
      const failure = error.broken ? new WorkerError(error.message) : unexpected(error);
      call?.reject(failure);
      if (failure instanceof WorkerError) fail(failure);
    }
    if (exhausted) fail(new WorkerError(`${name} has no memory left`));
  });
  worker.on("error", (cause) => fail(new WorkerError(`${name} ended: ${cause.message}`, { cause })));
  worker.on("exit", () => fail(new WorkerError(`${name} has ended`)));

  const call = (callName: string, words: unknown[]) =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name: callName, words }, takes.includes(callName) ? largeBuffers(words) : []);
    });
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    rejectAll(new WorkerError(`${name} is closed`));
    await worker.terminate();
  };
  return new Proxy({ close } as WorkerCalls<Calls>, {
    get: (target, callName: string) => {
      if (callName === "close") return target.close;
      // A promise resolved with the worker must not take it for another promise.
      if (callName === "then") return undefined;
      return (...words: unknown[]) => call(callName, words);
    },
  });
}

/** Buffers of large arrays that have them for themselves. */
function largeBuffers(words: readonly unknown[]): ArrayBuffer[] {
  return words.flatMap((word) =>
    word instanceof Uint8Array && word.byteLength >= LARGE_BYTES ? [word.buffer as ArrayBuffer] : [],
  );
}

/** A defect of ours, or a call that does not fit the state: the worker itself is well. */
function unexpected({ message, stack }: NonNullable<WorkerReply["error"]>): ManagementError {
  const cause = new Error(message);
  if (stack !== undefined) cause.stack = stack;
  return new ManagementError("operation-failed", { message, cause });
}
