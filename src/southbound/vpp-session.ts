/** One VPP process as the south bound works with it: its identity, what was asked of it once, and the translators' view of it. */

import type { VppCaller } from "vpp-binapi-ts";
import type { HandleTable } from "./handles.js";
import type { LinkChanges } from "./link-changes.js";
import type { ObjectTable } from "./object-table.js";
import type { CounterReader, StatReader, StatsReader } from "./statistics.js";
import type { ObjectKind, ObjectRef, TranslatorContext } from "./translator.js";

export interface VppSession {
  readonly vpp: VppCaller;
  /** Tells this VPP process from any other. */
  readonly identity: string;
  readonly counters: CounterReader;
  readonly readStats: StatsReader;
  readonly readStat: StatReader;
  readonly linkChanges: LinkChanges;
  /** FIB source of Sweetcomb in this process. */
  readonly routeSource: number;
  /** Answers that hold as long as the process lives, by name. */
  readonly askedOnce: Answers;
}

/** Whom VPP is asked for. */
export type DumpPurpose = "reader" | "comparison";

type Answers = Map<string, Promise<unknown>>;

/** VPP does not hold an object that another one stands on, as far as is known. */
export class HandleNotKnown extends Error {
  constructor(id: string) {
    super(`VPP's index of ${id} is not known`);
  }
}

/** What translators see while changes are applied: the objects as they were applied so far. */
export function applyContext(session: VppSession, table: ObjectTable): TranslatorContext {
  return {
    ...commonContext(session, table),
    showsState: false,
    wants: () => true,
    asked: () => undefined,
    handleOf({ id }) {
      const handle = table.get(id)?.handle;
      if (handle === undefined) throw new HandleNotKnown(id);
      return handle;
    },
    *handles<Key>(kind: ObjectKind<Key>) {
      for (const { entry, handle } of table.ofKind(kind.name)) {
        if (handle !== undefined) yield [entry.key as Key, handle] as const;
      }
    },
    ...keysIn(table),
  };
}

/** The keys of objects by VPP's indexes. */
export function keysIn(table: ObjectTable): Pick<TranslatorContext, "keyOf"> {
  return {
    keyOf: <Key>(kind: ObjectKind<Key>, handle: number) =>
      table.withHandle(kind.name, handle)?.entry.key as Key | undefined,
  };
}

/** What translators see while they dump: the indexes that earlier dumps of the same run found. */
export function dumpContext(
  session: VppSession,
  table: ObjectTable,
  found: HandleTable,
  purpose: DumpPurpose,
): TranslatorContext {
  return {
    ...commonContext(session, table),
    showsState: purpose === "reader",
    wants: () => true,
    asked: () => undefined,
    handleOf({ kind, id }) {
      const handle = found.handleOf(kind, id);
      if (handle === undefined) throw new Error(`VPP has no ${id}`);
      return handle;
    },
    handles: <Key>(kind: ObjectKind<Key>) => found.ofKind(kind.name) as Iterable<readonly [Key, number]>,
    keyOf: <Key>(kind: ObjectKind<Key>, handle: number) => found.keyOf(kind.name, handle) as Key | undefined,
  };
}

function commonContext(
  { vpp, askedOnce, counters, readStats, readStat, linkChanges, routeSource }: VppSession,
  table: ObjectTable,
) {
  const askedInRun: Answers = new Map();
  const underWay: Answers = new Map();
  return {
    vpp,
    counters,
    readStats,
    readStat,
    linkChanges,
    routeSource,
    configured: <Value>({ id }: ObjectRef) => table.get(id)?.entry.value as Value | undefined,
    *allConfigured<Key, Value>(kind: ObjectKind<Key>) {
      for (const { entry } of table.ofKind(kind.name)) yield { key: entry.key as Key, value: entry.value as Value };
    },
    once: <T>(name: string, ask: () => Promise<T>) => remembered(askedOnce, name, ask),
    oncePerRun: <T>(name: string, ask: () => Promise<T>) => remembered(askedInRun, name, ask),
    together: <T>(name: string, act: () => Promise<T>) =>
      remembered(underWay, name, () => act().finally(() => underWay.delete(name))),
  };
}

function remembered<T>(answers: Answers, name: string, ask: () => Promise<T>): Promise<T> {
  const asked = answers.get(name);
  if (asked !== undefined) return asked as Promise<T>;
  const answer = ask();
  answers.set(name, answer);
  answer.catch(() => answers.delete(name));
  return answer;
}
