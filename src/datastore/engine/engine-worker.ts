/** Entry of the worker thread: one engine, calls answered one after the other. */

import { parentPort } from "node:worker_threads";
import { LibyangMemoryError, LibyangTrapError } from "libyang-wasm";
import { createEngine } from "./engine.js";
import type { EngineReply } from "./engine-client.js";
import { isRefusedForMemory } from "./exhaustion.js";

interface Call {
  readonly id: number;
  readonly name: string;
  readonly words: readonly unknown[];
}

const port = parentPort;
if (port === null) throw new Error("engine-worker runs as a worker thread");
const engine = createEngine() as unknown as Record<string, (...words: readonly unknown[]) => unknown>;

port.on("message", async ({ id, name, words }: Call) => {
  try {
    const value = await engine[name]!(...words);
    const exhausted = isRefusedForMemory(value) && !engine.hasRoom!();
    port.postMessage({ id, value, exhausted } satisfies EngineReply, transferable(value));
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const broken = error instanceof LibyangTrapError || error instanceof LibyangMemoryError;
    port.postMessage({ id, error: { message: error.message, stack: error.stack ?? "", broken } } satisfies EngineReply);
  }
});

/** Large byte arrays are handed over and not copied. Small ones may share a pool, which must stay. */
function transferable(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((part) =>
    part instanceof Uint8Array && part.byteLength > 4096 && part.byteLength === part.buffer.byteLength
      ? [part.buffer as ArrayBuffer]
      : [],
  );
}
