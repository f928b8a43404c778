import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeEntry, encodeEntry } from "../../src/datastore/persistence/entry-codec.js";
import { openLmdbStore } from "../../src/datastore/persistence/lmdb-store.js";
import { type JournalEntry, StoreError } from "../../src/datastore/persistence/store.js";

function entry(revision: number, text = `change ${revision}`): JournalEntry {
  return {
    revision,
    timeMs: 1_795_000_000_000 + revision,
    user: "admin",
    sessionId: 4,
    transport: "netconf-ssh",
    comment: "commit",
    forward: Buffer.from(text),
    inverse: Buffer.from(`not ${text}`),
  };
}

function inFolder(name: string, work: (folder: string) => Promise<void>): void {
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweetcomb-store-"));
    try {
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

inFolder("what was appended is there after the store is opened again", async (folder) => {
  const first = openLmdbStore(folder);
  await first.append(entry(1));
  await first.append(entry(2), { startup: { revision: 2 } });
  await first.close();

  const second = openLmdbStore(folder);
  assert.equal(second.lastRevision, 2);
  const [one, two] = [...second.entries(0)];
  assert.equal(Buffer.from(one!.forward).toString(), "change 1");
  assert.equal(Buffer.from(two!.inverse).toString(), "not change 2");
  assert.equal(two!.user, "admin");
  assert.deepEqual(second.record("startup"), { revision: 2 });
  await second.close();
});

inFolder("a revision that does not follow the last one is refused", async (folder) => {
  const store = openLmdbStore(folder);
  await assert.rejects(store.append(entry(2)), StoreError);
  assert.equal(store.lastRevision, 0);
  await store.close();
});

inFolder("a snapshot drops the entries that nobody needs and keeps the others", async (folder) => {
  const store = openLmdbStore(folder);
  for (let revision = 1; revision <= 5; revision++) await store.append(entry(revision));
  await store.writeSnapshot({ revision: 5, timeMs: 7, json: Buffer.from("{}") }, 2);
  assert.equal(store.entry(2), undefined);
  assert.equal(store.entry(3)?.revision, 3);
  assert.equal(store.lastRevision, 5);
  assert.equal(Buffer.from(store.snapshot()!.json).toString(), "{}");
  await store.append(entry(6));
  await store.close();
});

inFolder("a store that was cut off is refused with its name, and the process lives", async (folder) => {
  const store = openLmdbStore(folder);
  for (let revision = 1; revision <= 20; revision++) await store.append(entry(revision, "x".repeat(20_000)));
  await store.close();
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith(".lmdb"))!);
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
  assert.throws(() => openLmdbStore(folder), /cut off.*--state-dir/s);
});

inFolder("a file that is no store is refused with its name", async (folder) => {
  writeFileSync(join(folder, "sweetcomb.lmdb"), Buffer.alloc(10_000, "not a store "));
  assert.throws(() => openLmdbStore(folder), /is not a Sweetcomb store/);
});

test("a damaged journal entry is told by its checksum", () => {
  const bytes = encodeEntry(entry(9));
  assert.equal(decodeEntry(bytes, "9").revision, 9);
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 0x40;
    assert.throws(() => decodeEntry(damaged, "9"), /journal entry 9 is damaged/);
  }
});
