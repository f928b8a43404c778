/** Tables of records: what a feature of VPP keeps between the message that adds and the dump that shows. */

import type { Vpp } from "./vpp.js";

export interface RecordTable<Record extends object> {
  readonly records: Map<string, Record>;
  /** Whether VPP forgets a record when the interface is deleted. */
  goesWith(record: Record, swIfIndex: number): boolean;
  whenForgotten(vpp: Vpp, record: Record): void;
}

// biome-ignore lint/suspicious/noExplicitAny: each table holds records of its own type
export type RecordTables = Map<string, RecordTable<any>>;

/**
 * The records of a feature, by a key that it chooses, in the order in which they were added. The table is made when it is first
 * asked for, and is empty again after a restart of VPP.
 * @param name of the table in snapshots
 * @param goesWith says which records VPP forgets with an interface. Default: it keeps all of them.
 * @param whenForgotten is called for each of those, while it is still there. Default: nothing happens.
 */
export function recordsOf<Record extends object>(
  name: string,
  goesWith: (record: Record, swIfIndex: number) => boolean = () => false,
  whenForgotten: (vpp: Vpp, record: Record) => void = () => {},
): (vpp: Vpp) => Map<string, Record> {
  return (vpp) => {
    const existing = vpp.recordTables.get(name);
    if (existing !== undefined) return existing.records;
    const table: RecordTable<Record> = { records: new Map(), goesWith, whenForgotten };
    vpp.recordTables.set(name, table);
    return table.records;
  };
}

/** Clients that asked for an event, by a name that the feature chooses. VPP forgets them when their connections end. */
export function listenersOf<Listener extends { readonly clientIndex: number }>(
  name: string,
): (vpp: Vpp) => Map<string, Listener> {
  return recordsOf<Listener>(`${name}${LISTENERS}`);
}

const LISTENERS = "-listeners";

/** Forgets what a client has asked for whose connection ended. */
export function forgetListener(vpp: Vpp, clientIndex: number): void {
  for (const [name, { records }] of vpp.recordTables) {
    if (!name.endsWith(LISTENERS)) continue;
    for (const [key, listener] of records) if (listener.clientIndex === clientIndex) records.delete(key);
  }
}

/** Forgets what goes with an interface. */
export function forgetRecordsOf(vpp: Vpp, swIfIndex: number): void {
  for (const { records, goesWith, whenForgotten } of vpp.recordTables.values()) {
    for (const [key, record] of records) {
      if (!goesWith(record, swIfIndex)) continue;
      whenForgotten(vpp, record);
      records.delete(key);
    }
  }
}
