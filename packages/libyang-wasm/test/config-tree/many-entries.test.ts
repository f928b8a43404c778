// Edits of thousands of entries: the log, the indexes and the tables of children grow and shrink with them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigTree } from "../../src/config-tree/index.js";
import { dump, edit, withLab } from "./support/lab.js";
import { type Random, seededRandom } from "./support/random.js";

const namespace = "urn:sweetcomb:test:services";
const COUNT = 3000;

const inServices = (entries: readonly string[]) => `<services xmlns="${namespace}">${entries.join("")}</services>`;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

function entry(i: number, addr = i): string {
  const tags = `<tag>t${i % 7}</tag><tag>u</tag>`;
  return `<entry><name>e${i}</name><kind>b</kind><ma>1</ma><addr>10.0.${addr}.1</addr>${tags}</entry>`;
}

const removal = (i: number) => `<entry nc:operation="delete"><name>e${i}</name></entry>`;
const readdressed = (i: number, addr: number) => `<entry><name>e${i}</name><addr>10.0.${addr}.1</addr></entry>`;
const moved = (i: number) => `<entry><name>e${i}</name><tag yang:insert="first">u</tag></entry>`;

function assertValid(tree: ConfigTree): void {
  assert.deepEqual(tree.validate(), []);
  assert.equal(tree.checkIndexes(), 0);
}

/** Undo, redo, replay and journal of the tree's log agree with each other. */
function holdLogLaws(tree: ConfigTree, before: ConfigTree): void {
  const after = dump(tree);
  tree.flip();
  assert.equal(dump(tree), dump(before));
  assert.equal(tree.checkIndexes(), 0);
  tree.flip();
  assert.equal(dump(tree), after);
  using replayed = before.clone();
  tree.replayOnto(replayed);
  assert.equal(dump(replayed), after);
  using journaled = before.clone();
  journaled.applyJournal(tree.journal());
  assert.equal(dump(journaled), after);
  using takenBack = tree.clone();
  takenBack.applyJournal(tree.inverseJournal());
  assert.equal(dump(takenBack), dump(before));
}

test("thousands of entries are created, changed, moved in and deleted, and all of it can be taken back", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    using empty = tree.clone();
    assert.deepEqual(edit(tree, inServices(numbers(COUNT).map((i) => entry(i)))), []);
    assertValid(tree);
    holdLogLaws(tree, empty);
    tree.accept();
    using full = tree.clone();
    const changes = [
      ...numbers(COUNT / 2).map((i) => removal(2 * i)),
      ...numbers(COUNT / 4).map((i) => readdressed(4 * i + 1, 2 * i)),
      ...numbers(COUNT / 4).map((i) => moved(4 * i + 3)),
    ];
    assert.deepEqual(edit(tree, inServices(changes)), []);
    assertValid(tree);
    holdLogLaws(tree, full);
    tree.undoTo(0);
    assert.equal(dump(tree), dump(full));
    assert.equal(tree.checkIndexes(), 0);
  });
});

test("entries come and go by the hundred in any order, between marks that are undone", async () => {
  await withLab((context) => {
    const random = seededRandom(7);
    using tree = ConfigTree.create(context);
    const there = new Set<number>();
    for (let round = 0; round < 40; round++) {
      const before = new Set(there);
      const mark = tree.mark();
      edit(tree, inServices(randomChanges(random, there)));
      const errors = tree.validate();
      const end = random.pick(["undo", "accept", "go on"]);
      if (errors.length > 0 || end === "undo") {
        tree.undoTo(mark);
        there.clear();
        for (const i of before) there.add(i);
      } else if (end === "accept") tree.accept();
      assert.equal(tree.checkIndexes(), 0);
    }
    const names = [...dump(tree).matchAll(/"name": ?"e(\d+)"/g)].map(([, number]) => Number(number));
    assert.deepEqual(new Set(names), there);
    assert.ok(names.length > 100);
  });
});

/** Up to 600 creations and removals, which `there` follows. */
function randomChanges(random: Random, there: Set<number>): string[] {
  const chosen = new Set(Array.from({ length: 1 + random.below(600) }, () => random.below(1500)));
  return [...chosen].map((i) => {
    if (there.delete(i)) return removal(i);
    there.add(i);
    return entry(i);
  });
}

test("entries that are not unique are told in the order of the list", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, inServices(numbers(COUNT).map((i) => entry(i))));
    assertValid(tree);
    edit(tree, inServices([7, 3, 2000, 1500].map((i) => entry(10_000 + i, i))));
    const told = tree.validate().map(({ message }) => message.match(/e\d+/g)?.join(" "));
    assert.deepEqual(told, ["e3 e10003", "e7 e10007", "e1500 e11500", "e2000 e12000"]);
  });
});
