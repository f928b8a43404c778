// What can be done with the log of a tree: undo, flip, journal, replay.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigTree } from "../../src/config-tree/index.js";
import { LibyangError } from "../../src/index.js";
import { configured, dump, edit, withLab } from "./support/lab.js";

const contact = (name: string, attributes = "", content = "") =>
  `<contact xmlns="urn:sweetcomb:test:site"${attributes}><name>${name}</name>${content}</contact>`;
const names = (tree: ConfigTree) =>
  ((configured(tree) as { "site:contact"?: { name: string }[] })["site:contact"] ?? []).map(({ name }) => name);
const inPolicy = (content: string) => `<site xmlns="urn:sweetcomb:test:site"><policy>${content}</policy></site>`;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");

test("changes after a mark can be undone apart from those before it", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    const mark = tree.mark();
    edit(tree, contact("al", "", "<role>owner</role>"));
    edit(tree, contact("bo"));
    tree.undoTo(mark);
    assert.deepEqual(configured(tree), { "site:contact": [{ name: "al" }] });
    tree.undoTo(0);
    assert.deepEqual(configured(tree), {});
    assert.equal(tree.changeCount, 0);
  });
});

test("a flipped tree shows the state before the log", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    tree.accept();
    edit(tree, contact("al", ' nc:operation="delete"') + contact("bo"));
    tree.flip();
    assert.deepEqual(names(tree), ["al"]);
    assert.throws(() => tree.accept(), /flip it back first/);
    tree.flip();
    assert.deepEqual(names(tree), ["bo"]);
  });
});

test("an entry that was created, deleted and brought back by undo is still told as one creation", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    const mark = tree.mark();
    edit(tree, contact("al", ' nc:operation="delete"'));
    tree.undoTo(mark);
    edit(tree, contact("al", "", "<phone>1</phone>"));
    assert.equal(text(tree.journal()), '["create",[],["site:contact",["name","al"],["phone","1"]],[]]\n');
  });
});

test("a tree may be released with changes that are flipped or not accepted", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    tree.flip();
    using other = ConfigTree.create(context);
    edit(other, contact("al"));
  });
});

test("a journal has one line for each change, with the whole of what was created", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al") + contact("bo"));
    tree.validate();
    tree.accept();
    edit(tree, contact("bo", ' yang:insert="first"', "<phone>1</phone><role>owner</role>"));
    edit(tree, contact("al", ' nc:operation="delete"') + contact("c'\"y", ' yang:insert="first"'));
    tree.validate();
    assert.deepEqual(
      text(tree.journal())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
      [
        ["move", [["site:contact", "bo"]], []],
        ["value", [["site:contact", "bo"], "role"], "owner", 0],
        ["create", [["site:contact", "bo"]], ["phone", "1"]],
        ["delete", [["site:contact", "al"]]],
        ["create", [], ["site:contact", ["name", "c'\"y"], ["role", 1, "guest"]], []],
      ],
    );
  });
});

test("journal and replay make the same tree, with anydata, several keys and control characters", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    using before = tree.clone();
    edit(
      tree,
      `<site xmlns="urn:sweetcomb:test:site"><rack><row>1</row><column>2</column><slot><position>3</position><card><serial>a&#10;"\\&#9;ü</serial></card></slot></rack>
       <policy><notes><x xmlns="urn:n"><y>1</y></x></notes></policy></site>${contact("al")}`,
    );
    assert.deepEqual(tree.validate(), []);
    using journaled = before.clone();
    journaled.applyJournal(tree.journal());
    assert.equal(dump(journaled), dump(tree));
    tree.replayOnto(before);
    assert.equal(dump(before), dump(tree));
    assert.ok(before.equals(tree) && journaled.equals(tree));
  });
});

test("an applied journal is a log of its own: it can be undone and is valid", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    using other = tree.clone();
    edit(tree, contact("al"));
    tree.validate();
    other.applyJournal(tree.journal());
    assert.deepEqual(other.validate(), []);
    assert.equal(text(other.journal()), text(tree.journal()));
    other.undoTo(0);
    assert.deepEqual(names(other), []);
  });
});

test("a journal that does not fit names the line and leaves the tree as it was", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    const lines = Buffer.from('["create",[],["site:contact",["name","al"]],[]]\n["delete",[["site:contact","zz"]]]\n');
    assert.throws(
      () => tree.applyJournal(lines),
      (error) => error instanceof LibyangError && /line 2/.test(error.message),
    );
    assert.deepEqual(names(tree), []);
    assert.equal(tree.changeCount, 0);
  });
});

test("a tolerant creation of what exists already is merged with it, and its own values win", async () => {
  await withLab((context) => {
    using mine = ConfigTree.create(context);
    using theirs = ConfigTree.create(context);
    edit(mine, contact("al", "", "<role>owner</role>"));
    edit(theirs, contact("al"));
    edit(theirs, contact("bo", "", "<role>guest</role>"));
    assert.throws(() => theirs.applyJournal(mine.journal()), LibyangError);
    theirs.applyJournal(mine.journal(), { tolerant: true });
    const contacts = (configured(theirs) as { "site:contact": { name: string; role?: string }[] })["site:contact"];
    assert.deepEqual(contacts.map(({ name, role }) => [name, role]).sort(), [
      ["al", "owner"],
      ["bo", "guest"],
    ]);
    assert.equal(theirs.checkIndexes(), 0);
  });
});

test("a tolerant application passes over what does not fit", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    const lines = [
      '["create",[],["site:contact",["name","al"]],["zz"]]',
      '["create",[],["site:contact",["name","bo"]],[]]',
      '["create",[],["site:contact",["name","bo"]],[]]',
      '["value",[["site:contact","bo"],"role"],"neither",0]',
      '["value",[["site:contact","bo"],"no-such-leaf"],"x",0]',
      '["delete",["site:site","policy","owner"]]',
      "no journal at all",
      '["create",[],["site:contact",["name","cy"]],["bo"]]',
    ];
    tree.applyJournal(Buffer.from(`${lines.join("\n")}\n`), { tolerant: true });
    assert.deepEqual(names(tree), ["bo", "cy"]);
    assert.equal(tree.checkIndexes(), 0);
  });
});

test("truncated and damaged journals do no harm", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    using other = tree.clone();
    edit(tree, contact("al") + inPolicy("<owner>al</owner><notes><x xmlns='urn:n'/></notes>"));
    const journal = tree.journal();
    for (let length = 0; length < journal.length; length++) {
      other.applyJournal(journal.subarray(0, length), { tolerant: true });
      other.undoTo(0);
      const damaged = Buffer.from(journal);
      damaged[length] = damaged[length]! ^ 0x11;
      other.applyJournal(damaged, { tolerant: true });
      other.undoTo(0);
    }
    assert.deepEqual(configured(other), {});
    assert.equal(other.checkIndexes(), 0);
  });
});

test("replay onto a tree that does not equal the state before throws and leaves it as it was", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    tree.accept();
    edit(tree, contact("bo") + contact("al", ' nc:operation="delete"'));
    using other = ConfigTree.create(context);
    assert.throws(() => tree.replayOnto(other), LibyangError);
    assert.deepEqual(names(other), []);
  });
});

test("content is loaded from a snapshot in each format", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al") + inPolicy("<owner>al</owner>"));
    tree.validate();
    for (const format of ["xml", "json", "lyb"] as const) {
      using loaded = ConfigTree.create(context);
      loaded.load(tree.print(format), format, { validate: format === "json" });
      assert.equal(dump(loaded), dump(tree), format);
      assert.equal(loaded.checkIndexes(), 0);
    }
  });
});

test("content that is not valid is not loaded when it is to be validated", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    const invalid = '{"site:site":{"policy":{"owner":"zz"}}}';
    assert.throws(() => tree.load(invalid, "json", { validate: true }), LibyangError);
    assert.deepEqual(configured(tree), {});
    edit(tree, contact("al"));
    assert.throws(() => tree.load("{}", "json"), /not accepted/);
  });
});
