/**
 * Snapshots without a stop: a second engine on its own thread reads the old snapshot and the journal behind it, and prints the
 * result. The engine that serves does nothing for it.
 */

import type { Logger } from "pino";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { Engine } from "./engine/engine-client.js";
import type { EngineOptions } from "./engine/protocol.js";
import type { Store } from "./persistence/store.js";
import { implementedNames, restoreRunning } from "./restore.js";
import { writeStamps } from "./stamps/stamps-document.js";

export interface SnapshotOptions {
  readonly store: Store;
  readonly engineOptions: Omit<EngineOptions, "firstId">;
  readonly schema: SchemaTree;
  readonly startEngine: () => Engine;
  /** A snapshot is written when this many entries have come since the last one. */
  readonly every: number;
  readonly keepRevisions: number;
  readonly log: Logger;
}

export class SnapshotWriter {
  #entriesSince: number;
  #working: Promise<void> | undefined;

  constructor(
    readonly options: SnapshotOptions,
    entriesSince: number,
  ) {
    this.#entriesSince = entriesSince;
  }

  /** Call once for each commit. */
  committed(): void {
    this.#entriesSince++;
    if (this.#entriesSince < this.options.every || this.#working !== undefined) return;
    this.#entriesSince = 0;
    this.#working = this.#write()
      .catch((failure) => this.options.log.error({ err: failure }, "no snapshot could be written"))
      .finally(() => {
        this.#working = undefined;
      });
  }

  /** Waits for a snapshot under way. */
  async close(): Promise<void> {
    await this.#working;
  }

  async #write(): Promise<void> {
    const { store, engineOptions, schema, startEngine, keepRevisions } = this.options;
    const engine = startEngine();
    try {
      const { modules } = await engine.load({ ...engineOptions, firstId: 1 });
      const { revision, timeMs, stamps } = await restoreRunning(engine, store, implementedNames(modules), schema);
      const json = await engine.documentBefore([]);
      const snapshot = { revision, timeMs, json, stamps: writeStamps(stamps) };
      await store.writeSnapshot(snapshot, this.#revisionsToKeep(revision, keepRevisions));
    } finally {
      await engine.close();
    }
  }

  /** What startup and a waiting confirmed commit refer to stays reachable. */
  #revisionsToKeep(revision: number, keepRevisions: number): number {
    const { store } = this.options;
    const startup = store.record("startup");
    const oldest = Math.min(
      startup !== undefined && "revision" in startup ? startup.revision : revision,
      store.record("confirmation")?.baseRevision ?? revision,
    );
    return Math.max(keepRevisions, revision - oldest);
  }
}
