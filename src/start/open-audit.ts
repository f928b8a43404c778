/** The audit log joined with the rest: its file, the commits, and the events that tell of it. */

import { join } from "node:path";
import { AuditFile } from "../audit-log/audit-file.js";
import type { Configuration } from "../config/configuration.js";
import type { Datastores } from "../datastore/datastores.js";
import { recordData } from "../operations/audit/audit-data.js";
import { type AuditRecord, AuditTrail } from "../operations/audit/audit-trail.js";
import { keysOf } from "../operations/audit/keys-of.js";
import type { EventLog } from "../operations/events/event-log.js";
import type { SchemaTree } from "../schema/schema-tree.js";

export interface OpenAuditOptions {
  readonly configuration: Configuration;
  readonly datastores: Datastores;
  readonly schema: SchemaTree;
  readonly events: EventLog;
  /** What was opened is added here. */
  readonly closing: (() => unknown)[];
}

/** Opens `audit.log` in the state folder and records from now on. Commits that a crash kept out of it are added from the journal. */
export async function openAudit({
  configuration: { stateDir, audit },
  datastores,
  schema,
  events,
  closing,
}: OpenAuditOptions): Promise<AuditTrail> {
  const { maxFileBytes: maxBytes, keepFiles, keep } = audit;
  const log = datastores.log.child({ part: "audit" });
  const file = await AuditFile.open({ path: join(stateDir, "audit.log"), maxBytes, keepFiles, log });
  const trail = new AuditTrail({
    earlier: file.tail.flatMap(parseRecord),
    keep,
    keysOf: keysOf(schema),
    clock: datastores.clock,
    write: (line) => file.append(line),
    publish: (record) => events.publish("/sweetcomb-audit:recorded", recordData(record)),
  });
  closing.push(() => {
    trail.flush();
    return file.close();
  });
  for (const entry of datastores.store.entries(trail.lastRevision)) {
    const { sessionId, user, transport, source } = entry;
    trail.committed({ ...entry, author: { sessionId, user, transport, source } });
  }
  datastores.onCommitted.push((committed) => trail.committed(committed));
  return trail;
}

/** A line that a crash has cut is none. */
function parseRecord(line: string): readonly AuditRecord[] {
  try {
    return [JSON.parse(line) as AuditRecord];
  } catch {
    return [];
  }
}
