/** The audit log as an administrator reads it: in the file, over NETCONF and RESTCONF, as notifications. */

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { labFlags, startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { addCertificateUser, addSshUser } from "../support/users.js";

interface AuditLine {
  readonly sequence: number;
  readonly operation: string;
  readonly outcome: string;
  readonly user: string;
  readonly [member: string]: unknown;
}

const words = `
AUDIT = "urn:sweetcomb:params:xml:ns:yang:sweetcomb-audit"
COMMENT = '<comment xmlns="%s">%s</comment>'
def texts(root, name): return [element.text for element in root.iter("{%s}%s" % (AUDIT, name))]
`;

describe("the audit log", { skip: skipWithout("ncclient", "curl", "openssl", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
    await addCertificateUser(server, "ann");
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);
  const file = () => join(server.folder, "state", "audit.log");
  const lines = (): readonly AuditLine[] =>
    readFileSync(file(), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as AuditLine);
  /** Lines behind a sequence number, once there are as many. */
  const linesBehind = async (sequence: number, count: number) => {
    for (;;) {
      const found = lines().filter((line) => line.sequence > sequence);
      if (found.length >= count) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const last = () => lines().at(-1)!.sequence;

  it("begins with the factory default, for its owner alone", async () => {
    const [first] = await linesBehind(0, 1);
    assert.equal(first!.sequence, 1);
    assert.equal(first!.user, "sweetcomb");
    assert.equal(first!.comment, "factory default");
    assert.equal(statSync(file()).mode & 0o777, 0o600);
  });

  it("a commit is told with user, address, transport, session, comment, revisions and what changed", async () => {
    const start = last();
    const session = await ask<string>(`
commit_lab('<title>old</title><device><name>a</name><serial>1</serial></device>')
m.edit_config(target="candidate", config=lab('<title>new</title><tag>x</tag><device nc:operation="delete"><name>a</name></device><device><name>b</name><serial>2</serial></device>'))
rpc('<commit xmlns="%s">' % NC + COMMENT % (AUDIT, "ticket 4711") + '</commit>')
answer(m.session_id)
`);
    const [, , edit, commit] = await linesBehind(start, 4);
    assert.deepEqual([edit!.operation, edit!.target, edit!.outcome], ["edit-config", "candidate", "done"]);
    const { edit: edits, ...about } = commit!;
    assert.equal(Number(about["revision-after"]), Number(about["revision-before"]) + 1);
    assert.deepEqual(
      [about.user, about.transport, about.source, String(about["session-id"]), about.operation, about.comment],
      ["admin", "netconf-ssh", "127.0.0.1", session, "commit", "ticket 4711"],
    );
    const told = edits as readonly { operation: string; target: string; before?: string; after?: string }[];
    const of = (target: string) => told.find((each) => each.target === target);
    assert.deepEqual(of("/example-lab:lab/title"), {
      operation: "replace",
      target: "/example-lab:lab/title",
      before: "old",
      after: "new",
    });
    assert.equal(of("/example-lab:lab/tag[.='x']")?.operation, "create");
    const gone = of("/example-lab:lab/device[name='a']");
    assert.equal(gone?.operation, "delete");
    assert.deepEqual(JSON.parse(gone?.before ?? ""), { name: "a", serial: "1" });
    assert.equal(of("/example-lab:lab/device[name='b']")?.operation, "create");
  });

  it("what access control denies is told with the node, over both protocols", async () => {
    const start = last();
    await ask(`
ann = connect("ann")
error_of(lambda: ann.edit_config(target="running", config=lab("<title>ann</title>")))
error_of(lambda: ann.delete_config("startup"))
answer(None)`);
    await curl(server, {
      method: "PATCH",
      path: "/restconf/data/example-lab:lab",
      body: '{"example-lab:lab": {"title": "ann"}}',
      headers: { "Sweetcomb-Comment": "let me in" },
      as: "ann",
    });
    const told = await linesBehind(start, 3);
    for (const { outcome, user } of told) assert.deepEqual([outcome, user], ["denied", "ann"]);
    assert.deepEqual(
      told.map(({ operation }) => operation),
      ["edit-config", "delete-config", "merge"],
    );
    assert.match(JSON.stringify(told[0]!.error), /access-denied.*\/example-lab:lab\/title/);
    assert.deepEqual([told[2]!.transport, told[2]!.comment], ["restconf", "let me in"]);
  });

  it("a request is told with the trace that it is part of, over both protocols; one that is broken is not", async () => {
    const start = last();
    const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const reply = await ask<string>(`
from ncclient.transport.session import SessionListener
class Last(SessionListener):
    def callback(self, root, raw): self.raw = raw
    def errback(self, error): pass
listener = Last()
m._session.add_listener(listener)
def edit(trace):
    m._session.send('<rpc xmlns="%s" message-id="t" xmlns:w="urn:ietf:params:xml:ns:netconf:w3ctc:1.0" w:traceparent="%s"><edit-config><target><running/></target>%s</edit-config></rpc>'
        % (NC, trace, lab("<title>%s</title>" % trace[:8])))
    listener.raw = None
    until(lambda: listener.raw)
    return listener.raw
reply = edit("${trace}")
edit("00-broken")
answer(reply)
`);
    assert.match(reply, new RegExp(`traceparent="${trace}"`));
    await curl(server, {
      method: "PATCH",
      path: "/restconf/data/example-lab:lab",
      body: '{"example-lab:lab": {"title": "traced"}}',
      headers: { traceparent: trace },
    });
    const told = await linesBehind(start, 3);
    assert.deepEqual(
      told.map((line) => line["trace-parent"]),
      [trace, undefined, trace],
    );
  });

  it("secrets are sealed in it", async () => {
    const start = last();
    const key = "00112233445566778899aabbccddeeff";
    const association = { id: 7, spi: 700, "encryption-algorithm": "aes-gcm-128", "encryption-key": key };
    const { status, body } = await curl(server, {
      method: "PUT",
      path: "/restconf/data/sweetcomb-ipsec:ipsec/security-association=7",
      body: JSON.stringify({ "sweetcomb-ipsec:security-association": [association] }),
    });
    assert.equal(status, 201, body);
    await linesBehind(start, 1);
    const text = readFileSync(file(), "utf8");
    assert.match(text, /\$sc1\$/);
    assert.ok(!text.includes(key));
  });

  it("the last records are in operational and come in pages, for administrators only", async () => {
    const seen = await ask<{ count: number; pages: string[][]; denied: string; hidden: string }>(`
FILTER = ("subtree", '<audit xmlns="%s"><record/></audit>' % AUDIT)
count = len(texts(etree.fromstring(m.get(filter=FILTER).data_xml.encode()), "sequence"))
def page(more): return texts(etree.fromstring(rpc('<read-records xmlns="%s">%s</read-records>' % (AUDIT, more)).encode()), "sequence")
first = page("<limit>2</limit>")
second = page("<limit>2</limit><before>%s</before>" % first[-1])
denied = page("<outcome>denied</outcome><user>ann</user>")
ann = connect("ann")
refused = error_of(lambda: rpc('<read-records xmlns="%s"/>' % AUDIT, ann))["tag"]
answer({"count": count, "pages": [first, second, denied], "denied": refused, "hidden": data_of(ann.get(filter=FILTER))})
`);
    const all = lines();
    assert.ok(seen.count >= all.length - 1 && seen.count <= all.length);
    const [first, second, denied] = seen.pages.map((page) => page.map(Number)) as [number[], number[], number[]];
    assert.deepEqual([first[1], second[0], second[1]], [first[0]! - 1, first[0]! - 2, first[0]! - 3]);
    assert.equal(denied.length, 3);
    assert.deepEqual([seen.denied, seen.hidden], ["access-denied", ""]);
  });

  it("a record comes as a notification to those who may have it", async () => {
    const names = await ask<readonly string[]>(`
ann = connect("ann")
ann.create_subscription()
other = connect()
other.create_subscription()
m.edit_config(target="running", config=lab("<title>noticed</title>"))
def names(session, wanted):
    seen = []
    while wanted not in seen:
        seen.append(etree.QName(session.take_notification(timeout=10).notification_ele[1]).localname)
    return seen
admins = names(other, "recorded")
m.close_session()
answer([name for name in admins + names(ann, "netconf-session-end") if name == "recorded"])
`);
    assert.deepEqual(names, ["recorded"]);
  });

  it("goes on behind its last record after a restart, also when a crash has cut a line or lost one", async () => {
    await ask('m.edit_config(target="running", config=lab("<title>before the crash</title>"))\nanswer(None)');
    const whole = lines();
    await server.stop("SIGKILL");
    const kept = whole.slice(0, -1);
    writeFileSync(file(), kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
    appendFileSync(file(), '{"sequence": 99, "ti');
    server = await server.restart(labFlags);
    const text = readFileSync(file(), "utf8").split("\n");
    const found = text.flatMap((line) => (line.includes("before the crash") ? [JSON.parse(line) as AuditLine] : []));
    assert.equal(found.length, 1);
    assert.equal(found[0]!.sequence, kept.at(-1)!.sequence + 1);
    assert.deepEqual([found[0]!.user, found[0]!.source], ["admin", "127.0.0.1"]);
  });
});
