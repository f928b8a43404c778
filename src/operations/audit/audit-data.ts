/** Records of the audit log as sweetcomb-audit has them: a list in operational, and pages of it. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { RpcHandler } from "../invoke.js";
import type { AuditRecord, AuditTrail } from "./audit-trail.js";

type Json = Readonly<Record<string, unknown>>;

export function auditState(trail: AuditTrail): StateProvider {
  return {
    topLevel: ["sweetcomb-audit:audit"],
    read: async () => ({ "sweetcomb-audit:audit": { record: trail.records.map(recordData) } }),
  };
}

/** read-records: the newest first. */
export function readRecordsHandler(trail: () => AuditTrail): RpcHandler {
  return async ({ input }) => {
    const { before, limit, user, outcome } = input;
    const wanted = trail().records.filter(
      (record) =>
        (before === undefined || record.sequence < Number(before)) &&
        (user === undefined || record.user === user) &&
        (outcome === undefined || record.outcome === outcome),
    );
    const page = wanted.slice(-Number(limit ?? 100)).reverse();
    return { record: page.map(recordData) };
  };
}

/** RFC 7951: numbers of 64 bits are texts. What is undefined vanishes in JSON. */
export function recordData(record: AuditRecord): Json {
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  return {
    ...record,
    sequence: text(record.sequence),
    "revision-before": text(record["revision-before"]),
    "revision-after": text(record["revision-after"]),
  };
}
