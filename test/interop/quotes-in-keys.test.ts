/** Values of keys that hold both kinds of quotes, for which XPath 1.0 and instance paths have no notation but concat(). */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { subscriptionAnswer } from "../support/subscriptions.js";
import { addSshUser } from "../support/users.js";

const LAB = "/restconf/data/example-lab:lab";
/** Looks like the end of a predicate and the beginning of another one, and of a step. */
const NAME = `it's "5"'] /x[y=',`;
const NAME_IN_XPATH = `concat('it', "'", 's "5"', "'", '] /x[y=', "'", ',')`;
const DEVICE = `${LAB}/device=${encodeURIComponent(NAME)}`;

/** The same value as words of Python and in XML. */
const words = `
NAME = ${JSON.stringify(NAME)}
XPATH = ${JSON.stringify(NAME_IN_XPATH)}
def xml(text): return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&apos;")
`;

describe("a key with both kinds of quotes", { skip: skipWithout("curl", "ncclient", "ssh-keygen") }, () => {
  let server: ServerProcess;
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);
  const device = (more: object = {}) => ({ "example-lab:device": [{ name: NAME, serial: 5, ...more }] });
  const send = (method: string, path: string, content: object, headers = {}) =>
    curl(server, { method, path, body: JSON.stringify(content), headers });
  const serialAt = async (path: string) => /"serial":(\d+)/.exec((await curl(server, { path })).body)?.[1];

  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
  });
  after(() => server?.dispose());
  beforeEach(async () => {
    const others = [
      { name: `it's`, serial: 1 },
      { name: `"5"`, serial: 2 },
    ];
    const lab = { device: [...others, ...device()["example-lab:device"]] };
    assert.equal((await send("PUT", LAB, { "example-lab:lab": lab })).status < 300, true);
  });

  it("is a resource that is made, read, changed under a precondition and deleted", async () => {
    assert.equal((await curl(server, { method: "DELETE", path: DEVICE })).status, 204);
    assert.equal((await curl(server, { path: DEVICE })).status, 404);
    const created = await send("POST", LAB, device({ speed: 10 }));
    assert.equal(created.status, 201);
    const path = new URL(created.headers.location ?? "").pathname;
    assert.equal(decodeURIComponent(path), decodeURIComponent(DEVICE));
    const read = await curl(server, { path });
    assert.deepEqual(JSON.parse(read.body), device({ speed: 10 }));
    const condition = { "If-Match": read.headers.etag ?? "" };
    assert.equal((await send("PUT", `${path}/speed`, { "example-lab:speed": 20 }, condition)).status, 204);
    assert.equal((await send("PUT", `${path}/speed`, { "example-lab:speed": 30 }, condition)).status, 412);
    assert.equal((await send("PATCH", path, device({ speed: 40 }))).status, 204);
    assert.match((await curl(server, { path: `${path}/speed` })).body, /40/);
    assert.equal((await curl(server, { method: "DELETE", path })).status, 204);
    assert.equal(await serialAt(`${LAB}/device=it%27s`), "1");
  });

  it("names an entry in a list with two keys and in a leaf-list, in XML, too", async () => {
    const shift = { day: NAME, bench: 3, person: "p" };
    const shiftPath = `${LAB}/shift=${encodeURIComponent(NAME)},3`;
    assert.equal((await send("PUT", shiftPath, { "example-lab:shift": [shift] })).status, 201);
    assert.deepEqual(JSON.parse((await curl(server, { path: shiftPath })).body), { "example-lab:shift": [shift] });
    const tag = `${LAB}/tag=${encodeURIComponent(NAME)}`;
    assert.equal((await send("PUT", tag, { "example-lab:tag": [NAME] })).status, 201);
    const { body } = await curl(server, { path: tag, headers: { Accept: "application/yang-data+xml" } });
    assert.match(body, /<tag xmlns="urn:example:lab">it's "5"'\] \/x\[y=',<\/tag>/);
    assert.equal((await curl(server, { method: "DELETE", path: tag })).status, 204);
  });

  it("is a place to insert at, and a target of YANG Patch", async () => {
    for (const step of [NAME, "last"]) await send("POST", LAB, { "example-lab:step": [step] });
    const point = encodeURIComponent(`/example-lab:lab/step=${encodeURIComponent(NAME)}`);
    const inserted = await send("POST", `${LAB}?insert=after&point=${point}`, { "example-lab:step": ["middle"] });
    assert.equal(inserted.status, 201, inserted.body);
    const steps = JSON.parse((await curl(server, { path: `${LAB}?fields=step` })).body);
    assert.deepEqual(steps["example-lab:lab"].step, [NAME, "middle", "last"]);
    const edit = { "edit-id": "1", operation: "delete", target: `/device=${encodeURIComponent(NAME)}/speed` };
    const patch = { "ietf-yang-patch:yang-patch": { "patch-id": "p", edit: [edit] } };
    const headers = { "Content-Type": "application/yang-patch+json" };
    assert.equal((await send("PATCH", DEVICE, device({ speed: 1 }))).status, 204);
    const patched = await send("PATCH", LAB, patch, headers);
    assert.equal(patched.status, 200, patched.body);
    assert.equal((await curl(server, { path: `${DEVICE}/speed?with-defaults=explicit` })).status, 404);
  });

  it("stands in the path of an error", async () => {
    const { body } = await send("PATCH", DEVICE, device({ speed: 20_000 }));
    const [error] = JSON.parse(body)["ietf-restconf:errors"].error;
    assert.equal(error["error-path"], `/example-lab:lab/device[name=${NAME_IN_XPATH}]/speed`);
    const seen = await ask<{ path: string }>(`
change = lab('<device><name>%s</name><speed>20000</speed></device>' % xml(NAME))
answer(error_of(lambda: m.edit_config(target="running", config=change)))
`);
    assert.equal(seen.path.trim(), `/lab:lab/lab:device[lab:name=${NAME_IN_XPATH}]/lab:speed`);
  });

  it("is found by subtree filters, XPaths and conditions of pages, and is a cursor", async () => {
    const found = await ask<string[]>(`
subtree = '<lab xmlns="%s"><device><name>%s</name></device></lab>' % (LAB, xml(NAME))
xpath = ({"l": LAB}, "/l:lab/l:device[l:name=%s]/l:serial" % XPATH)
answer([data_of(m.get_config("running", filter=("subtree", subtree))), data_of(m.get_config("running", filter=("xpath", xpath)))])
`);
    for (const text of found) assert.deepEqual(text.match(/<serial>\d<\/serial>/g), ["<serial>5</serial>"], text);
    const where = encodeURIComponent(`example-lab:name=${NAME_IN_XPATH}`);
    const headers = { Accept: "application/yang-data+json" };
    const page = await curl(server, { path: `${LAB}/device?where=${where}`, headers });
    assert.deepEqual(JSON.parse(page.body), device());
    const first = JSON.parse((await curl(server, { path: `${LAB}/device?limit=1`, headers })).body);
    const next = JSON.stringify(first).match(/"ietf-list-pagination:next":"([^"]+)"/)?.[1];
    assert.ok(next);
  });

  it("is locked by itself, and what was locked is told as a path that selects it", async () => {
    const seen = await ask<{ locked: string; other: string; found: string }>(`
PL = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0"
other = connect()
select = "/l:lab/l:device[l:name=%s]" % XPATH
reply = etree.fromstring(rpc('<partial-lock xmlns="%s"><select xmlns:l="%s">%s</select></partial-lock>' % (PL, LAB, xml(select))).encode())
node = next(reply.iter("{%s}locked-node" % PL))
def change(name): return lambda: other.edit_config(target="running", config=lab("<device><name>%s</name><speed>3</speed></device>" % xml(name)))
refusal = error_of(change(NAME))
change("it's")()
found = data_of(m.get_config("running", filter=("xpath", ({k: v for k, v in node.nsmap.items() if k}, node.text))))
rpc('<partial-unlock xmlns="%s"><lock-id>%s</lock-id></partial-unlock>' % (PL, reply.find(".//{%s}lock-id" % PL).text))
change(NAME)()
answer({"locked": node.text, "other": refusal["appTag"], "found": found})
`);
    assert.equal(seen.locked, `/lab:lab/lab:device[lab:name=${NAME_IN_XPATH}]`);
    assert.equal(seen.other, "locked");
    assert.match(seen.found, /<serial>5<\/serial>/);
  });

  it("is pushed where it is subscribed to, and told as the target of an edit", async () => {
    const seen = await subscriptionAnswer<{ edits: string[][]; change: string }>(
      server,
      `${words}
listener = connect()
listener.create_subscription()
id = watch(path="/lab:lab/lab:device[lab:name=%s]" % xml(XPATH))
edit("<device><name>%s</name><speed>7</speed></device>" % xml("it's"))
edit("<device><name>%s</name><speed>8</speed></device>" % xml(NAME))
heard_changes = heard("push-change-update")
change = [text for text in (heard("netconf-config-change", listener), heard("netconf-config-change", listener)) if "concat" in text]
answer({"edits": edits(heard_changes), "change": change[0]})
`,
    );
    assert.equal(seen.edits.length, 1);
    const [[, target, value]] = seen.edits as [[string, string, string]];
    assert.equal(decodeURIComponent(target), `/example-lab:lab/device=${NAME}/speed`);
    assert.equal(value, "8");
    assert.match(seen.change, /<target [^>]*>\/lab:lab\/lab:device\[lab:name=concat\('it', "'", 's "5"', /);
  });

  it("is hidden and shown by rules of access control that name it", async () => {
    const seen = await ask<{ own: string; others: string }>(`
m.edit_config(target="running", config=config('<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"><groups><group><name>staff</name><user-name>ann</user-name></group></groups>'
  '<rule-list><name>staff</name><group>staff</group><rule><name>hidden</name><path xmlns:lab="urn:example:lab">/lab:lab/lab:device[lab:name=%s]</path>'
  '<access-operations>*</access-operations><action>deny</action></rule></rule-list></nacm>' % xml(XPATH)))
answer({"own": lab_of(), "others": lab_of(session=connect("ann"))})
`);
    assert.match(seen.own, /<serial>5<\/serial>/);
    assert.match(seen.others, /<serial>2<\/serial>.*<serial>1<\/serial>/s);
    assert.ok(!seen.others.includes("<serial>5</serial>"));
  });

  it("is what a leafref refers to, and outlives a restart", async () => {
    const peer = { "example-lab:device": [{ name: "it's", peer: NAME }] };
    assert.equal((await send("PATCH", `${LAB}/device=it%27s`, peer)).status, 204);
    const { status } = await curl(server, { method: "DELETE", path: DEVICE });
    assert.equal(status, 409);
    server = await server.restart();
    assert.equal(await serialAt(DEVICE), "5");
  });
});
