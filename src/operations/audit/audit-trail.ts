/** The audit log: one record for each request to change something, whether it was done or refused. */

import type { Committed } from "../../datastore/datastores.js";
import { errorsOf } from "../../errors/management-error.js";
import type { RequestNotes, Session } from "../management.js";
import type { AuditedOperation } from "./audited-operation.js";
import { type AuditEdit, journalDiff, type KeysOf } from "./journal-diff.js";

/** Edits of one record that are kept in memory and told to subscribers. */
const EDITS_SHOWN = 100;
/** Edits of one record that the file has. */
const EDITS_WRITTEN = 10_000;
/** Of a commit's journal, each way. */
const MAX_JOURNAL_BYTES = 4 * 1024 * 1024;

/** A line of the file; the names are those of sweetcomb-audit. */
export interface AuditRecord {
  readonly sequence: number;
  readonly time: string;
  readonly user: string;
  readonly transport: string;
  readonly source?: string | undefined;
  readonly "session-id": number;
  readonly operation: string;
  readonly target?: string | undefined;
  readonly comment?: string | undefined;
  readonly "trace-parent"?: string | undefined;
  readonly outcome: "done" | "denied" | "failed";
  readonly error?: { readonly tag: string; readonly path?: string | undefined; readonly message: string } | undefined;
  readonly "revision-before"?: number | undefined;
  readonly "revision-after"?: number | undefined;
  readonly edit?: readonly AuditEdit[] | undefined;
  readonly "edits-left-out"?: boolean | undefined;
}

export interface AuditOptions {
  /** Records of before the start, oldest first. */
  readonly earlier: readonly AuditRecord[];
  /** Records kept in memory. */
  readonly keep: number;
  readonly keysOf: KeysOf;
  readonly clock: () => number;
  readonly write: (line: string) => void;
  readonly publish: (record: AuditRecord) => void;
}

type Change = Pick<Committed, "revision" | "forward" | "inverse">;

/** A request under way. */
interface Attempt {
  readonly changes: Change[];
}

export class AuditTrail {
  readonly #records: AuditRecord[];
  /** By session: its requests come one after the other. */
  readonly #attempts = new Map<number, Attempt>();
  /** Finished and not written yet, so that no reply waits for a line to be put together. */
  readonly #unwritten: (() => void)[] = [];
  #sequence: number;

  constructor(readonly options: AuditOptions) {
    this.#records = options.earlier.slice(-options.keep).map(shown);
    this.#sequence = options.earlier.at(-1)?.sequence ?? 0;
  }

  /** The last records, oldest first. */
  get records(): readonly AuditRecord[] {
    return this.#records;
  }

  /** Revision of the last change that is in the log; 0 for none. */
  get lastRevision(): number {
    return this.#records.findLast((record) => record["revision-after"] !== undefined)?.["revision-after"] ?? 0;
  }

  /** Runs a request and records how it ended. */
  async run<Result>(
    session: Session,
    { operation, target, comment }: AuditedOperation,
    notes: RequestNotes | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const attempt: Attempt = { changes: [] };
    this.#attempts.set(session.id, attempt);
    const about = { operation, target, comment: notes?.comment ?? comment, "trace-parent": notes?.traceParent };
    const who = { user: session.user, transport: session.transport, source: session.source, "session-id": session.id };
    const end = (how: Pick<AuditRecord, "outcome" | "error">) =>
      this.#record({ ...who, ...about, ...how }, this.options.clock(), attempt.changes);
    try {
      const result = await work();
      end({ outcome: "done" });
      return result;
    } catch (thrown) {
      const [{ tag, details }] = errorsOf(thrown);
      const error = { tag, path: details.path, message: details.message };
      end({ outcome: tag === "access-denied" ? "denied" : "failed", error });
      throw thrown;
    } finally {
      this.#attempts.delete(session.id);
    }
  }

  /** A commit has happened: it belongs to the request under way of its session, or is the server's own. */
  committed(change: Change & Pick<Committed, "timeMs" | "author" | "comment">): void {
    const { author, comment, timeMs } = change;
    const attempt = this.#attempts.get(author.sessionId);
    if (attempt !== undefined) {
      attempt.changes.push(change);
      return;
    }
    const { user, transport, source, sessionId } = author;
    const who = { user, transport, source, "session-id": sessionId };
    const about = { operation: "commit", target: "running", comment, outcome: "done" } as const;
    this.#record({ ...who, ...about }, timeMs, [change]);
  }

  #record(record: Omit<AuditRecord, "sequence" | "time">, timeMs: number, changes: readonly Change[]): void {
    if (this.#unwritten.length === 0) setImmediate(() => this.flush());
    this.#unwritten.push(() => {
      const time = new Date(timeMs).toISOString();
      const whole = { sequence: ++this.#sequence, time, ...record, ...changed(changes, this.options.keysOf) };
      this.options.write(JSON.stringify(whole));
      const kept = shown(whole);
      this.#records.push(kept);
      if (this.#records.length > this.options.keep) this.#records.shift();
      this.options.publish(kept);
    });
  }

  /** Writes what has been finished. */
  flush(): void {
    for (const write of this.#unwritten.splice(0)) write();
  }
}

function changed(changes: readonly Change[], keysOf: KeysOf): Partial<AuditRecord> {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return {};
  const diffs = changes.map((change) => journalDiff(change, keysOf, EDITS_WRITTEN, MAX_JOURNAL_BYTES));
  return {
    "revision-before": first.revision - 1,
    "revision-after": last.revision,
    edit: diffs.flatMap(({ edits }) => edits),
    ...(diffs.some(({ leftOut }) => leftOut) && { "edits-left-out": true }),
  };
}

function shown(record: AuditRecord): AuditRecord {
  const edits = record.edit ?? [];
  if (edits.length <= EDITS_SHOWN) return record;
  return { ...record, edit: edits.slice(0, EDITS_SHOWN), "edits-left-out": true };
}
