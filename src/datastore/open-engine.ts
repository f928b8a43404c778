/** The engine with running in it: as the server starts, and as it comes back after it broke. */

import type { Logger } from "pino";
import { buildSchemaTree } from "../schema/build-schema-tree.js";
import type { SchemaModule, SchemaTree } from "../schema/schema-tree.js";
import type { DynamicDatastores } from "./dynamic/dynamic-datastores.js";
import type { LoadingEngine } from "./engine/engine-client.js";
import { type SupervisedEngine, superviseEngine } from "./engine/engine-supervisor.js";
import type { ObjectPaths } from "./object-changes.js";
import type { Store } from "./persistence/store.js";
import type { Restored } from "./restore.js";
import { restoreStored } from "./upgrade/restore-stored.js";

export interface OpenEngine {
  readonly engine: SupervisedEngine;
  readonly schema: SchemaTree;
  readonly restored: Restored;
  /** Registers object kinds with this engine and with those that may follow it. */
  readonly registerObjects: (schemaPaths: readonly string[]) => Promise<ObjectPaths>;
  /**
   * Lists further modules in the YANG library of this engine and of those that may follow it, and leaves features of
   * sweetcomb-features out.
   */
  readonly extendLibrary: (
    modules: readonly SchemaModule[],
    absentFeatures: readonly string[],
    contentId: string,
  ) => Promise<void>;
}

/**
 * Restores running in an engine that reads its modules. Rejects when either cannot be done.
 * @param sealingKey with it the engine seals secrets
 * @param folder keeps what of the store has no place in running any more
 * @param onLost the store cannot fill an engine any more
 */
export async function openEngine(
  loading: LoadingEngine,
  sealingKey: Uint8Array,
  store: Store,
  folder: string,
  dynamic: DynamicDatastores,
  log: Logger,
  onLost: (error: unknown) => void,
): Promise<OpenEngine> {
  let schema: SchemaTree | undefined;
  let restored: Restored | undefined;
  let objectPaths: readonly string[] = [];
  let library: Parameters<OpenEngine["extendLibrary"]> | undefined;
  const engine = await superviseEngine(loading, {
    fill: async (started, { modules, rows, contentId }) => {
      await started.sealWith(sealingKey);
      schema ??= buildSchemaTree(modules, rows, contentId);
      await started.registerObjects(objectPaths);
      if (library !== undefined) await started.extendLibrary(...library);
      restored = await restoreStored(started, store, { modules, schema, options: loading.options, folder }, log);
      await started.finishRestore();
      await dynamic.refill(started);
    },
    onBroken: (error) => log.error({ err: error }, "the engine broke; it is filled again from the store"),
    onLost,
  });
  const registerObjects = (schemaPaths: readonly string[]) => {
    objectPaths = schemaPaths;
    return engine.registerObjects(schemaPaths);
  };
  const extendLibrary: OpenEngine["extendLibrary"] = (...words) => {
    library = words;
    return engine.extendLibrary(...words);
  };
  return { engine, schema: schema!, restored: restored!, registerObjects, extendLibrary };
}
