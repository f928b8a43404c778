/** Asks VPP what it holds, kind after kind, so that each dump finds the indexes that it needs. */

import { HandleTable } from "./handles.js";
import type { ObjectTable } from "./object-table.js";
import type { MissingMessages, RegisteredTranslator, Registry } from "./registry.js";
import { sealedValue } from "./secrets.js";
import type { DumpedEntry, ObjectKey } from "./translator.js";
import { type DumpPurpose, dumpContext, type VppSession } from "./vpp-session.js";

/** One object that VPP holds, with the translator that recognised it. */
export interface DumpedObject extends DumpedEntry<ObjectKey, unknown> {
  readonly id: string;
  readonly registered: RegisteredTranslator;
}

/** What VPP holds, by translator in the order of the registry; unreadable translators are not in it. */
export type Dump = ReadonlyMap<RegisteredTranslator, readonly DumpedObject[]>;

/**
 * Dumps the objects of the wanted translators, and of those whose indexes they need. `configured` helps dumps that see less
 * than a key. Translators that this VPP cannot serve are left out. Throws the reason of the signal when that is aborted.
 */
export async function dumpObjects(
  registry: Registry,
  missing: MissingMessages,
  session: VppSession,
  configured: ObjectTable,
  purpose: DumpPurpose,
  wanted: readonly RegisteredTranslator[] = registry.all,
  signal?: AbortSignal,
): Promise<Dump> {
  const found = new HandleTable();
  const context = dumpContext(session, configured, found, purpose);
  const dumps = new Map<RegisteredTranslator, DumpedObject[]>();
  for (const registered of inDumpOrder(registry, wanted)) {
    const { translator } = registered;
    if (translator.dump === "unreadable" || missing.has(translator.name)) continue;
    const objects: DumpedObject[] = [];
    signal?.throwIfAborted();
    for await (const entry of translator.dump(context)) {
      signal?.throwIfAborted();
      const { id } = translator.kind.at(entry.key);
      objects.push({ ...entry, value: sealedValue(registry, registered, entry.value), id, registered });
      if (entry.handle !== undefined) found.learn(translator.kind.name, id, entry.key, entry.handle);
    }
    dumps.set(registered, objects);
  }
  return dumps;
}

/** The wanted translators and all that they read from, those that are read first. */
function inDumpOrder(registry: Registry, wanted: readonly RegisteredTranslator[]): Iterable<RegisteredTranslator> {
  const ordered = new Set<RegisteredTranslator>();
  const visit = (registered: RegisteredTranslator) => {
    if (ordered.has(registered)) return;
    for (const kind of registered.translator.reads ?? []) {
      for (const other of registry.ofKind(kind.name)) if (other !== registered) visit(other);
    }
    ordered.add(registered);
  };
  for (const registered of wanted) visit(registered);
  return ordered;
}
