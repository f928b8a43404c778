/** Access control (RFC 8341) as users other than admin meet it, over NETCONF and RESTCONF. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

const NACM = 'xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm"';

const words = `
ann = connect("ann")
NACM = "urn:ietf:params:xml:ns:yang:ietf-netconf-acm"
def rule(name, action, operations="*", path=None, rpc=None, module=None):
    return ('<rule xmlns:lab="urn:example:lab" xmlns:safe="urn:example:lab-safety"><name>%s</name>' % name
        + ('<module-name>%s</module-name>' % module if module else '')
        + ('<path>%s</path>' % path if path else '') + ('<rpc-name>%s</rpc-name>' % rpc if rpc else '')
        + '<access-operations>%s</access-operations><action>%s</action></rule>' % (operations, action))
def rules(*rules, more=""):
    "Rules for group staff, which ann is in."
    m.edit_config(target="running", config=config('<nacm ${NACM}>' + more + '<groups><group><name>staff</name><user-name>ann</user-name></group></groups>'
        '<rule-list nc:operation="replace"><name>staff</name><group>staff</group>' + "".join(rules) + '</rule-list></nacm>'))
def edit(inner, session=None, target="candidate", attributes=""):
    (session or ann).edit_config(target=target, config=lab(inner, attributes))
`;

describe("access control", { skip: skipWithout("ncclient", "curl", "openssl", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
    await addCertificateUser(server, "ann");
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  beforeEach(() =>
    ask(`
m.discard_changes()
commit_lab('<title>t</title><device><name>a</name><serial>1</serial><key-code xmlns="urn:example:lab-safety">007</key-code></device>'
    '<device><name>b</name><serial>2</serial></device>', 'nc:operation="replace"')
m.edit_config(target="running", config=config('<nacm ${NACM}><exec-default nc:operation="remove"/><read-default nc:operation="remove"/><rule-list nc:operation="remove"><name>staff</name></rule-list></nacm>'))
answer(None)`),
  );

  it("somebody in no group reads, and writes nothing: not by edit, commit, copy nor from startup", async () => {
    const { read, tags, running } = await ask<{ read: string; tags: string[]; running: string }>(`
calls = [lambda: edit("<title>x</title>"), lambda: edit("<title>x</title>", target="running"),
    lambda: ann.copy_config(source="startup", target="running"), lambda: ann.delete_config("startup"), lambda: ann.kill_session(m.session_id),
    lambda: rpc('<copy-config xmlns="%s"><target><startup/></target><source>%s</source></copy-config>' % (NC, lab("<title>x</title>")), ann)]
tags = [error_of(call)["tag"] for call in calls]
answer({"read": lab_of("running", ann), "tags": tags, "running": lab_of()})
`);
    assert.deepEqual(tags, Array(6).fill("access-denied"));
    assert.match(read, /<title>t<\/title>/);
    assert.match(running, /<title>t<\/title>/);
  });

  it("who may run copy-config may save running as startup, all of it, without reading or writing it", async () => {
    const startup = await ask<string>(`
rpc('<copy-config xmlns="%s"><target><startup/></target><source><running/></source></copy-config>' % NC, ann)
answer(data_of(m.get_config("startup")))
`);
    assert.match(startup, /<key-code [^>]*>007<\/key-code>.*<nacm /s);
  });

  it("nobody commits what another has edited without the right to write it", async () => {
    const { refusal, running, candidate } = await ask<{ refusal: Refusal; running: string; candidate: string }>(`
edit("<title>admin's</title>", m)
refusal = error_of(ann.commit)
answer({"refusal": refusal, "running": lab_of(), "candidate": lab_of("candidate")})
`);
    assert.equal(refusal.tag, "access-denied");
    assert.match(refusal.path ?? "", /title/);
    assert.match(running, /<title>t<\/title>/);
    assert.match(candidate, /<title>admin's<\/title>/);
  });

  it("nacm itself, and what a module marks default-deny-all, is not there for others", async () => {
    const seen = await ask<readonly string[]>(`
nacm = ann.get_config("running", filter=("subtree", '<nacm ${NACM}/>'))
xpath = ann.get_config("running", filter=("xpath", ({"n": NACM, "safe": "urn:example:lab-safety"}, "/n:nacm/n:groups | //safe:key-code")))
answer([data_of(nacm), data_of(xpath), lab_of("running", ann)])
`);
    assert.deepEqual(seen.slice(0, 2), ["", ""]);
    assert.match(seen[2]!, /<name>a<\/name>/);
    assert.doesNotMatch(seen[2]!, /key-code/);
    const answered = await curl(server, { path: "/restconf/data/ietf-netconf-acm:nacm", as: "ann" });
    assert.equal(answered.status, 404);
  });

  it("a rule with a path hides one entry, also from filters that ask for its content", async () => {
    const seen = await ask<readonly string[]>(`
rules(rule("hide", "deny", "read", path="/lab:lab/lab:device[lab:name='a']"))
asked = ann.get_config("running", filter=("subtree", '<lab xmlns="urn:example:lab"><device><serial>1</serial></device></lab>'))
answer([lab_of("running", ann), data_of(asked)])
`);
    assert.equal(seen[0], "<title>t</title><device><name>b</name><serial>2</serial></device>");
    assert.doesNotMatch(seen[1]!, /serial/);
    const hidden = await curl(server, { path: "/restconf/data/example-lab:lab/device=a", as: "ann" });
    const shown = await curl(server, { path: "/restconf/data/example-lab:lab/device=b", as: "ann" });
    assert.deepEqual([hidden.status, shown.status], [404, 200]);
  });

  it("a write is permitted where a rule says so, and denied with the path of the node elsewhere", async () => {
    const { refusals, candidate } = await ask<{ refusals: Refusal[]; candidate: string }>(`
rules(rule("b", "permit", "create update delete", path="/lab:lab/lab:device[lab:name='b']"), rule("tags", "permit", "create", path="/lab:lab/lab:tag"))
edit("<tag>new</tag><device><name>b</name><speed>7</speed></device>")
ann.commit()
refusals = [error_of(call) for call in (lambda: edit("<device><name>a</name><speed>7</speed></device>"), lambda: edit('<tag nc:operation="delete">new</tag>'),
    lambda: edit('<title>x</title><device><name>b</name><speed>9</speed></device>'), lambda: edit("", attributes='nc:operation="delete"'))]
answer({"refusals": refusals, "candidate": lab_of("candidate")})
`);
    for (const { tag, type } of refusals) assert.deepEqual([tag, type], ["access-denied", "application"]);
    assert.match(refusals[0]!.path ?? "", /device\[(?:\w+:)?name='a'\]\/(?:\w+:)?speed/);
    assert.match(candidate, /<tag>new<\/tag>.*<name>b<\/name><serial>2<\/serial><speed>7<\/speed>/);
  });

  it("the same rules hold for a client certificate over RESTCONF", async () => {
    await ask(
      `rules(rule("b", "permit", "create update delete", path="/lab:lab/lab:device[lab:name='b']"))\nanswer(None)`,
    );
    const patch = (name: string) =>
      curl(server, {
        method: "PATCH",
        path: `/restconf/data/example-lab:lab/device=${name}`,
        body: JSON.stringify({ "example-lab:device": [{ name, speed: 8 }] }),
        as: "ann",
      });
    const [denied, permitted] = [await patch("a"), await patch("b")];
    assert.equal(denied.status, 403);
    assert.match(denied.body, /"error-tag":"access-denied"/);
    assert.equal(permitted.status, 204);
  });

  it("rpcs are denied by name and by exec-default, close-session never", async () => {
    const seen = await ask<Record<string, string>>(`
seen = {}
rules(rule("no locks", "deny", "exec", rpc="lock", module="ietf-netconf"))
seen["lock"] = error_of(lambda: ann.lock("candidate"))["tag"]
seen["get-config"] = "ok" if data_of(ann.get_config("running")) else "empty"
rules(rule("only reading", "permit", "exec", rpc="get-config", module="ietf-netconf"), more="<exec-default>deny</exec-default>")
seen["get under deny"] = error_of(lambda: ann.get())["tag"]
seen["get-config under deny"] = "ok" if data_of(ann.get_config("running")) else "empty"
seen["get-schema under deny"] = error_of(lambda: ann.get_schema("example-lab"))["tag"]
seen["close"] = "ok" if ann.close_session().ok else "no"
answer(seen)
`);
    assert.deepEqual(seen, {
      lock: "access-denied",
      "get-config": "ok",
      "get under deny": "access-denied",
      "get-config under deny": "ok",
      "get-schema under deny": "access-denied",
      close: "ok",
    });
    const operation = await curl(server, { method: "POST", path: "/restconf/operations/example-lab:ring", as: "ann" });
    assert.equal(operation.status, 403);
  });

  it("edit-data is denied by its own name", async () => {
    const tags = await ask<readonly string[]>(`
rules(rule("no edit-data", "deny", "exec", rpc="edit-data"), rule("write", "permit", "create update delete", module="example-lab"))
def edit_data():
    return rpc('<edit-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">'
        '<datastore>ds:candidate</datastore><config><lab xmlns="urn:example:lab"><title>x</title></lab></config></edit-data>', ann)
tag = error_of(edit_data)["tag"]
edit("<title>x</title>")
answer([tag, lab_of("candidate")[:16]])
`);
    assert.deepEqual(tags, ["access-denied", "<title>x</title>"]);
  });

  it("a change of the rules holds at once for sessions that are open", async () => {
    const seen = await ask<readonly string[]>(`
seen = [lab_of("running", ann)[:8]]
rules(rule("nothing", "deny", "read", module="example-lab"))
seen.append(lab_of("running", ann))
rules(rule("all", "permit", "*", module="*"))
seen.append(lab_of("running", ann)[:8])
edit("<title>x</title>")
ann.commit()
rules()
answer(seen + [error_of(lambda: edit("<title>y</title>"))["tag"], lab_of()[:16]])
`);
    assert.deepEqual(seen, ["<title>t", "", "<title>t", "access-denied", "<title>x</title>"]);
  });
});

interface Refusal {
  readonly type: string;
  readonly tag: string;
  readonly path: string | null;
}
