// Which error each broken constraint gives: RFC 7950 sections 8.3 and 15.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigTree, toValidationError, type ValidationError } from "../../src/config-tree/index.js";
import { loadLibyang, YangContext } from "../../src/index.js";
import { configured, dump, edit, withLab } from "./support/lab.js";

const services = (content: string) => `<services xmlns="urn:sweetcomb:test:services">${content}</services>`;
const entry = (name: string, content = "", attributes = "") =>
  `<entry${attributes}><name>${name}</name>${content}</entry>`;
const valid = "<kind>b</kind><ma>1</ma>";
const inSite = (content: string) => `<site xmlns="urn:sweetcomb:test:site">${content}</site>`;
const contact = (name: string, attributes = "") =>
  `<contact xmlns="urn:sweetcomb:test:site"${attributes}><name>${name}</name></contact>`;

interface Case {
  readonly name: string;
  readonly initially?: string;
  readonly edit: string;
  readonly errors: readonly Partial<ValidationError>[];
}

const cases: readonly Case[] = [
  {
    name: "a missing mandatory leaf is data-missing",
    edit: services(entry("a", "<ma>1</ma>")),
    errors: [{ tag: "data-missing", path: "/services:services/entry[name='a']" }],
  },
  {
    name: "a missing mandatory choice is missing-choice",
    edit: services(entry("a", "<kind>a</kind>")),
    errors: [{ tag: "data-missing", appTag: "missing-choice" }],
  },
  {
    name: "a broken must has the error-app-tag and the error-message of its statement",
    edit: services(entry("a", `${valid}<lo>5</lo><hi>3</hi>`)),
    errors: [{ tag: "operation-failed", appTag: "bounds", message: "lo is above hi" }],
  },
  {
    name: "a broken must without an error-app-tag is must-violation",
    edit: services(entry("a", `${valid}<mtu>666</mtu>`)),
    errors: [{ tag: "operation-failed", appTag: "must-violation", path: "/services:services/entry[name='a']/mtu" }],
  },
  {
    name: "a leafref without its target is instance-required",
    edit: services(entry("a", `${valid}<paddr>9.9</paddr>`)),
    errors: [{ tag: "data-missing", appTag: "instance-required", path: "/services:services/entry[name='a']/paddr" }],
  },
  {
    name: "a union of a leafref is told about in one line",
    edit: inSite("<policy><owner>x</owner></policy>"),
    errors: [
      {
        appTag: "instance-required",
        message:
          'Invalid union value "x" - no matching subtype found: Invalid leafref value "x" - no target instance "/t:contact/t:name" with the same value. Invalid enumeration value "x".',
      },
    ],
  },
  {
    name: "a must of a leafref is not told where its target is not there",
    initially: services(`${entry("b", valid)}<settings><primary>b</primary></settings>`),
    edit: services("<settings><primary>a</primary></settings>"),
    errors: [{ appTag: "instance-required", path: "/services:services/settings/primary" }],
  },
  {
    name: "the deletion of a leafref's target is refused at the leafref",
    initially: services(entry("a", valid) + entry("b", `${valid}<peer>a</peer>`)),
    edit: services(entry("a", "", ' nc:operation="delete"')),
    errors: [
      { appTag: "instance-required", path: "/services:services/entry[name='b']/peer" },
      { appTag: "must-violation", path: "/services:services/entry[name='b']" },
    ],
  },
  {
    name: "the deletion of an instance-identifier's target is refused at the instance-identifier",
    initially: inSite(
      `<rack><row>1</row><column>0</column></rack><policy><target xmlns:t="urn:sweetcomb:test:site">/t:site/t:rack[t:row='1'][t:column='0']</target></policy>`,
    ),
    edit: inSite('<rack nc:operation="delete"><row>1</row><column>0</column></rack>'),
    errors: [{ tag: "data-missing", appTag: "instance-required", path: "/site:site/policy/target" }],
  },
  {
    name: "the deletion of the target of a leafref in a union is refused",
    initially: contact("al") + inSite("<policy><owner>al</owner></policy>"),
    edit: contact("al", ' nc:operation="delete"'),
    errors: [{ path: "/site:site/policy/owner" }],
  },
  {
    name: "a leafref whose predicate leads to another entry is checked again",
    initially: services(
      entry("a", `${valid}<mtu>100</mtu>`) + entry("b", valid) + entry("c", `${valid}<peer>a</peer><pmode>100</pmode>`),
    ),
    edit: services(entry("c", "<peer>b</peer>")),
    errors: [{ appTag: "instance-required", path: "/services:services/entry[name='c']/pmode" }],
  },
  {
    name: "a change of unique leaves is compared with all entries",
    initially: services(entry("a", `${valid}<alias>x</alias>`) + entry("b", `${valid}<alias>y</alias>`)),
    edit: services(entry("a", "<alias>y</alias>")),
    errors: [{ appTag: "data-not-unique" }],
  },
  {
    name: "two entries with the same unique leaves are data-not-unique, with those leafs of both",
    initially: services(entry("a", `${valid}<addr>1.1</addr>`)),
    edit: services(entry("b", `${valid}<addr>1.1</addr>`)),
    errors: [
      {
        tag: "operation-failed",
        appTag: "data-not-unique",
        nonUnique: [
          "/services:services/entry[name='a']/addr",
          "/services:services/entry[name='a']/port",
          "/services:services/entry[name='b']/addr",
          "/services:services/entry[name='b']/port",
        ],
      },
    ],
  },
  {
    name: "an entry too many is too-many-elements",
    edit: services(entry("a", `${valid}<tag>1</tag><tag>2</tag><tag>3</tag><tag>4</tag>`)),
    errors: [{ tag: "operation-failed", appTag: "too-many-elements" }],
  },
  {
    name: "an entry too few is too-few-elements",
    initially: services(entry("a", `${valid}<opt><m>1</m><need>1</need></opt>`)),
    edit: services(entry("a", '<opt><need nc:operation="delete">1</need></opt>')),
    errors: [{ tag: "operation-failed", appTag: "too-few-elements" }],
  },
  {
    name: "a node whose when is false is an unknown-element",
    edit: services(entry("a", "<kind>a</kind><ma>1</ma><extra>q</extra>")),
    errors: [{ tag: "unknown-element", path: "/services:services/entry[name='a']/extra" }],
  },
  {
    name: "all errors are found at once",
    edit: services(entry("a", `${valid}<mtu>666</mtu><paddr>9.9</paddr>`) + entry("b", "<ma>1</ma>")),
    errors: [{ appTag: "instance-required" }, { appTag: "must-violation" }, { tag: "data-missing" }],
  },
];

for (const { name, initially, edit: xml, errors } of cases) {
  test(name, async () => {
    await withLab((context) => {
      using tree = ConfigTree.create(context);
      if (initially !== undefined) commit(tree, initially);
      assert.deepEqual(edit(tree, xml), []);
      const before = dump(tree);
      const mark = tree.mark();
      const found = tree.validate();
      assert.deepEqual(
        found.map((error, index) =>
          Object.fromEntries(Object.keys(errors[index] ?? {}).map((key) => [key, error[key as keyof ValidationError]])),
        ),
        errors,
        JSON.stringify(found),
      );
      assert.ok(tree.validateAll().length > 0, "libyang's own validation agrees");
      tree.undoTo(mark);
      assert.equal(dump(tree), before, "a failed validation leaves nothing behind");
    });
  });
}

test("a node whose when becomes false goes, and comes back as a default", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, services(entry("a", `${valid}<extra>q</extra>`)));
    commit(tree, services(entry("a", "<kind>a</kind>")));
    assert.deepEqual(configured(tree), { "services:services": { entry: [{ name: "a", kind: "a", ma: 1 }] } });
    commit(tree, services(entry("a", "<kind>b</kind>")));
    assert.match(dump(tree), /"extra":"x"/);
  });
});

test("a default comes back when the configured leaf is deleted", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, services("<settings><mode>off</mode></settings>"));
    commit(tree, services('<settings><mode nc:operation="delete"/></settings>'));
    assert.match(dump(tree), /"mode":"on"/);
    assert.deepEqual(configured(tree), {});
  });
});

test("the defaults of a case go with it and those of the default case come", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, services(entry("a", `${valid}<x2>1</x2>`)));
    assert.match(dump(tree), /"x2":1,"x2d":9/);
    commit(tree, services(entry("a", '<x2 nc:operation="delete"/>')));
    assert.match(dump(tree), /"x1d":7/);
    assert.doesNotMatch(dump(tree), /x2d/);
  });
});

test("a container without presence leaves its case when the last node in it goes", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, inSite("<policy><guarded><guard>gus</guard></guarded></policy>"));
    commit(tree, inSite('<policy><guarded><guard nc:operation="delete"/></guarded></policy>'));
    assert.deepEqual(configured(tree), {});
  });
});

test("a when that was found true is decided again when what it reads goes", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, services(entry("a", `${valid}<extra>y</extra><extra2>m</extra2>`)));
    edit(tree, services(entry("a", "<extra>q</extra>")));
    edit(tree, services(entry("a", "<extra>y</extra>")));
    commit(tree, services(entry("a", "<kind>a</kind>")));
    assert.deepEqual(configured(tree), { "services:services": { entry: [{ name: "a", kind: "a", ma: 1 }] } });
  });
});

test("a default that appears inside a new entry is read by the whens of the entry", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    commit(tree, services(entry("a", valid)));
    assert.match(dump(tree), /"prior":"p","extra":"x"/);
  });
});

test("a constraint that is too free to be scoped is named and checked all the same", async () => {
  const text = `module free {
    yang-version 1.1; namespace "urn:free"; prefix f;
    container box { list item { key id; leaf id { type uint8; } leaf weight { type uint8; } } leaf limit { type uint8; must "sum(..//weight) <= ."; } }
  }`;
  const instance = await loadLibyang();
  {
    using context = new YangContext(instance, { noYangLibrary: true });
    context.parseModule({ text, format: "yang" });
    using tree = ConfigTree.create(context);
    assert.equal(tree.unscopedConstraints().length, 1);
    const merge = (weight: number) => {
      const box = { item: [{ id: 1, weight }], limit: 10 };
      tree.edit(context.parseData(JSON.stringify({ "free:box": box }), "json", { opaque: true }));
      return tree.validate().map(({ path }) => path);
    };
    assert.deepEqual(merge(3), []);
    tree.accept();
    assert.deepEqual(merge(30), ["/free:box/limit"]);
  }
  assert.equal(instance.liveHandles, 0);
});

test("the constraints of the test modules are all scoped", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    assert.deepEqual(tree.unscopedConstraints(), []);
  });
});

test("an error-app-tag of a module's own means a broken must", () => {
  const error = toValidationError({ message: "no", path: "/m:a", appTag: "my-tag" });
  assert.deepEqual(error, { message: "no", path: "/m:a", appTag: "my-tag", tag: "operation-failed" });
});

function commit(tree: ConfigTree, xml: string): void {
  assert.deepEqual(edit(tree, xml), []);
  assert.deepEqual(tree.validate(), []);
  assert.deepEqual(tree.validateAll(), []);
  tree.accept();
}
