/** The main thread's end of the thread that hashes passwords: it starts with the first login, and its queue has an end. */

import { startWorker, type WorkerCalls } from "../worker-calls/worker-client.js";
import type { HashCalls } from "./hash-worker.js";

/** Logins that wait at the same time: with 10 ms for each the last one waits for a third of a second. */
const LONGEST_QUEUE = 32;

export class HashThread {
  #worker: WorkerCalls<HashCalls> | undefined;
  #waiting = 0;

  get isFull(): boolean {
    return this.#waiting >= LONGEST_QUEUE;
  }

  /** Rejects when the thread ends; the next call starts another one. */
  async passwordMatches(clear: string, hash: string): Promise<boolean> {
    this.#worker ??= startWorker<HashCalls>({
      entry: new URL("./hash-worker.js", import.meta.url),
      name: "the thread that hashes passwords",
      onBroken: () => {
        this.#worker = undefined;
      },
    });
    this.#waiting++;
    try {
      return await this.#worker.passwordMatches(clear, hash);
    } finally {
      this.#waiting--;
    }
  }

  async close(): Promise<void> {
    await this.#worker?.close();
  }
}
