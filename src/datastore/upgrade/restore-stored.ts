/** Start with what is stored, also where other YANG modules have written it: with all of it that those of now take. */

import { existsSync, readdirSync } from "node:fs";
import type { Logger } from "pino";
import type { SchemaModule, SchemaTree } from "../../schema/schema-tree.js";
import type { Engine, SchemaOptions } from "../engine/engine-client.js";
import type { Store } from "../persistence/store.js";
import { DoesNotFit, implementedNames, type Restored, restoreRunning } from "../restore.js";
import { Stamps } from "../stamps/stamps.js";
import { leftOutFiles, writeLeftOut } from "./left-out-file.js";
import { schemaMark } from "./schema-mark.js";

export interface StoredSchema {
  readonly modules: readonly SchemaModule[];
  readonly schema: SchemaTree;
  /** What the engine has loaded. Data of a module that is in its folders and not implemented is the operator's to decide about. */
  readonly options: SchemaOptions;
  /** Where what is left out is kept. */
  readonly folder: string;
}

/**
 * Fills running in the engine. What the modules do not take is left out, told in the log, and kept in two files of the folder: the parts,
 * and the whole store as it was. The history of before is in the copy alone then.
 * Throws StoreError when the store is damaged, or needs a module that could be implemented.
 * Cost: the snapshot and the entries since it; once more, and all constraints, after a change of the modules.
 */
export async function restoreStored(engine: Engine, store: Store, to: StoredSchema, log: Logger): Promise<Restored> {
  const { modules, schema } = to;
  const marking = schemaMark(to.options);
  const restored = await restoreRunning(engine, store, implementedNames(modules), schema).catch((failure) => {
    if (!(failure instanceof DoesNotFit) || failure.missing.some((name) => isAvailable(name, to.options.searchDirs)))
      throw failure;
    return undefined;
  });
  const mark = await marking;
  if (restored !== undefined && store.record("schema") === mark) return restored;
  if (store.lastRevision === 0) return keepMark(store, mark, restored!);
  const { leftOut, broken } = await restoreRevision(engine, store, store.lastRevision);
  const parts = [...leftOut, ...broken.map(({ path, message }) => ({ path, message: `${message} (still there)` }))];
  for (const { path, message } of parts) log.error({ path }, `stored, and not taken by this version: ${message}`);
  if (restored === undefined || leftOut.length > 0) return keepWhatFits(engine, store, to, mark, parts);
  return keepMark(store, mark, restored);
}

async function keepMark(store: Store, schema: string, restored: Restored): Promise<Restored> {
  await store.writeRecords({ schema });
  return restored;
}

function isAvailable(module: string, searchDirs: readonly string[]): boolean {
  const files = searchDirs.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
  return files.some((file) => file === `${module}.yang` || (file.startsWith(`${module}@`) && file.endsWith(".yang")));
}

/** Fills running with what fits of a revision, by the snapshot and the entries between. */
function restoreRevision(engine: Engine, store: Store, revision: number) {
  const snapshot = store.snapshot();
  const base = snapshot?.revision ?? 0;
  const lines: Uint8Array[] = [];
  if (revision >= base) {
    for (const entry of store.entries(base)) if (entry.revision <= revision) lines.push(entry.forward);
  }
  for (let step = base; step > revision; step--) lines.push(store.entry(step)?.inverse ?? new Uint8Array());
  return engine.restoreWhatFits(snapshot?.json, lines);
}

/** Makes what fits the beginning of the store. A commit that waits for its confirmation is taken back: later it could not be. */
async function keepWhatFits(
  engine: Engine,
  store: Store,
  { schema, folder }: StoredSchema,
  mark: string,
  parts: Parameters<typeof writeLeftOut>[1],
): Promise<Restored> {
  const { lastRevision: revision } = store;
  const files = leftOutFiles(folder, revision);
  await store.copyTo(files.store);
  await writeLeftOut(files.parts, parts);
  const startup = store.record("startup");
  const head = { revision, timeMs: store.entry(revision)?.timeMs ?? store.snapshot()?.timeMs ?? 0 };
  if (startup !== undefined && "revision" in startup && startup.revision !== revision) {
    await restoreRevision(engine, store, startup.revision);
    await store.writeStartupDocument(await engine.documentBefore([]), startup.timeMs ?? head.timeMs);
  }
  await restoreRevision(engine, store, store.record("confirmation")?.baseRevision ?? revision);
  await store.writeSnapshot({ ...head, json: await engine.documentBefore([]) }, 0);
  await store.writeRecords({ schema: mark, confirmation: null });
  return { ...head, replayed: 0, stamps: Stamps.since(head, schema) };
}
