/** What is wrong with an edit, in the exact words of RFC 6241 appendix A and RFC 7950 15, as ncclient reads them. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

interface Refusal {
  readonly tag: string;
  readonly appTag: string | null;
  readonly path: string | null;
  readonly message: string;
  readonly info: Readonly<Record<string, string>>;
}

/** Content of <lab>, what it is refused with, and the end of the error-path without prefixes. */
type Case = readonly [content: string, tag: string, appTag: string | null, path: string];

const A = "<name>a</name><serial>1</serial>";
const SAFETY = 'xmlns="urn:example:lab-safety"';

/** Refused by edit-config itself: no candidate can hold it. */
const atTheEdit: Readonly<Record<string, Case>> = {
  "a value of another type": ["<bench-count>many</bench-count>", "invalid-value", null, "/bench-count"],
  "a value out of range": ["<bench-count>300</bench-count>", "invalid-value", null, "/bench-count"],
  "a value of the wrong length": ["<title/>", "invalid-value", null, "/title"],
  "a value that its pattern does not have": [
    `<device>${A}<inspected ${SAFETY}>soon</inspected></device>`,
    "invalid-value",
    null,
    "/device[name='a']/inspected",
  ],
  "an identity that is none": [
    `<device>${A}<cable>rope</cable></device>`,
    "invalid-value",
    null,
    "/device[name='a']/cable",
  ],
  "an element that the schema does not know": ["<colour>red</colour>", "unknown-element", null, "/colour"],
  "a namespace that nobody has": ['<colour xmlns="urn:nobody"/>', "unknown-namespace", null, "/colour"],
  "an entry without its key": ["<device><serial>1</serial></device>", "missing-element", null, "/device"],
  "nodes of two cases": [
    `<device>${A}<mains/><battery-hours>1.0</battery-hours></device>`,
    "bad-element",
    null,
    "/device[name='a']/mains",
  ],
  "an operation that is none": ['<title nc:operation="destroy">x</title>', "bad-attribute", null, "/title/@operation"],
  "a key that is to be deleted": [
    '<device><name nc:operation="delete">a</name></device>',
    "operation-not-supported",
    null,
    "/device[name='a']/name",
  ],
  "an insert where the system orders": [
    `<device xmlns:yang="urn:ietf:params:xml:ns:yang:1" yang:insert="first">${A}</device>`,
    "unknown-attribute",
    null,
    "/device[name='a']",
  ],
};

/** Found by validation: a candidate may hold it for a while. */
const atTheCommit: Readonly<Record<string, Case>> = {
  "a mandatory leaf that is missing": ["<device><name>a</name></device>", "data-missing", null, "/device[name='a']"],
  "a must that does not hold": [
    `<device>${A}<speed>20000</speed></device>`,
    "operation-failed",
    "too-fast-for-copper",
    "/device[name='a']/speed",
  ],
  "a reference to nothing": [
    `<device>${A}<peer>nobody</peer></device>`,
    "data-missing",
    "instance-required",
    "/device[name='a']/peer",
  ],
  "too many values": [
    `<device>${A}<role>source</role><role>sink</role></device>`,
    "operation-failed",
    "too-many-elements",
    "/device[name='a']/role",
  ],
  "two entries with one serial number": [
    `<device>${A}</device><device><name>b</name><serial>1</serial></device>`,
    "operation-failed",
    "data-not-unique",
    "/device[name='b']",
  ],
  "a node whose when does not hold": [
    `<device>${A}<fuse ${SAFETY}>16</fuse></device>`,
    "unknown-element",
    null,
    "/device[name='a']/fuse",
  ],
};

describe("errors with ncclient", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  it("what no candidate can hold is refused by edit-config", () => assertRefusals(server, atTheEdit, "edit"));

  it("what breaks a constraint is refused by commit, and running is untouched", () =>
    assertRefusals(server, atTheCommit, "commit"));

  it("a commit reports every error that there is", async () => {
    const paths = await ncclientAnswer<readonly string[]>(
      server,
      `
m.edit_config(target="candidate", config=lab("<device><name>a</name></device><device><name>b</name></device>"))
try:
    m.commit()
except RPCError as error:
    answer([one.path for one in error.errlist])
m.discard_changes()
`,
    );
    assert.equal(paths.length, 2);
  });

  it("parameters that are no words of the operation are refused, and the session goes on", async () => {
    const tags = await ncclientAnswer<readonly string[]>(
      server,
      `
def edit(more, target="<candidate/>"):
    return lambda: rpc('<edit-config xmlns="%s"><target>%s</target>%s%s</edit-config>' % (NC, target, more, lab("<title>x</title>")))
calls = (edit("<error-option>shrug</error-option>"), edit("<default-operation>guess</default-operation>"), edit("", "<startup/>"),
    edit("", "<candidate/><running/>"), lambda: rpc('<commit xmlns="%s"><confirmed/><confirm-timeout>0</confirm-timeout></commit>' % NC),
    lambda: rpc('<ring xmlns="urn:example:lab"><times>3</times></ring>'))
answer([error_of(call)["tag"] for call in calls] + [lab_of("candidate")])
`,
    );
    assert.deepEqual(tags, [
      "invalid-value",
      "invalid-value",
      "unknown-element",
      "bad-element",
      "invalid-value",
      "operation-not-supported",
      "",
    ]);
  });

  it("an XPath that cannot be read is invalid-value with the path of its parameter", async () => {
    const refusals = await ncclientAnswer<readonly Refusal[]>(
      server,
      `
NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
answer([error_of(lambda: rpc('<get-data xmlns="%s"><datastore xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">ds:running</datastore><xpath-filter xmlns:l="%s">/l:lab[</xpath-filter></get-data>' % (NMDA, LAB))),
    error_of(lambda: rpc('<partial-lock xmlns="urn:ietf:params:xml:ns:netconf:partial-lock:1.0"><select xmlns:l="%s">/l:lab[nothing()]</select></partial-lock>' % LAB))])
`,
    );
    assert.deepEqual(
      refusals.map(({ tag, path }) => [tag, path]),
      [
        ["invalid-value", "/ncds:get-data/ncds:xpath-filter"],
        ["invalid-value", "/pl:partial-lock/pl:select"],
      ],
    );
  });
});

async function assertRefusals(
  server: ServerProcess,
  cases: Readonly<Record<string, Case>>,
  refusedBy: "edit" | "commit",
): Promise<void> {
  const contents = JSON.stringify(Object.values(cases).map(([content]) => content));
  const { refusals, running } = await ncclientAnswer<{ refusals: readonly Refusal[]; running: string }>(
    server,
    `
refusals = []
for content in json.loads(${JSON.stringify(contents)}):
    m.discard_changes()
    edit = lambda: m.edit_config(target="candidate", config=lab(content))
    if "${refusedBy}" == "commit": edit()
    refusals.append(error_of(edit if "${refusedBy}" == "edit" else m.commit))
m.discard_changes()
answer({"refusals": refusals, "running": lab_of()})
`,
  );
  const seen = refusals.map(({ tag, appTag, path }) => [tag, appTag, path?.replaceAll(/\b\w+:(?=[\w-])/g, "")]);
  const wanted = Object.values(cases).map(([, tag, appTag, path]) => [tag, appTag, `/lab${path}`]);
  const names = Object.keys(cases);
  assert.deepEqual(
    Object.fromEntries(names.map((name, index) => [name, seen[index]])),
    Object.fromEntries(names.map((name, index) => [name, wanted[index]])),
  );
  assert.equal(running, "");
}
