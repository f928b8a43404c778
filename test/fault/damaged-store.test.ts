/** Sectors of the store that went bad: told at the start, or without effect; the process never dies of it, nothing is lost silently. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openLmdbStore } from "../../src/datastore/persistence/lmdb-store.js";
import { type JournalEntry, type Store, StoreError } from "../../src/datastore/persistence/store.js";

const FILE = "sweetcomb.lmdb";
const SECTOR_BYTES = 512;
const ENTRIES = 60;

test("every good store is accepted, whatever was written, replaced and removed before", async (t) => {
  const random = randomFrom(7);
  const folder = newFolder(t);
  let store = openLmdbStore(folder);
  for (let round = 0; round < 25; round++) {
    for (let count = 0; count < 20; count++) await store.append(entryOf(store.lastRevision + 1, random));
    if (round % 3 === 2) {
      const json = Buffer.alloc(Math.floor(random() * 300_000), "s");
      await store.writeSnapshot({ revision: store.lastRevision - 5, timeMs: 0, json }, Math.floor(random() * 60));
    }
    await store.writeRecords({ southbound: "x".repeat(Math.floor(random() * 9000)) });
    await store.close();
    store = openLmdbStore(folder);
    const after = store.snapshot()?.revision ?? 0;
    assert.equal([...store.entries(after)].length, store.lastRevision - after);
  }
  await store.close();
});

for (const [name, spoil] of Object.entries({
  zeros: (sector: Buffer) => sector.fill(0),
  ones: (sector: Buffer) => sector.fill(0xff),
  "other data": (sector: Buffer, random: () => number) => {
    for (let at = 0; at < sector.length; at++) sector[at] = Math.floor(random() * 256);
  },
})) {
  test(`a store with ${name} in one sector is refused, or still tells all`, async (t) => {
    const random = randomFrom(11);
    const good = await storedBytes(t, random);
    const expected = await contentOf(good, t);
    let refused = 0;
    for (let at = 0; at < good.length; at += SECTOR_BYTES) {
      const bytes = Buffer.from(good);
      spoil(bytes.subarray(at, at + SECTOR_BYTES), random);
      try {
        assert.equal(await contentOf(bytes, t), expected, `sector at ${at}`);
      } catch (failure) {
        if (!(failure instanceof StoreError)) throw failure;
        refused++;
      }
    }
    t.diagnostic(`${refused} of ${good.length / SECTOR_BYTES} were refused`);
    assert.ok(refused > 0);
  });
}

test("a damaged snapshot is told by its checksum, and a damaged record by its name", async (t) => {
  const folder = newFolder(t);
  const path = join(folder, FILE);
  const store = openLmdbStore(folder);
  await store.append(entryOf(1, randomFrom(3)));
  await store.writeSnapshot({ revision: 1, timeMs: 0, json: Buffer.alloc(50_000, "snapshot") }, 0);
  await store.writeRecords({ southbound: "southbound" });
  await store.close();
  const good = readFileSync(path);
  const assertDamaged = async (from: string, to: string, read: (store: Store) => unknown, says: RegExp) => {
    writeFileSync(path, good.toString("latin1").replaceAll(from, to), "latin1");
    const damaged = openLmdbStore(folder);
    assert.throws(() => read(damaged), says);
    await damaged.close();
  };
  await assertDamaged("tsnap", "tsnip", (damaged) => damaged.snapshot(), /the snapshot in .* is damaged: its checksum/);
  const record = (damaged: Store) => damaged.record("southbound");
  await assertDamaged('southbound"', "southbound{", record, /the record "southbound" in .* is damaged/);
});

async function storedBytes(t: TestContext, random: () => number): Promise<Buffer> {
  const folder = newFolder(t);
  const store = openLmdbStore(folder);
  for (let count = 0; count < ENTRIES; count++) await store.append(entryOf(store.lastRevision + 1, random));
  await store.close();
  return readFileSync(join(folder, FILE));
}

/** All entries of the store with these bytes, as text. Throws StoreError. */
async function contentOf(bytes: Buffer, t: TestContext): Promise<string> {
  const folder = newFolder(t);
  writeFileSync(join(folder, FILE), bytes);
  let store: Store | undefined;
  try {
    store = openLmdbStore(folder);
    return JSON.stringify([...store.entries(0)]);
  } finally {
    await store?.close();
    rmSync(folder, { recursive: true });
  }
}

/** Some entries fit into a page together, some need pages of their own. */
function entryOf(revision: number, random: () => number): JournalEntry {
  const forward = Buffer.alloc(Math.floor(random() ** 4 * 20_000), String(revision));
  const inverse = Buffer.alloc(Math.floor(random() * 300), "i");
  return { revision, timeMs: 1, user: "u", sessionId: 1, transport: "ssh", comment: "c", forward, inverse };
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-store-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
