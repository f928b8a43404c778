/** RFC 7950: the errors of sections 8.3 and 15, and how edits and values of each statement are encoded (sections 7 and 9). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startStatementsServer } from "../../support/lab-server.js";
import { type NetconfSession, openNetconfSession } from "../../support/netconf-session.js";
import { onlyError, type RpcError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";

const NC = "urn:ietf:params:xml:ns:netconf:base:1.0";
const YANG = "urn:ietf:params:xml:ns:yang:1";
const LAB = "urn:example:lab";
const ST = "urn:example:statements";
const edit = (content: string) =>
  `<edit-config><target><candidate/></target><config xmlns:nc="${NC}" xmlns:yang="${YANG}">${content}</config></edit-config>`;
const lab = (inner: string) => `<lab xmlns="${LAB}" xmlns:lab="${LAB}">${inner}</lab>`;
const st = (inner: string) => `<statements xmlns="${ST}" xmlns:st="${ST}">${inner}</statements>`;
const A = "<name>a</name><serial>1</serial>";

/** Content, tag with app-tag, path, and what stands in error-info. */
type Case = readonly [content: string, tag: string, path: string, ...info: string[]];

const atTheEdit: Readonly<Record<string, readonly Case[]>> = {
  "a value that breaks its type is invalid-value with the error-app-tag and error-message of the restriction": [
    [st("<bounded>11</bounded>"), "invalid-value out-of-bounds", "/statements/bounded"],
    [st("<letters>A</letters>"), "invalid-value letters-only", "/statements/letters"],
    [st("<short>long</short>"), "invalid-value too-long", "/statements/short"],
    [st("<count>0x10</count>"), "invalid-value", "/statements/count"],
  ],
  "a list entry without all its keys is missing-element with the key": [
    [lab("<device><serial>1</serial></device>"), "missing-element", "/lab/device", "bad-element=name"],
    [lab("<shift><bench>1</bench></shift>"), "missing-element", "/lab/shift", "bad-element=day"],
  ],
  "nodes of two cases are bad-element": [
    [
      lab(`<device>${A}<mains/><battery-hours>1.0</battery-hours></device>`),
      "bad-element",
      "/lab/device[name='a']/mains",
      "bad-element=mains",
    ],
  ],
  "a node whose if-feature is false, and state, are unknown-element": [
    [st("<rare>x</rare>"), "unknown-element", "/statements/rare", "bad-element=rare"],
    [st("<seen>x</seen>"), "unknown-element", "/statements/seen", "bad-element=seen"],
  ],
  "insert and its like at what the user does not order are unknown-attribute": [
    [
      lab(`<device yang:insert="first">${A}</device>`),
      "unknown-attribute",
      "/lab/device[name='a']",
      "bad-attribute=insert",
      "bad-element=device",
    ],
    [
      lab('<title yang:insert="last">x</title>'),
      "unknown-attribute",
      "/lab/title",
      "bad-attribute=insert",
      "bad-element=title",
    ],
  ],
  "an insert beside nothing is bad-attribute missing-instance": [
    [
      lab("<task yang:insert='before' yang:key=\"[lab:id='9']\"><id>1</id></task>"),
      "bad-attribute missing-instance",
      "/lab/task[id='1']",
      "bad-attribute=key",
      "bad-element=task",
    ],
    [
      lab('<step yang:insert="after" yang:value="nothing">b</step>'),
      "bad-attribute missing-instance",
      "/lab/step[.='b']",
      "bad-attribute=value",
      "bad-element=step",
    ],
  ],
  "an insert beside a key of the wrong type, or with a word that is none, is bad-attribute": [
    [
      lab("<task yang:insert='before' yang:key=\"[lab:id='nine']\"><id>1</id></task>"),
      "bad-attribute missing-instance",
      "/lab/task[id='1']",
      "bad-attribute=key",
      "bad-element=task",
    ],
    [
      lab('<task yang:insert="middle"><id>1</id></task>'),
      "bad-attribute",
      "/lab/task/@insert",
      "bad-attribute=insert",
      "bad-element=task",
    ],
  ],
  "an insert that names no place is missing-attribute": [
    [
      lab('<task yang:insert="before"><id>1</id></task>'),
      "missing-attribute",
      "/lab/task[id='1']",
      "bad-attribute=key",
      "bad-element=task",
    ],
    [
      lab('<step yang:insert="before">b</step>'),
      "missing-attribute",
      "/lab/step[.='b']",
      "bad-attribute=value",
      "bad-element=step",
    ],
  ],
  "delete of what is not there is data-missing, for each kind of node": [
    [lab('<title nc:operation="delete"/>'), "data-missing", "/lab/title"],
    [lab('<bench-count nc:operation="delete"/>'), "data-missing", "/lab/bench-count"],
    [lab('<alarm nc:operation="delete"/>'), "data-missing", "/lab/alarm"],
    [lab('<tag nc:operation="delete">x</tag>'), "data-missing", "/lab/tag[.='x']"],
    [lab('<device nc:operation="delete"><name>z</name></device>'), "data-missing", "/lab/device[name='z']"],
  ],
};

/** What a candidate may hold for a while and a commit may not. */
const atTheCommit: Readonly<Record<string, Case>> = {
  "a broken unique is operation-failed data-not-unique, with each leaf that is not unique": [
    lab(`<device>${A}</device><device><name>b</name><serial>1</serial></device>`),
    "operation-failed data-not-unique",
    "/lab/device[name='b']",
    "non-unique=/lab/device[name='a']/serial",
    "non-unique=/lab/device[name='b']/serial",
  ],
  "too many entries are operation-failed too-many-elements, once, with the path of the list": [
    st(
      `<pair><half>1</half><half>2</half>${["a", "b", "c", "d"].map((name) => `<whole><name>${name}</name></whole>`).join("")}</pair>`,
    ),
    "operation-failed too-many-elements",
    "/statements/pair/whole",
  ],
  "too few entries are operation-failed too-few-elements, with the path of the list": [
    st("<pair><half>1</half></pair>"),
    "operation-failed too-few-elements",
    "/statements/pair/half",
  ],
  "a must that does not hold is operation-failed must-violation": [
    st("<odd>2</odd>"),
    "operation-failed must-violation",
    "/statements/odd",
  ],
  "an instance-identifier or leafref to nothing is data-missing instance-required": [
    st("<target>/st:statements/st:short</target>"),
    "data-missing instance-required",
    "/statements/target",
  ],
  "a mandatory choice of which nothing is there is data-missing missing-choice, with its name": [
    st("<way/>"),
    "data-missing missing-choice",
    "/statements/way",
    "missing-choice=kind",
  ],
};

describe("RFC 7950", () => {
  let server: ServerProcess;
  let session: NetconfSession;
  before(async () => {
    server = await startStatementsServer();
    session = await openNetconfSession(server, "admin");
  });
  after(async () => {
    session?.close();
    await server?.dispose();
  });
  const change = async (content: string) => assert.equal(await session.request(edit(content)), "<ok/>", content);
  const contentOf = async (filter: string) => {
    const get = `<get-config><source><candidate/></source><filter>${filter}</filter></get-config>`;
    return (await session.request(get)).replace(/^<data>|<\/data>$/g, "");
  };
  const discard = () => session.request("<discard-changes/>");

  for (const [title, refused] of Object.entries(atTheEdit)) {
    it(title, async () => {
      for (const [content, ...expected] of refused) {
        assert.deepEqual(shown(onlyError(await session.request(edit(content)))), expected, content);
      }
      await discard();
    });
  }

  for (const [title, [content, ...expected]] of Object.entries(atTheCommit)) {
    it(title, async () => {
      await change(content);
      assert.deepEqual(shown(onlyError(await session.request("<commit/>"))), expected);
      assert.deepEqual(
        shown(onlyError(await session.request("<validate><source><candidate/></source></validate>"))),
        expected,
      );
      await discard();
    });
  }

  it("the error-message of a restriction is the module's", async () => {
    assert.equal(onlyError(await session.request(edit(st("<bounded>0</bounded>")))).message, "One to ten, please.");
    await discard();
  });

  it("create of what is there is data-exists, for each kind of node", async () => {
    const nodes = [
      '<title nc:operation="create">x</title>',
      '<bench-count nc:operation="create">4</bench-count>',
      '<alarm nc:operation="create"/>',
      '<tag nc:operation="create">x</tag>',
      '<step nc:operation="create">x</step>',
      `<device nc:operation="create">${A}</device>`,
    ];
    for (const node of nodes) {
      await change(lab(node));
      assert.equal(onlyError(await session.request(edit(lab(node)))).tag, "data-exists", node);
    }
    await discard();
  });

  it("a node of another case takes the place of the old one", async () => {
    await change(lab(`<device>${A}<mains/></device>`));
    await change(lab("<device><name>a</name><battery-hours>1.5</battery-hours></device>"));
    assert.equal(
      await contentOf(lab("<device/>")),
      `<lab xmlns="${LAB}"><device>${A}<battery-hours>1.5</battery-hours></device></lab>`,
    );
    await discard();
  });

  it("keys may come in any order in an edit, and come first and in their order in a reply", async () => {
    await change(lab("<shift><person>p</person><bench>1</bench><day>mo</day></shift>"));
    assert.equal(
      await contentOf(lab("<shift/>")),
      `<lab xmlns="${LAB}"><shift><day>mo</day><bench>1</bench><person>p</person></shift></lab>`,
    );
    await discard();
  });

  it("values come back in their canonical form", async () => {
    await change(
      st(
        "<amount>+01.500</amount><count>010</count><flags>second first</flags><text> a &amp; b </text>" +
          "<nothing/><large>18446744073709551615</large>",
      ),
    );
    assert.equal(
      await contentOf(`<statements xmlns="${ST}"/>`),
      `<statements xmlns="${ST}"><amount>1.5</amount><count>10</count><flags>first second</flags>` +
        "<text> a &amp; b </text><nothing/><large>18446744073709551615</large></statements>",
    );
    await discard();
  });

  it("anydata keeps its elements, whatever they are", async () => {
    await change(st('<whatever><x xmlns="urn:nobody"><y>1</y></x></whatever>'));
    assert.match(await contentOf(`<statements xmlns="${ST}"/>`), /<x xmlns="urn:nobody"><y>1<\/y><\/x><\/whatever>/);
    await discard();
  });

  it("values of a leaf-list that the user orders are put and moved where insert says", async () => {
    const sizes = async () => [...(await contentOf(st("<size/>"))).matchAll(/<size>(\d+)</g)].map(([, size]) => size);
    await change(st("<size>3</size><size>1</size>"));
    await change(st('<size yang:insert="before" yang:value="1">7</size><size yang:insert="first">9</size>'));
    assert.deepEqual(await sizes(), ["9", "3", "7", "1"]);
    await change(st('<size yang:insert="after" yang:value="3">9</size><size yang:insert="last">3</size>'));
    assert.deepEqual(await sizes(), ["9", "7", "1", "3"]);
    await discard();
  });

  it("prefixes in paths of errors are those of the modules", async () => {
    const reply = await session.request(edit(lab('<title nc:operation="delete"/>')));
    assert.match(reply, /<error-path xmlns:lab="urn:example:lab">\/lab:lab\/lab:title<\/error-path>/);
    await discard();
  });

  it("trim shows a zero that is no default", async () => {
    await change(st("<count>0</count>"));
    const trim = '<with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">trim</with-defaults>';
    const get = `<get-config><source><candidate/></source><filter><statements xmlns="${ST}"/></filter>${trim}</get-config>`;
    assert.match(await session.request(get), /<count>0<\/count>/);
    await discard();
  });

  it("a mode of with-defaults that is none is invalid-value", async () => {
    const mode = '<with-defaults xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults">some</with-defaults>';
    assert.equal(onlyError(await session.request(`<get><filter/>${mode}</get>`)).tag, "invalid-value");
  });

  it("operational has defaults that are in use as values", async () => {
    const nmda =
      'xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"';
    const filter = `<subtree-filter><lab xmlns="${LAB}"><bench-count/></lab></subtree-filter>`;
    const reply = await session.request(`<get-data ${nmda}><datastore>ds:operational</datastore>${filter}</get-data>`);
    assert.match(reply, /<bench-count>4<\/bench-count>/);
  });

  it("an edit of running that breaks a constraint is refused at its end, and running stays", async () => {
    const running = edit(st("<odd>2</odd>")).replace("candidate", "running");
    assert.equal(onlyError(await session.request(running)).appTag, "must-violation");
    assert.equal(
      await session.request(
        `<get-config><source><running/></source><filter><statements xmlns="${ST}"/></filter></get-config>`,
      ),
      "<data></data>",
    );
  });
});

function shown({ tag, appTag, path, info }: RpcError): readonly (string | undefined)[] {
  return [appTag === undefined ? tag : `${tag} ${appTag}`, path, ...info];
}
