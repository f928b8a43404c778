/** RFC 8341: groups of the transport, counters, defaults, rules for each kind of access. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addCertificateUser, addSshUser } from "../../support/users.js";

const words = `
ann = connect("ann")
NACM = "urn:ietf:params:xml:ns:yang:ietf-netconf-acm"
def nacm(inner):
    m.edit_config(target="running", config=config('<nacm xmlns="%s" xmlns:lab="urn:example:lab">%s</nacm>' % (NACM, inner)))
def rules(*rules):
    nacm('<groups><group><name>staff</name><user-name>ann</user-name></group></groups>'
        '<rule-list nc:operation="replace"><name>staff</name><group>staff</group>' + "".join(rules) + '</rule-list>')
def rule(name, action, target="", operations="*"):
    return '<rule><name>%s</name>%s<access-operations>%s</access-operations><action>%s</action></rule>' % (name, target, operations, action)
def counters():
    tree = etree.fromstring(m.get(filter=("subtree", '<nacm xmlns="%s"/>' % NACM)).data_xml.encode())
    return [int(tree.find(".//{%s}denied-%s" % (NACM, name)).text) for name in ("operations", "data-writes", "notifications")]
def since(before):
    return [now - then for now, then in zip(counters(), before)]
`;

describe("RFC 8341", { skip: skipWithout("ncclient", "curl", "openssl", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
    await addCertificateUser(server, "kim", ["staff", "night shift"]);
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  beforeEach(() =>
    ask(`
m.discard_changes()
nacm('<enable-nacm nc:operation="remove"/><read-default nc:operation="remove"/><write-default nc:operation="remove"/>'
    '<exec-default nc:operation="remove"/><enable-external-groups nc:operation="remove"/><rule-list nc:operation="remove"><name>staff</name></rule-list>')
commit_lab('<title>t</title><tag>one</tag><tag>two</tag><device><name>a</name><serial>1</serial></device><device><name>b</name><serial>2</serial></device>', 'nc:operation="replace"')
answer(None)`),
  );

  it("denied operations, writes and notifications are counted, once for each request", async () => {
    const seen = await ask<readonly number[][]>(`
before = counters()
error_of(lambda: ann.delete_config("startup"))
error_of(lambda: ann.kill_session("1"))
seen = [since(before)]
error_of(lambda: ann.edit_config(target="candidate", config=lab("<title>x</title><tag>three</tag>")))
error_of(lambda: ann.edit_config(target="running", config=lab("<title>x</title>")))
seen.append(since(before))
rules(rule("quiet", "deny", "<notification-name>netconf-config-change</notification-name>", "read"))
ann.create_subscription()
m.edit_config(target="running", config=lab("<title>u</title>"))
# that of the change, and that of the audit log, which is for administrators
until(lambda: since(before)[2] >= 2)
seen.append(since(before)[2:])
answer(seen)
`);
    assert.deepEqual(seen, [[2, 0, 0], [2, 2, 0], [2]]);
  });

  it("a request is judged by the rules that are in effect when it begins, also where it changes them", async () => {
    const seen = await ask<readonly string[]>(`
rules(rule("rules", "permit", "<module-name>ietf-netconf-acm</module-name>"))
more = '<nacm xmlns="%s"><rule-list><name>staff</name>%s</rule-list></nacm>' % (NACM, rule("lab", "permit", "<module-name>example-lab</module-name>"))
title = '<lab xmlns="%s"><title>by ann</title></lab>' % LAB
both = error_of(lambda: ann.edit_config(target="running", config=config(more + title), error_option="rollback-on-error"))["tag"]
ann.edit_config(target="running", config=config(more))
ann.edit_config(target="running", config=config(title))
answer([both, lab_of()])
`);
    assert.equal(seen[0], "access-denied");
    assert.match(seen[1]!, /<title>by ann</);
  });

  it("an edit of what may neither be read nor written is denied alike, whether it is there or not", async () => {
    const title = "/restconf/data/example-lab:lab/title";
    const refusals = async () => [
      await ask<readonly string[]>(`
def refused(operation):
    return error_of(lambda: ann.edit_config(target="running", config=lab('<title nc:operation="%s">x</title>' % operation)))["tag"]
answer([refused(operation) for operation in ("create", "merge", "replace", "delete")])
`),
      (await curl(server, { method: "OPTIONS", path: title, as: "kim" })).status,
      (await curl(server, { method: "PATCH", path: title, as: "kim", body: '{"example-lab:title":"x"}' })).status,
      (await curl(server, { method: "DELETE", path: title, as: "kim" })).status,
      (await curl(server, { path: title, as: "kim" })).status,
    ];
    await ask(`rules(rule("titles", "deny", "<path>/lab:lab/lab:title</path>"))\nanswer(None)`);
    const there = await refusals();
    await ask(`m.edit_config(target="running", config=lab('<title nc:operation="delete"/>'))\nanswer(None)`);
    assert.deepEqual(there, [Array(4).fill("access-denied"), 200, 403, 403, 404]);
    assert.deepEqual(await refusals(), there);
  });

  it("counters are read by those only who may read nacm", async () => {
    const data = await ask<string>(`answer(data_of(ann.get(filter=("subtree", '<nacm xmlns="%s"/>' % NACM))))`);
    assert.equal(data, "");
  });

  it("groups of a certificate count as external groups until they are switched off", async () => {
    await ask(`rules(rule("write", "permit", "<module-name>example-lab</module-name>"))\nanswer(None)`);
    const write = (title: string) =>
      curl(server, {
        method: "PATCH",
        path: "/restconf/data/example-lab:lab",
        body: JSON.stringify({ "example-lab:lab": { title } }),
        as: "kim",
      });
    assert.equal((await write("one")).status, 204);
    await ask(`nacm("<enable-external-groups>false</enable-external-groups>")\nanswer(None)`);
    assert.equal((await write("two")).status, 403);
  });

  it("a rule with the value of a leaf-list speaks of that value alone", async () => {
    const [read, ...tags] = await ask<readonly string[]>(`
rules(rule("hide", "deny", "<path>/lab:lab/lab:tag[.='one']</path>", "read"), rule("two", "permit", "<path>/lab:lab/lab:tag[.='two']</path>", "delete"))
read = lab_of("running", ann)
tag = error_of(lambda: ann.edit_config(target="candidate", config=lab('<tag nc:operation="delete">one</tag>')))["tag"]
ann.edit_config(target="candidate", config=lab('<tag nc:operation="delete">two</tag>'))
answer([read, tag])
`);
    assert.match(read!, /<tag>two<\/tag>/);
    assert.doesNotMatch(read!, /<tag>one<\/tag>/);
    assert.deepEqual(tags, ["access-denied"]);
  });

  it("the first rule that matches decides, in the order that the administrator gave the rules", async () => {
    const titles = await ask<readonly string[]>(`
deny, permit = rule("deny", "deny", "<path>/lab:lab/lab:title</path>", "read"), rule("permit", "permit", "<module-name>example-lab</module-name>", "read")
rules(deny, permit)
seen = [lab_of("running", ann)[:7]]
rules(permit, deny)
answer(seen + [lab_of("running", ann)[:7]])
`);
    assert.notEqual(titles[0], "<title>");
    assert.equal(titles[1], "<title>");
  });

  it("the defaults decide where no rule matches, and hold at once", async () => {
    const seen = await ask<readonly string[]>(`
nacm("<read-default>deny</read-default>")
seen = [lab_of("running", ann)]
nacm("<write-default>permit</write-default>")
ann.edit_config(target="running", config=lab("<title>written unseen</title>"))
seen.append(lab_of()[:29])
nacm("<exec-default>deny</exec-default>")
seen.append(error_of(lambda: ann.get_config("running"))["tag"])
seen.append(error_of(lambda: ann.get_schema("example-lab"))["tag"])
nacm("<enable-nacm>false</enable-nacm>")
seen.append(lab_of("running", ann)[:29])
answer(seen)
`);
    const written = "<title>written unseen</title>";
    assert.deepEqual(seen, ["", written, "access-denied", "access-denied", written]);
  });

  it("operational data is hidden by a rule as configuration is", async () => {
    const seen = await ask<readonly boolean[]>(`
MON = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"
def monitoring(): return data_of(ann.get(filter=("subtree", '<netconf-state xmlns="%s"><sessions/><statistics/></netconf-state>' % MON)))
seen = ["<sessions>" in monitoring()]
rules('<rule xmlns:mon="%s"><name>sessions</name><path>/mon:netconf-state/mon:sessions</path><access-operations>read</access-operations><action>deny</action></rule>' % MON)
answer(seen + ["<sessions>" in monitoring(), "<statistics>" in monitoring()])
`);
    assert.deepEqual(seen, [true, false, true]);
  });

  it("get-schema is an operation like others: denied by a rule of its name", async () => {
    const refusal = await ask<Record<string, string>>(`
rules(rule("no schemas", "deny", "<module-name>ietf-netconf-monitoring</module-name><rpc-name>get-schema</rpc-name>", "exec"))
answer(error_of(lambda: ann.get_schema("example-lab")))
`);
    assert.deepEqual([refusal.tag, refusal.type], ["access-denied", "protocol"]);
  });

  it("what may not be read is not told by the error of an edit either", async () => {
    const refusal = await ask<{ message: string }>(`
rules(rule("hide", "deny", "<path>/lab:lab/lab:title</path>"), rule("write", "permit", "<module-name>example-lab</module-name>"))
m.edit_config(target="running", config=lab("<title>very secret</title>"))
answer(error_of(lambda: ann.edit_config(target="running", config=lab('<title nc:operation="create">x</title>'))))
`);
    assert.doesNotMatch(refusal.message, /very secret/);
  });

  it("a notification that a rule denies does not come, the others and the end of a replay do", async () => {
    const seen = await ask<readonly string[]>(`
rules(rule("quiet", "deny", "<module-name>ietf-netconf-notifications</module-name><notification-name>netconf-config-change</notification-name>", "read"))
ann.create_subscription(start_time="2026-01-01T00:00:00Z")
m.edit_config(target="running", config=lab("<title>v</title>"))
connect().close_session()
names = []
def read():
    notification = ann.take_notification(timeout=1)
    if notification is not None: names.append(etree.QName(notification.notification_ele[1]).localname)
    return "replayComplete" in names and "netconf-session-end" in names[names.index("replayComplete"):]
until(read)
answer(names)
`);
    assert.ok(seen.includes("replayComplete"));
    assert.ok(!seen.includes("netconf-config-change"));
  });
});
