import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal, memoryJournalStore } from "../../src/southbound/journal.js";
import type { ObjectEntry } from "../../src/southbound/object-entry.js";

function entry(id: string): ObjectEntry {
  return { id, kind: "thing", translator: "thing", key: {}, value: {}, path: `/m:${id}`, dependsOn: [] };
}

function unsureIn(journal: Journal, vpp: string): readonly string[] | "new" {
  const knowledge = journal.knowledgeOf(vpp);
  return knowledge === "new" ? "new" : [...knowledge.unsure.keys()];
}

test("what a commit touched is unsure until it is settled, over a restart too", async () => {
  const store = memoryJournalStore();
  const journal = await Journal.open(store);
  await journal.begin("vpp-1", [entry("a"), entry("b")]);
  assert.deepEqual(unsureIn(await Journal.open(store), "vpp-1"), ["a", "b"]);
  await journal.settle("vpp-1", [entry("a")]);
  assert.deepEqual(unsureIn(await Journal.open(store), "vpp-1"), ["b"]);
  await journal.settleAll("vpp-1");
  assert.deepEqual(unsureIn(await Journal.open(store), "vpp-1"), []);
});

test("the journal of another VPP process says nothing", async () => {
  const journal = await Journal.open(memoryJournalStore());
  assert.equal(unsureIn(journal, "vpp-1"), "new");
  await journal.begin("vpp-1", [entry("a")]);
  assert.equal(unsureIn(journal, "vpp-2"), "new");
  await journal.begin("vpp-2", []);
  assert.deepEqual(unsureIn(journal, "vpp-2"), []);
});

test("a record that is none counts as no record", async () => {
  for (const damaged of [null, 7, {}, { vpp: "vpp-1" }, { vpp: 1, unsure: [] }]) {
    const journal = await Journal.open({ load: async () => damaged, save: async () => {} });
    assert.equal(unsureIn(journal, "vpp-1"), "new");
  }
});
