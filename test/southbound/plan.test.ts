import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntryChange, ObjectEntry } from "../../src/southbound/object-entry.js";
import { ObjectTable } from "../../src/southbound/object-table.js";
import { planChanges, type Traits } from "../../src/southbound/plan.js";
import { defineKind } from "../../src/southbound/translator.js";

/**
 * An entry out of text: "address|a interface|x vrf|x" is address a, which depends on two others. A "*" marks the one it is part
 * of, a ">" one that it comes after.
 */
function entry(text: string, value: unknown = 1): ObjectEntry {
  const [id = "", ...words] = text.split(" ");
  const needs = words.filter((word) => !word.startsWith(">"));
  const after = words.filter((word) => word.startsWith(">")).map((word) => word.slice(1));
  const [kind = "", name = ""] = id.split("|");
  const whole = needs.find((need) => need.startsWith("*"))?.slice(1);
  const dependsOn = needs.map((need) => need.replace("*", ""));
  return { id, kind, translator: kind, key: { name }, value, path: `/m:${id}`, dependsOn, after, partOf: whole };
}

function known(...texts: readonly string[]): ObjectTable {
  const table = new ObjectTable();
  for (const text of texts) table.set(entry(text), undefined);
  return table;
}

const create = (text: string): EntryChange => ({
  id: entry(text).id,
  before: undefined,
  after: entry(text),
  inPlace: false,
});
const remove = (text: string): EntryChange => ({
  id: entry(text).id,
  before: entry(text),
  after: undefined,
  inPlace: false,
});
const change = (before: string, after: string, inPlace: boolean): EntryChange => ({
  id: entry(before).id,
  before: entry(before, 1),
  after: entry(after, 2),
  inPlace,
});

function waves(
  changes: readonly EntryChange[],
  table: ObjectTable,
  traitsOf: (entry: ObjectEntry) => Traits = () => ({}),
): string[][] {
  const plan = planChanges(changes, table, traitsOf);
  return plan.waves.map((wave) => wave.map(({ kind, entry }) => `${kind} ${entry.id}`));
}

interface Case {
  readonly known?: readonly string[];
  readonly changes: readonly EntryChange[];
  readonly waves: readonly (readonly string[])[];
}

const cases: Readonly<Record<string, Case>> = {
  "an object comes after another one that is made too, and does without it otherwise": {
    changes: [
      create("up|x interface|x >list|x"),
      create("list|x interface|x"),
      create("interface|x"),
      create("up|y >list|y"),
    ],
    waves: [["create interface|x", "create up|y"], ["create list|x"], ["create up|x"]],
  },
  "an object goes before the one that it came after": {
    known: ["list|x", "up|x >list|x"],
    changes: [remove("list|x"), remove("up|x >list|x")],
    waves: [["delete up|x"], ["delete list|x"]],
  },
  "nothing to do is an empty plan": { changes: [], waves: [] },
  "objects are made after what they depend on, whatever the order of the changes": {
    changes: [
      create("address|a interface|x"),
      create("route|r interface|x table|t"),
      create("table|t"),
      create("interface|x"),
    ],
    waves: [
      ["create table|t", "create interface|x"],
      ["create address|a", "create route|r"],
    ],
  },
  "what VPP has already is not waited for": {
    known: ["interface|x"],
    changes: [create("address|a interface|x")],
    waves: [["create address|a"]],
  },
  "dependents go first": {
    known: ["interface|x", "address|a interface|x"],
    changes: [remove("interface|x"), remove("address|a interface|x")],
    waves: [["delete address|a"], ["delete interface|x"]],
  },
  "parts are forgotten with the whole": {
    known: ["interface|x", "mtu|x *interface|x"],
    changes: [remove("interface|x"), remove("mtu|x *interface|x")],
    waves: [["forget mtu|x"], ["delete interface|x"]],
  },
  "a part goes by itself where something else that it needs goes too, and what needs the part likewise": {
    known: [
      "interface|x",
      "domain|d",
      "port|x *interface|x domain|d",
      "rewrite|x *interface|x port|x",
      "mtu|x *interface|x",
    ],
    changes: [
      remove("interface|x"),
      remove("domain|d"),
      remove("port|x *interface|x domain|d"),
      remove("rewrite|x *interface|x port|x"),
      remove("mtu|x *interface|x"),
    ],
    waves: [["delete rewrite|x", "forget mtu|x"], ["delete port|x"], ["delete interface|x", "delete domain|d"]],
  },
  "a part that needs another part of the same whole is forgotten with both": {
    known: ["interface|x", "binding|x *interface|x", "address|a *interface|x binding|x"],
    changes: [remove("interface|x"), remove("binding|x *interface|x"), remove("address|a *interface|x binding|x")],
    waves: [["forget address|a"], ["forget binding|x"], ["delete interface|x"]],
  },
  "deletes come before creates": {
    known: ["interface|x", "interface|y", "address|a interface|x"],
    changes: [create("address|b interface|y"), remove("address|a interface|x")],
    waves: [["delete address|a"], ["create address|b"]],
  },
  "dependents of what is made anew are made anew": {
    known: ["table|t", "binding|x table|t", "address|a binding|x", "other|o"],
    changes: [change("table|t", "table|t", false)],
    waves: [
      ["delete address|a"],
      ["delete binding|x"],
      ["delete table|t"],
      ["create table|t"],
      ["create binding|x"],
      ["create address|a"],
    ],
  },
  "a change in place touches nothing else": {
    known: ["interface|x", "address|a interface|x"],
    changes: [change("interface|x", "interface|x", true)],
    waves: [["update interface|x"]],
  },
  "what a changed object lets go of is deleted after it": {
    known: ["interface|x", "interface|y", "route|r interface|x"],
    changes: [remove("interface|x"), change("route|r interface|x", "route|r interface|y", true)],
    waves: [["update route|r"], ["delete interface|x"]],
  },
  "what lets go is made anew when its old support has to be out of the way of a new one": {
    known: ["interface|x", "route|r interface|x"],
    changes: [remove("interface|x"), create("interface|y"), change("route|r interface|x", "route|r interface|y", true)],
    waves: [["delete route|r"], ["delete interface|x"], ["create interface|y"], ["create route|r"]],
  },
};

for (const [name, { known: texts = [], changes, waves: expected }] of Object.entries(cases)) {
  test(name, () => assert.deepEqual(waves(changes, known(...texts)), expected));
}

test("parts of hardware are deleted one by one, since VPP keeps it", () => {
  const table = known("interface|x", "mtu|x *interface|x");
  const changes = [remove("interface|x"), remove("mtu|x *interface|x")];
  assert.deepEqual(
    waves(changes, table, () => ({ keepsParts: true })),
    [["delete mtu|x"], ["delete interface|x"]],
  );
});

test("what lets go is changed in place when the new support can stand beside the old one", () => {
  const table = known("acl|old", "attachment|a acl|old");
  const exchange = change("attachment|a acl|old", "attachment|a acl|new", true);
  const planned = waves([remove("acl|old"), create("acl|new"), exchange], table, () => ({ coexists: true }));
  assert.deepEqual(planned, [["create acl|new"], ["update attachment|a"], ["delete acl|old"]]);
});

test("an object without what it needs is refused with its path", () => {
  const missing = { message: /needs interface x, which is not configured/, details: { path: "/m:address|a" } };
  const isMissing = (error: { message: string; details: { path: string } }) => {
    assert.match(error.message, missing.message);
    assert.equal(error.details.path, missing.details.path);
    return true;
  };
  assert.throws(() => waves([create("address|a interface|x")], known()), isMissing);
  const table = known("interface|x", "address|a interface|x");
  assert.throws(() => waves([remove("interface|x")], table), isMissing);
});

test("an object comes after all of a kind, goes before them, and does without any", () => {
  const lists = defineKind<{ readonly name: string }>("list", ["name"]);
  const traitsOf = ({ kind }: ObjectEntry): Traits => (kind === "address" ? { afterAll: [lists] } : {});
  const both = [remove("list|x"), remove("address|a"), create("address|b"), create("list|y"), create("list|z list|y")];
  assert.deepEqual(waves(both, known("list|x", "address|a"), traitsOf), [
    ["delete address|a"],
    ["delete list|x"],
    ["create list|y"],
    ["create list|z"],
    ["create address|b"],
  ]);
  assert.deepEqual(waves([create("address|b")], known("list|x"), traitsOf), [["create address|b"]]);
});

test("what goes last goes after all that is made and changed, one by one, but before what it needs", () => {
  const passes = defineKind<{ readonly name: string }>("pass", ["name"]);
  const traitsOf = ({ kind }: ObjectEntry): Traits =>
    kind === "pass" ? { goesLast: true } : kind === "rule" ? { afterAll: [passes] } : {};
  const table = known("base|x", "pass|a base|x", "rule|a base|x");
  const replaced = [
    remove("pass|a base|x"),
    create("pass|b base|x"),
    change("rule|a base|x", "rule|a base|x", true),
    create("other|a"),
  ];
  assert.deepEqual(waves(replaced, table, traitsOf), [
    ["create pass|b", "create other|a"],
    ["update rule|a"],
    ["delete pass|a"],
  ]);
  const all = [remove("base|x"), remove("pass|a base|x"), remove("rule|a base|x"), create("other|a")];
  assert.deepEqual(waves(all, table, traitsOf), [
    ["delete rule|a"],
    ["delete pass|a"],
    ["delete base|x"],
    ["create other|a"],
  ]);
});
