/** Snapshots of running from time to time, so that a start need not replay the whole journal. */

import type { Configuration } from "../config/configuration.js";
import type { Datastores } from "../datastore/datastores.js";
import { startEngine } from "../datastore/engine/engine-client.js";
import { type SnapshotOptions, SnapshotWriter } from "../datastore/snapshot-writer.js";

/** Writes one whenever `persistence.snapshotEvery` commits were made since the last. */
export function keepSnapshots(
  { persistence: { snapshotEvery: every, keepRevisions } }: Configuration,
  engine: Pick<SnapshotOptions, "engineOptions" | "schema">,
  { store, head, onCommitted, log }: Datastores,
  closing: (() => unknown)[],
): void {
  const start = () => startEngine(() => undefined);
  const entriesSince = head.revision - (store.snapshot()?.revision ?? 0);
  const options = { store, ...engine, startEngine: start, every, keepRevisions, log };
  const writer = new SnapshotWriter(options, entriesSince);
  onCommitted.push(() => writer.committed());
  closing.push(() => writer.close());
}
