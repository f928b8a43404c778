/** Asks VPP what it holds, kind after kind, so that each dump finds the indexes that it needs. */

import type { StateRequest } from "../datastore/southbound-port.js";
import { HandleTable } from "./handles.js";
import type { ObjectTable } from "./object-table.js";
import { idOf } from "./objects.js";
import type { MissingMessages, RegisteredTranslator, Registry } from "./registry.js";
import { sealedValue } from "./secrets.js";
import type { DumpedEntry, ObjectKey, ObjectKind, TranslatorContext } from "./translator.js";
import { type DumpPurpose, dumpContext, type VppSession } from "./vpp-session.js";
import { askedKeys, isEntryWanted, isWanted } from "./wanted.js";

/** One object that VPP holds, with the translator that recognised it. */
export interface DumpedObject extends DumpedEntry<ObjectKey, unknown> {
  readonly id: string;
  readonly registered: RegisteredTranslator;
}

/** Kinds that VPP is asked for at once. What a commit sends meanwhile waits behind their answers. */
const TOGETHER = 16;

/** What VPP holds, by translator in the order of the registry; unreadable translators are not in it. */
export type Dump = ReadonlyMap<RegisteredTranslator, readonly DumpedObject[]>;

/**
 * Dumps the objects that are asked for, and those whose indexes they need. `configured` helps dumps that see less
 * than a key. Translators that this VPP cannot serve are left out. Throws the reason of the request's signal when that is aborted.
 */
export async function dumpObjects(
  registry: Registry,
  missing: MissingMessages,
  session: VppSession,
  configured: ObjectTable,
  purpose: DumpPurpose,
  request: StateRequest = {},
): Promise<Dump> {
  const wanted = new Set(wantedTranslators(registry, request));
  const found = new HandleTable();
  const context = dumpContext(session, configured, found, purpose);
  // All translators of a kind have its keys.
  const wants = <Key>(kind: ObjectKind<Key>, key: Key) =>
    isEntryWanted(registry.ofKind(kind.name)[0]!, key as ObjectKey, request);
  const asked = <Key>(kind: ObjectKind<Key>, keyName: string) =>
    askedKeys(registry.ofKind(kind.name)[0]!, keyName, request);
  const dumpOne = async (registered: RegisteredTranslator) => {
    const isAsked = wanted.has(registered);
    const objects: DumpedObject[] = [];
    // Of a kind that others refer to all indexes are needed, and nothing but them.
    const view = { ...context, ...(isAsked ? { wants, asked } : { showsState: false }) };
    for await (const object of objectsOf(registered, view, registry, request.signal)) {
      const { id, key, handle } = object;
      if (handle !== undefined) found.learn(registered.translator.kind.name, id, key, handle);
      if (isAsked && isEntryWanted(registered, key, request)) objects.push(object);
    }
    return [registered, objects] as const;
  };
  const dumps = new Map<RegisteredTranslator, readonly DumpedObject[]>();
  for (const wave of dumpWaves(registry, wanted)) {
    const served = wave.filter(({ translator }) => translator.dump !== "unreadable" && !missing.has(translator.name));
    for (let start = 0; start < served.length; start += TOGETHER) {
      const together = served.slice(start, start + TOGETHER).map(dumpOne);
      for (const [registered, objects] of await Promise.all(together)) dumps.set(registered, objects);
    }
  }
  return dumps;
}

/** Translators of what the request is about. */
export function wantedTranslators(registry: Registry, request: StateRequest): readonly RegisteredTranslator[] {
  return registry.all.filter(({ translator }) => isWanted(translator.path, request));
}

async function* objectsOf(
  registered: RegisteredTranslator,
  context: TranslatorContext,
  registry: Registry,
  signal: AbortSignal | undefined,
): AsyncIterable<DumpedObject> {
  const { translator } = registered;
  signal?.throwIfAborted();
  if (translator.dump === "unreadable") return;
  for await (const entry of translator.dump(context)) {
    signal?.throwIfAborted();
    const value = sealedValue(registry, registered, entry.value);
    yield { ...entry, value, id: idOf(translator, { ...entry, value }), registered };
  }
}

/** The wanted translators and all that they read from. Each is in a wave behind what it reads; those of a wave ask VPP together. */
function dumpWaves(
  registry: Registry,
  wanted: Iterable<RegisteredTranslator>,
): readonly (readonly RegisteredTranslator[])[] {
  const levels = new Map<RegisteredTranslator, number>();
  const levelOf = (registered: RegisteredTranslator): number => {
    const known = levels.get(registered);
    if (known !== undefined) return known;
    let level = 0;
    for (const kind of registered.translator.reads ?? []) {
      for (const other of registry.ofKind(kind.name)) {
        if (other !== registered) level = Math.max(level, levelOf(other) + 1);
      }
    }
    levels.set(registered, level);
    return level;
  };
  for (const registered of wanted) levelOf(registered);
  const waves: RegisteredTranslator[][] = [];
  for (const [registered, level] of levels) {
    waves[level] ??= [];
    waves[level].push(registered);
  }
  return waves;
}
