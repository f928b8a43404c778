// What the operations of an edit do to each kind of node: RFC 6241 section 7.2, RFC 7950 sections 7.5.8 to 7.10.3.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigTree, type EditError, type EditOptions } from "../../src/config-tree/index.js";
import { configured, edit, withLab } from "./support/lab.js";

const site = 'xmlns="urn:sweetcomb:test:site"';
const services = 'xmlns="urn:sweetcomb:test:services"';

interface Case extends EditOptions {
  readonly name: string;
  /** Edits that make the initial state. */
  readonly initially?: string;
  readonly edit: string;
  /** What is configured afterwards; absent: what was initially. */
  readonly result?: unknown;
  /** Members of the one error. */
  readonly error?: Partial<EditError>;
}

const inPolicy = (content: string) => `<site ${site}><policy>${content}</policy></site>`;
const policy = (content: object) => ({ "site:site": { policy: content } });
const inEntry = (content: string, attributes = "") =>
  `<services ${services}><entry${attributes}><name>a</name>${content}</entry></services>`;
const entry = (content: object) => ({ "services:services": { entry: [{ name: "a", ...content }] } });
const settings = (content: string) => `<services ${services}><settings>${content}</settings></services>`;
const keyholders = (...names: string[]) => names.map((name) => `<keyholder>${name}</keyholder>`).join("");
const contact = (name: string, attributes = "", content = "") =>
  `<contact ${site}${attributes}><name>${name}</name>${content}</contact>`;
const contacts = (...names: string[]) => ({ "site:contact": names.map((name) => ({ name })) });

const cases: readonly Case[] = [
  // --- merge ---
  { name: "merge creates what is missing", edit: inEntry("<kind>a</kind>"), result: entry({ kind: "a" }) },
  {
    name: "merge changes leaves and keeps what it does not name",
    initially: inEntry("<kind>a</kind><mtu>100</mtu>"),
    edit: inEntry("<kind>b</kind>"),
    result: entry({ kind: "b", mtu: 100 }),
  },
  {
    name: "merge of a default value makes it configured",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry("<mtu>1500</mtu>"),
    result: entry({ kind: "a", mtu: 1500 }),
  },
  {
    name: "merge of a leaf-list adds entries",
    initially: inPolicy(keyholders("kim")),
    edit: inPolicy(keyholders("lee", "kim")),
    result: policy({ keyholder: ["kim", "lee"] }),
  },
  {
    name: "merge replaces anydata",
    initially: inPolicy('<notes><x xmlns="urn:n">1</x></notes>'),
    edit: inPolicy('<notes><y xmlns="urn:n">2</y></notes>'),
    result: policy({ notes: { y: 2 } }),
  },
  // --- create ---
  {
    name: "create of what exists is data-exists",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry("<kind>b</kind>", ' nc:operation="create"'),
    error: { tag: "data-exists", path: "/services:services/entry[name='a']" },
  },
  {
    name: "create is inherited by the nodes below",
    initially: inEntry("<kind>a</kind>"),
    edit: `<services ${services} nc:operation="merge"><entry><name>a</name><lim nc:operation="create"><a>1</a></lim><kind nc:operation="create">b</kind></entry></services>`,
    error: { tag: "data-exists", path: "/services:services/entry[name='a']/kind" },
  },
  {
    name: "create of a leaf that only has its default succeeds",
    edit: settings('<mode nc:operation="create">off</mode>'),
    result: { "services:services": { settings: { mode: "off" } } },
  },
  {
    name: "create of a container without presence that holds nothing succeeds",
    edit: `<services ${services}><settings nc:operation="create"><cap>1</cap></settings></services>`,
    result: { "services:services": { settings: { cap: 1 } } },
  },
  {
    name: "create of a container with presence that exists is data-exists",
    initially: inPolicy("<open/>"),
    edit: inPolicy('<open nc:operation="create"/>'),
    error: { tag: "data-exists" },
  },
  {
    name: "create of a leaf-list entry that exists is data-exists",
    initially: inPolicy(keyholders("kim")),
    edit: inPolicy('<keyholder nc:operation="create">kim</keyholder>'),
    error: { tag: "data-exists", path: "/site:site/policy/keyholder[.='kim']" },
  },
  {
    name: "create of one value of a leaf-list with defaults leaves that value alone",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry('<dl nc:operation="create">1</dl>'),
    result: entry({ kind: "a", dl: [1] }),
  },
  // --- delete and remove ---
  {
    name: "delete of what does not exist is data-missing",
    edit: inEntry("", ' nc:operation="delete"'),
    error: { tag: "data-missing", path: "/services:services/entry[name='a']" },
  },
  { name: "remove of what does not exist is silent", edit: inEntry("", ' nc:operation="remove"') },
  {
    name: "delete of a leaf that only has its default is data-missing",
    edit: settings('<mode nc:operation="delete"/>'),
    error: { tag: "data-missing", path: "/services:services/settings/mode" },
  },
  {
    name: "delete of a leaf needs no value, whatever its type",
    initially: inEntry("<kind>a</kind><mtu>100</mtu>"),
    edit: inEntry('<mtu nc:operation="delete"/>'),
    result: entry({ kind: "a" }),
  },
  {
    name: "delete of a leaf may name any value",
    initially: inEntry("<kind>a</kind><mtu>100</mtu>"),
    edit: inEntry('<mtu nc:operation="delete">200</mtu>'),
    result: entry({ kind: "a" }),
  },
  {
    name: "delete of a leaf-list entry takes the one with that value",
    initially: inPolicy(keyholders("kim", "lee")),
    edit: inPolicy('<keyholder nc:operation="delete">kim</keyholder>'),
    result: policy({ keyholder: ["lee"] }),
  },
  {
    name: "delete of a container takes everything in it",
    initially: inPolicy(`${keyholders("kim")}<owner>nobody</owner>`),
    edit: `<site ${site}><policy nc:operation="delete"/></site>`,
    result: {},
  },
  {
    name: "delete inside a subtree that the same edit creates is data-missing",
    edit: inEntry('<kind>a</kind><mtu nc:operation="delete"/>'),
    error: { tag: "data-missing", path: "/services:services/entry[name='a']/mtu" },
    result: entry({ kind: "a" }),
  },
  {
    name: "a key cannot be deleted apart from its entry",
    initially: inEntry("<kind>a</kind>"),
    edit: `<services ${services}><entry><name nc:operation="delete">a</name></entry></services>`,
    error: { tag: "operation-not-supported", path: "/services:services/entry[name='a']/name" },
  },
  // --- replace ---
  {
    name: "replace takes away what it does not name",
    initially: inEntry("<kind>a</kind><mtu>100</mtu><lim><a>1</a></lim>"),
    edit: inEntry("<kind>b</kind>", ' nc:operation="replace"'),
    result: entry({ kind: "b" }),
  },
  {
    name: "replace of what does not exist creates it",
    edit: inEntry("<kind>b</kind>", ' nc:operation="replace"'),
    result: entry({ kind: "b" }),
  },
  {
    name: "replaced entries ordered by the user have the order of the request",
    initially: inPolicy(keyholders("kim", "lee", "max")),
    edit: `<site ${site}><policy nc:operation="replace">${keyholders("max", "new", "kim")}</policy></site>`,
    result: policy({ keyholder: ["max", "new", "kim"] }),
  },
  {
    name: "replace as default operation replaces the whole configuration",
    initially: `${inPolicy("<owner>nobody</owner>")}${contact("al")}`,
    edit: inPolicy(keyholders("kim")),
    defaultOperation: "replace",
    result: policy({ keyholder: ["kim"] }),
  },
  // --- none ---
  {
    name: "none as default operation changes nothing by itself",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry("<kind>b</kind>"),
    defaultOperation: "none",
  },
  {
    name: "none as default operation lets operations below act",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry('<lim><a nc:operation="create">1</a></lim>'),
    defaultOperation: "none",
    result: entry({ kind: "a", lim: { a: 1 } }),
  },
  {
    name: "none on a missing node is data-missing",
    edit: inEntry('<kind nc:operation="merge">a</kind>'),
    defaultOperation: "none",
    error: { tag: "data-missing", path: "/services:services/entry[name='a']" },
  },
  // --- choices ---
  {
    name: "a node of one case takes the nodes of the other cases away",
    initially: inPolicy(keyholders("kim", "lee")),
    edit: inPolicy("<guarded><guard>gus</guard></guarded>"),
    result: policy({ guarded: { guard: "gus" } }),
  },
  {
    name: "nodes of two cases in one request are a bad-element",
    edit: inPolicy(`${keyholders("kim")}<open/>`),
    error: { tag: "bad-element" },
  },
  {
    name: "nodes of two cases in a new subtree are a bad-element",
    edit: inEntry("<kind>a</kind><ma>1</ma><mb>2</mb>"),
    error: { tag: "bad-element" },
  },
  {
    name: "one case may be removed and another created in one request",
    initially: inPolicy(keyholders("kim")),
    edit: inPolicy('<open/><keyholder nc:operation="remove">kim</keyholder>'),
    result: policy({ open: {} }),
  },
  // --- order ---
  {
    name: "insert first puts a new entry in front",
    initially: contact("al") + contact("bo"),
    edit: contact("cy", ' yang:insert="first"'),
    result: contacts("cy", "al", "bo"),
  },
  {
    name: "insert last moves an existing entry to the end",
    initially: contact("al") + contact("bo"),
    edit: contact("al", ' yang:insert="last"'),
    result: contacts("bo", "al"),
  },
  {
    name: "insert before puts the entry in front of the one that the key names",
    initially: contact("al") + contact("bo"),
    edit: contact("cy", ` yang:insert="before" yang:key="[name='bo']"`),
    result: contacts("al", "cy", "bo"),
  },
  {
    name: "prefixes in the key that names an entry are understood",
    initially: contact("al") + contact("bo"),
    edit: `<contact ${site} xmlns:t="urn:sweetcomb:test:site" yang:insert="after" yang:key="[t:name='al']"><name>cy</name></contact>`,
    result: contacts("al", "cy", "bo"),
  },
  {
    name: "insert after moves an entry of a leaf-list behind the value named",
    initially: inPolicy(keyholders("kim", "lee", "max")),
    edit: inPolicy('<keyholder yang:insert="after" yang:value="max">kim</keyholder>'),
    result: policy({ keyholder: ["lee", "max", "kim"] }),
  },
  {
    name: "insert beside an entry that does not exist is missing-instance",
    initially: contact("al"),
    edit: contact("cy", ` yang:insert="before" yang:key="[name='zz']"`),
    error: { tag: "bad-attribute", appTag: "missing-instance", badAttribute: "key", badElement: "contact" },
  },
  {
    name: "insert before without naming an entry is missing-attribute",
    initially: contact("al"),
    edit: contact("cy", ' yang:insert="before"'),
    error: { tag: "missing-attribute", badAttribute: "key", badElement: "contact" },
  },
  {
    name: "insert is for entries ordered by the user",
    initially: inEntry("<kind>a</kind>"),
    edit: inEntry("<kind>a</kind>", ' yang:insert="first"').replace("<name>a<", "<name>b<"),
    error: { tag: "unknown-attribute", badAttribute: "insert", badElement: "entry" },
  },
  // --- what cannot be understood ---
  {
    name: "an unknown element is named",
    edit: inPolicy("<colour>red</colour>"),
    error: { tag: "unknown-element", badElement: "colour", path: "/site:site/policy/colour" },
  },
  {
    name: "an unknown namespace is named",
    edit: '<site xmlns="urn:nowhere"/>',
    error: { tag: "unknown-namespace", badElement: "site", badNamespace: "urn:nowhere" },
  },
  {
    name: "a value out of range is invalid-value",
    edit: inEntry("<mtu>10</mtu>"),
    error: { tag: "invalid-value", path: "/services:services/entry[name='a']/mtu" },
    result: entry({}),
  },
  {
    name: "a pattern may have an app-tag and a message",
    edit: contact("al", "", "<phone>none</phone>"),
    error: { tag: "invalid-value", appTag: "no-digits", message: "Digits only" },
    result: contacts("al"),
  },
  {
    name: "an entry without one of its keys is missing-element",
    edit: `<site ${site}><rack><row>1</row><height>2</height></rack></site>`,
    error: { tag: "missing-element", badElement: "column" },
  },
  {
    name: "a bad key is invalid-value",
    edit: `<site ${site}><rack><row>1</row><column>x</column></rack></site>`,
    error: { tag: "invalid-value" },
  },
  {
    name: "state data is an unknown-element",
    edit: `<site ${site}><statistics><visits>1</visits></statistics></site>`,
    error: { tag: "unknown-element", badElement: "statistics", path: "/site:site/statistics" },
  },
  {
    name: "a leaf that is there twice is a bad-element",
    edit: inEntry("<kind>a</kind><kind>b</kind>"),
    error: { tag: "bad-element", badElement: "kind" },
  },
  // --- error options ---
  {
    name: "stop keeps what was done before the error",
    edit: `${contact("al")}${contact("bo", ' nc:operation="delete"')}${contact("cy")}`,
    errorOption: "stop",
    error: { tag: "data-missing" },
    result: contacts("al"),
  },
  {
    name: "continue goes on after the error",
    edit: `${contact("al")}${contact("bo", ' nc:operation="delete"')}${contact("cy")}`,
    errorOption: "continue",
    error: { tag: "data-missing" },
    result: contacts("al", "cy"),
  },
  {
    name: "rollback takes back what was done before the error",
    initially: contact("di"),
    edit: `${contact("al")}${contact("di", ' nc:operation="delete"')}${contact("bo", ' nc:operation="delete"')}`,
    errorOption: "rollback",
    error: { tag: "data-missing" },
  },
];

for (const { name, initially, edit: xml, result, error, ...options } of cases) {
  test(name, async () => {
    await withLab((context) => {
      using tree = ConfigTree.create(context);
      if (initially !== undefined) {
        assert.deepEqual(edit(tree, initially), []);
        tree.validate();
        tree.accept();
      }
      const before = configured(tree);
      const errors = edit(tree, xml, options);
      assert.deepEqual(
        errors.map((found) =>
          Object.fromEntries(Object.keys(error ?? {}).map((key) => [key, found[key as keyof EditError]])),
        ),
        error === undefined ? [] : [error],
        JSON.stringify(errors),
      );
      assert.deepEqual(configured(tree), result ?? before);
      assert.equal(tree.checkIndexes(), 0);
    });
  });
}

test("continue reports every error", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    const twoMissing = contact("al", ' nc:operation="delete"') + contact("bo", ' nc:operation="delete"');
    const errors = edit(tree, twoMissing, { errorOption: "continue" });
    assert.deepEqual(
      errors.map(({ path }) => path),
      ["/site:contact[name='al']", "/site:contact[name='bo']"],
    );
  });
});

test("an edit in JSON is the same edit", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    edit(tree, contact("al"));
    const json = { "site:contact": [{ "@": { "ietf-netconf:operation": "replace" }, name: "al", role: "owner" }] };
    assert.deepEqual(tree.edit(context.parseData(JSON.stringify(json), "json", { opaque: true })), []);
    assert.deepEqual(configured(tree), { "site:contact": [{ name: "al", role: "owner" }] });
  });
});

test("an unknown member of an edit in JSON is named", async () => {
  await withLab((context) => {
    using tree = ConfigTree.create(context);
    const parse = (value: unknown) => context.parseData(JSON.stringify(value), "json", { opaque: true });
    const [unknown] = tree.edit(parse({ "site:site": { colour: "red" } }));
    assert.deepEqual([unknown?.tag, unknown?.badElement], ["unknown-element", "colour"]);
    const [elsewhere] = tree.edit(parse({ "nowhere:site": {} }));
    assert.deepEqual([elsewhere?.tag, elsewhere?.badNamespace], ["unknown-namespace", "nowhere"]);
  });
});
