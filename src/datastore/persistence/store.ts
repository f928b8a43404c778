/** What is kept on disk, behind an interface so that another store (etcd for a fleet) can take its place. */

/** One commit as the journal keeps it. Both texts are lines of `ConfigTree.journal`. */
export interface JournalEntry {
  readonly revision: number;
  readonly timeMs: number;
  readonly user: string;
  readonly sessionId: number;
  readonly transport: string;
  /** Address of the client. */
  readonly source?: string | undefined;
  /** "commit", "edit", "rollback of 7" ... */
  readonly comment: string;
  /** Takes the datastore from the revision before to this one. */
  readonly forward: Uint8Array;
  /** Takes it back. */
  readonly inverse: Uint8Array;
}

/** A whole datastore at one revision, as RFC 7951 JSON. */
export interface Snapshot {
  readonly revision: number;
  readonly timeMs: number;
  readonly json: Uint8Array;
  /** When each part of it was changed last; absent in stores of before there were stamps. */
  readonly stamps?: Uint8Array | undefined;
}

/** A confirmed commit that waits (RFC 6241 8.4). */
export interface PendingConfirmation {
  /** Running goes back to this revision when nobody confirms. */
  readonly baseRevision: number;
  readonly persist: string | null;
  readonly deadlineMs: number;
  readonly sessionId: number;
  readonly user: string;
}

/** Where the startup datastore's content is: running at a revision, with its time, or a document of its own and when it was written. */
export type StartupReference = ({ readonly revision: number } | { readonly document: true }) & {
  readonly timeMs?: number;
};

/** Small records, each replaced as a whole. */
export interface Records {
  readonly confirmation: PendingConfirmation | null;
  readonly startup: StartupReference;
  readonly southbound: unknown;
  /** Mark of the YANG modules by which running was valid. */
  readonly schema: string;
}

export interface Store {
  readonly lastRevision: number;
  /** Durable when it resolves (fsync). `records` are written in the same transaction. */
  append(entry: JournalEntry, records?: Partial<Records>): Promise<void>;
  /** Entries with revision > after, in order. Throws StoreError when one is damaged. */
  entries(after: number): Iterable<JournalEntry>;
  entry(revision: number): JournalEntry | undefined;
  snapshot(): Snapshot | undefined;
  /** Replaces the snapshot. Entries up to it are kept for history as far as `keep` entries. */
  writeSnapshot(snapshot: Snapshot, keep: number): Promise<void>;
  record<Name extends keyof Records>(name: Name): Records[Name] | undefined;
  writeRecords(records: Partial<Records>): Promise<void>;
  /** Content of a startup datastore that is no revision of running. */
  startupDocument(): Uint8Array | undefined;
  /** @param timeMs when it is written */
  writeStartupDocument(json: Uint8Array, timeMs: number): Promise<void>;
  /** Writes a copy of all of it to a file, which may be there. */
  copyTo(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The store cannot be read or written; the message says which file, and what an operator may do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}
