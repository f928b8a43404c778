/** The store on disk: one LMDB environment with the journal, snapshots and a few small records. */

import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { type Database, open, type RootDatabase } from "lmdb";
import { checkEnvironment } from "./check-environment.js";
import { decodeEntry, encodeEntry } from "./entry-codec.js";
import { type JournalEntry, type Records, type Snapshot, type Store, StoreError } from "./store.js";

const FILE_NAME = "sweetcomb.lmdb";

/**
 * Opens the store below `directory`, which is made with mode 0700 when it is not there.
 * Throws StoreError when the file is damaged or of another format.
 */
export function openLmdbStore(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, FILE_NAME);
  if (existsSync(path)) checkEnvironment(path);
  const root = openEnvironment(path);
  // The configuration is in it, with its secrets.
  chmodSync(path, 0o600);
  return new LmdbStore(root, path);
}

function openEnvironment(path: string): RootDatabase {
  try {
    // Without overlapping sync a write is on the disk when its promise resolves. With batches by event turn, lmdb 3.5 makes a
    // promise for each batch that nobody holds: a full disk would reject it and end the process.
    return open({ path, overlappingSync: false, eventTurnBatching: false, compression: false, maxDbs: 8 });
  } catch (cause) {
    throw new StoreError(`cannot open ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

interface SnapshotHead {
  readonly revision: number;
  readonly timeMs: number;
  /** CRC-32 of the snapshot's text. */
  readonly checksum: number;
  /** CRC-32 of the stamps beside it. */
  readonly stampsChecksum?: number;
}

class LmdbStore implements Store {
  readonly #journal: Database<Buffer, number>;
  readonly #blobs: Database<Buffer, string>;
  readonly #records: Database<unknown, string>;
  #lastRevision: number;

  constructor(
    readonly root: RootDatabase,
    readonly path: string,
  ) {
    this.#journal = root.openDB({ name: "journal", encoding: "binary" });
    this.#blobs = root.openDB({ name: "blobs", encoding: "binary" });
    this.#records = root.openDB({ name: "records", encoding: "json" });
    this.#lastRevision = Math.max(this.#newestEntry(), this.#snapshotHead()?.revision ?? 0);
  }

  get lastRevision(): number {
    return this.#lastRevision;
  }

  async append(entry: JournalEntry, records: Partial<Records> = {}): Promise<void> {
    if (entry.revision !== this.#lastRevision + 1) {
      throw new StoreError(`revision ${entry.revision} does not follow ${this.#lastRevision}`);
    }
    await this.#write(`append revision ${entry.revision}`, () => {
      this.#journal.put(entry.revision, encodeEntry(entry));
      this.#putRecords(records);
    });
    this.#lastRevision = entry.revision;
  }

  *entries(after: number): Iterable<JournalEntry> {
    let expected = after + 1;
    for (const { key, value } of this.#journal.getRange({ start: after + 1 })) {
      if (key !== expected) throw new StoreError(`journal entry ${expected} is missing in ${this.path}`);
      expected++;
      yield decodeEntry(Buffer.from(value), `${key} in ${this.path}`);
    }
  }

  entry(revision: number): JournalEntry | undefined {
    const bytes = this.#journal.get(revision);
    return bytes && decodeEntry(Buffer.from(bytes), `${revision} in ${this.path}`);
  }

  snapshot(): Snapshot | undefined {
    const head = this.#snapshotHead();
    if (head === undefined) return undefined;
    const { revision, timeMs, checksum } = head;
    const json = Buffer.from(this.#blobs.get("snapshot") ?? []);
    if (crc32(json) !== checksum) {
      throw new StoreError(`the snapshot in ${this.path} is damaged: its checksum does not match`);
    }
    const stamps = Buffer.from(this.#blobs.get("stamps") ?? []);
    // Without them all is as new as the snapshot, which is worse for caches and not wrong.
    const isWhole = head.stampsChecksum !== undefined && crc32(stamps) === head.stampsChecksum;
    return { revision, timeMs, json, stamps: isWhole ? stamps : undefined };
  }

  async writeSnapshot({ revision, timeMs, json, stamps }: Snapshot, keep: number): Promise<void> {
    const head: SnapshotHead = {
      revision,
      timeMs,
      checksum: crc32(json),
      ...(stamps && { stampsChecksum: crc32(stamps) }),
    };
    await this.#write("write a snapshot", () => {
      this.#blobs.put("snapshot", Buffer.from(json));
      if (stamps !== undefined) this.#blobs.put("stamps", Buffer.from(stamps));
      this.#records.put("snapshot", head);
      for (const key of this.#journal.getKeys({ end: Math.max(0, revision - keep) })) this.#journal.remove(key);
    });
    this.#lastRevision = Math.max(this.#lastRevision, revision);
  }

  record<Name extends keyof Records>(name: Name): Records[Name] | undefined {
    return this.#read(name) as Records[Name] | undefined;
  }

  async writeRecords(records: Partial<Records>): Promise<void> {
    await this.#write(`write ${Object.keys(records).join(", ")}`, () => this.#putRecords(records));
  }

  startupDocument(): Uint8Array | undefined {
    const bytes = this.#blobs.get("startup");
    return bytes && Buffer.from(bytes);
  }

  async writeStartupDocument(json: Uint8Array, timeMs: number): Promise<void> {
    await this.#write("write the startup datastore", () => {
      this.#blobs.put("startup", Buffer.from(json));
      this.#records.put("startup", { document: true, timeMs });
    });
  }

  async copyTo(path: string): Promise<void> {
    try {
      rmSync(path, { force: true });
      await this.root.backup(path, true);
      chmodSync(path, 0o600);
    } catch (cause) {
      throw new StoreError(`cannot copy ${this.path} to ${path}: ${(cause as Error).message}`, { cause });
    }
  }

  async close(): Promise<void> {
    await this.root.close();
  }

  #snapshotHead(): SnapshotHead | undefined {
    return this.#read("snapshot") as SnapshotHead | undefined;
  }

  #read(name: string): unknown {
    try {
      return this.#records.get(name);
    } catch (cause) {
      throw new StoreError(`the record "${name}" in ${this.path} is damaged: ${(cause as Error).message}`, { cause });
    }
  }

  #newestEntry(): number {
    for (const key of this.#journal.getKeys({ reverse: true, limit: 1 })) return key;
    return 0;
  }

  #putRecords(records: Partial<Records>): void {
    for (const [name, value] of Object.entries(records)) this.#records.put(name, value);
  }

  /** One transaction; what cannot be written (disk full) is a StoreError and leaves the store as it was. */
  async #write(what: string, put: () => void): Promise<void> {
    try {
      await this.root.transaction(put);
    } catch (failure) {
      const cause = await reasonOf(failure);
      throw new StoreError(`cannot ${what} in ${this.path}: ${cause.message}`, { cause });
    }
  }
}

/** Why lmdb could not write. It tells the reason in a promise of its own, which must not stay unhandled. */
async function reasonOf(failure: unknown): Promise<Error> {
  const { commitError } = failure as { readonly commitError?: Promise<never> };
  const reason: unknown = commitError === undefined ? failure : await commitError.catch((error) => error);
  return reason instanceof Error ? reason : new Error(String(reason));
}
