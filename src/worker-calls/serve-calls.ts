/** The worker's end: calls answered one after the other. */

import { parentPort } from "node:worker_threads";
import { LibyangMemoryError, LibyangTrapError } from "libyang-wasm";
import type { WorkerReply } from "./worker-client.js";

interface Call {
  readonly id: number;
  readonly name: string;
  readonly words: readonly unknown[];
}

/**
 * Answers the calls of the main thread. Throws outside a worker thread.
 * @param calls functions by name; what they throw is told to the caller
 * @param isExhausted whether a call was refused because the memory is full for good
 */
export function serveCalls(calls: object, isExhausted: (value: unknown) => boolean = () => false): void {
  const port = parentPort;
  if (port === null) throw new Error("this file runs as a worker thread");
  const functions = calls as Readonly<Record<string, (...words: readonly unknown[]) => unknown>>;
  port.on("message", async ({ id, name, words }: Call) => {
    try {
      const value = await functions[name]!(...words);
      port.postMessage({ id, value, exhausted: isExhausted(value) } satisfies WorkerReply, transferable(value));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const broken = error instanceof LibyangTrapError || error instanceof LibyangMemoryError;
      const told = { message: error.message, stack: error.stack ?? "", broken };
      port.postMessage({ id, error: told } satisfies WorkerReply);
    }
  });
}

/** Large byte arrays are handed over and not copied. Small ones may share a pool, which must stay. */
function transferable(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) =>
    part instanceof Uint8Array && part.byteLength > 4096 && part.byteLength === part.buffer.byteLength
      ? [part.buffer as ArrayBuffer]
      : [],
  );
}
