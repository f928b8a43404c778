/** Start: running from the last snapshot and the journal behind it. The first start of all begins with the factory default. */

import type { SchemaModule, SchemaTree } from "../schema/schema-tree.js";
import type { Engine } from "./engine/engine-client.js";
import { type Snapshot, type Store, StoreError } from "./persistence/store.js";
import { Stamps } from "./stamps/stamps.js";
import { readStamps } from "./stamps/stamps-document.js";

export interface Restored {
  readonly revision: number;
  readonly timeMs: number;
  /** Entries replayed behind the snapshot. */
  readonly replayed: number;
  readonly stamps: Stamps;
}

/**
 * Fills running in the engine. Throws StoreError when the journal does not lead to a configuration.
 * Cost: the snapshot and the entries since it.
 * @param modules names of the implemented modules
 */
export async function restoreRunning(
  engine: Engine,
  store: Store,
  modules: ReadonlySet<string>,
  schema: SchemaTree,
): Promise<Restored> {
  const snapshot = store.snapshot();
  let head = { revision: snapshot?.revision ?? 0, timeMs: snapshot?.timeMs ?? 0 };
  let replayed = 0;
  const stamps = snapshot?.stamps === undefined ? Stamps.since(head, schema) : readStamps(snapshot.stamps, schema);
  if (snapshot !== undefined) await load(engine, snapshot, modules);
  for (const entry of store.entries(head.revision)) {
    head = { revision: entry.revision, timeMs: entry.timeMs };
    // The engine replays in its thread what is noted in this one.
    await Promise.all([replay(engine, entry.revision, entry.forward, modules), stamps.record(head, entry.forward)]);
    replayed++;
  }
  return { ...head, replayed, stamps };
}

export function implementedNames(modules: readonly SchemaModule[]): ReadonlySet<string> {
  return new Set(modules.filter(({ implemented }) => implemented).map(({ name }) => name));
}

async function load(engine: Engine, { revision, json }: Snapshot, modules: ReadonlySet<string>): Promise<void> {
  try {
    await engine.restoreSnapshot(json);
  } catch (cause) {
    throw unusable(`the snapshot of revision ${revision} cannot be loaded`, json, modules, cause);
  }
}

async function replay(
  engine: Engine,
  revision: number,
  lines: Uint8Array,
  modules: ReadonlySet<string>,
): Promise<void> {
  try {
    await engine.restoreLines(lines);
  } catch (cause) {
    throw unusable(`journal entry ${revision} cannot be replayed`, lines, modules, cause);
  }
}

/** What is stored does not fit the YANG modules. */
export class DoesNotFit extends StoreError {
  constructor(
    message: string,
    /** Modules that it has data of and that are not implemented. */
    readonly missing: readonly string[],
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** Mostly a module of the operator that was implemented once and is not now, or a store that another version has written. */
function unusable(what: string, text: Uint8Array, modules: ReadonlySet<string>, cause: unknown): DoesNotFit {
  const missing = modulesIn(text).filter((module) => !modules.has(module));
  const names = missing.map((module) => `--implement ${module}`).join(" ");
  const why = cause instanceof Error ? cause.message : cause;
  const reason =
    missing.length === 0 ? why : `it has data of modules that are not implemented now; start with ${names}`;
  return new DoesNotFit(`${what}: ${reason}`, missing, cause);
}

/** Modules that qualified names in journal lines and RFC 7951 documents begin with. */
function modulesIn(text: Uint8Array): readonly string[] {
  const names = Buffer.from(text)
    .toString()
    .matchAll(/(?<=[[{,])"([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*"/g);
  return [...new Set([...names].map(([, module]) => module!))];
}
