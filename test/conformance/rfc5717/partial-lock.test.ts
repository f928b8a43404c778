/** RFC 5717 with ncclient: parts of running that others may not change. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addSshUser } from "../../support/users.js";

const words = `
other = connect()
PL = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0"
def lock(*selects, session=None):
    text = "".join('<select xmlns:l="urn:example:lab">%s</select>' % select for select in selects)
    reply = etree.fromstring(rpc('<partial-lock xmlns="%s">%s</partial-lock>' % (PL, text), session).encode())
    nodes = [element.text for element in reply.iter("{%s}locked-node" % PL)]
    return reply.find(".//{%s}lock-id" % PL).text, nodes
def unlock(id, session=None):
    return rpc('<partial-unlock xmlns="%s"><lock-id>%s</lock-id></partial-unlock>' % (PL, id), session)
def edit(inner, session=None, **more):
    (session or other).edit_config(target="running", config=lab(inner), **more)
A, B = "/l:lab/l:device[l:name='a']", "/l:lab/l:device[l:name='b']"
DEVICE = "<device><name>%s</name><speed>%d</speed></device>"
def device(name, speed): return DEVICE % (name, speed)
`;

interface Refusal {
  readonly tag: string;
  readonly appTag: string | null;
  readonly info: Readonly<Record<string, string>>;
}

describe("RFC 5717", { skip: skipWithout("ncclient", "curl", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  beforeEach(() =>
    ask(`
commit_lab('<title>t</title><device><name>a</name><serial>1</serial></device><device><name>b</name><serial>2</serial></device>', 'nc:operation="replace"')
answer(None)`),
  );

  it("the capability is announced, and a lock is answered with its number and the nodes", async () => {
    const seen = await ask<{ announced: boolean; nodes: string[]; both: string[] }>(`
id, nodes = lock(A)
unlock(id)
id, both = lock(A, "/l:lab/l:device", "/l:lab/l:none")
answer({"announced": "urn:ietf:params:netconf:capability:partial-lock:1.0" in m.server_capabilities, "nodes": nodes, "both": both})
`);
    assert.equal(seen.announced, true);
    assert.equal(seen.nodes.length, 1);
    assert.match(seen.nodes[0]!, /:lab\/\w+:device\[\w+:name='a'\]$/);
    assert.equal(seen.both.length, 2);
  });

  it("others may change the rest, and nothing of what is locked: in-use with the app-tag locked", async () => {
    const seen = await ask<{ refusals: Refusal[]; holder: string; running: string }>(`
id, nodes = lock(A)
refusals = [error_of(lambda: edit(change)) for change in (device("a", 1), '<device nc:operation="delete"><name>a</name></device>')]
refusals.append(error_of(lambda: other.edit_config(target="running", config=lab("", 'nc:operation="delete"'))))
refusals.append(error_of(lambda: other.copy_config(source="startup", target="running")))
other.edit_config(target="candidate", config=lab(device("a", 2)))
refusals.append(error_of(other.commit))
other.discard_changes()
edit(device("b", 3) + "<title>free</title>")
edit(device("a", 4), m)
answer({"refusals": refusals, "holder": m.session_id, "running": lab_of()})
`);
    for (const { tag, appTag, info } of seen.refusals) {
      assert.deepEqual([tag, appTag, info["session-id"]], ["in-use", "locked", seen.holder]);
    }
    assert.match(seen.running, /<title>free<\/title>.*<speed>4<\/speed>.*<speed>3<\/speed>/s);
  });

  it("what is new below a locked node is locked, what is new beside it is not", async () => {
    const tag = await ask<string>(`
id, nodes = lock(A, B)
edit("<device><name>c</name><serial>3</serial></device>")
answer(error_of(lambda: edit('<device><name>a</name><peer>b</peer></device>'))["tag"])
`);
    assert.equal(tag, "in-use");
  });

  it("a lock of running holds RESTCONF off with 409", async () => {
    const seen = await ask<{ locked: number; free: number }>(`
id, nodes = lock(A)
import subprocess
def patch(name):
    body = json.dumps({"example-lab:device": [{"name": name, "speed": 9}]})
    return int(subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", CERTS + "/ca.crt", "--cert", CERTS + "/admin.crt", "--key", CERTS + "/admin.key",
        "-X", "PATCH", "-H", "Content-Type: application/yang-data+json", "-d", body, "https://localhost:${server.restconfPort}/restconf/data/example-lab:lab/device=" + name], capture_output=True).stdout)
answer({"locked": patch("a"), "free": patch("b")})
`);
    assert.deepEqual(seen, { locked: 409, free: 204 });
    const after = await curl(server, {
      method: "PATCH",
      path: "/restconf/data/example-lab:lab/device=a",
      body: '{"example-lab:device": [{"name": "a", "speed": 10}]}',
    });
    assert.equal(after.status, 204);
  });

  it("nodes that another session has locked, above or below, are denied with its session-id", async () => {
    const seen = await ask<{ refusals: Refusal[]; holder: string }>(`
lock(A)
refusals = [error_of(lambda: lock(select, session=other)) for select in (A, "/l:lab", A + "/l:serial")]
refusals.append(error_of(lambda: other.lock("running")))
lock(B, session=other)
answer({"refusals": refusals, "holder": m.session_id})
`);
    for (const { tag, info } of seen.refusals)
      assert.deepEqual([tag, info["session-id"]], ["lock-denied", seen.holder]);
  });

  it("a session may hold several locks, and what they share is locked until all are released", async () => {
    const seen = await ask<readonly string[]>(`
first, nodes = lock(A)
second, nodes = lock("/l:lab/l:device")
unlock(first)
tag = error_of(lambda: edit(device("a", 5)))["tag"]
unlock(second)
edit(device("a", 6))
answer([tag])
`);
    assert.deepEqual(seen, ["in-use"]);
  });

  it("the lock of running and a confirmed commit that waits deny it, also to the session that holds or waits", async () => {
    const refusals = await ask<readonly Refusal[]>(`
other.lock("running")
refusals = [error_of(lambda: lock(A))]
other.unlock("running")
other.edit_config(target="candidate", config=lab("<title>maybe</title>"))
other.commit(confirmed=True, timeout="60")
refusals += [error_of(lambda: lock(A)), error_of(lambda: lock(A, session=other))]
rpc('<cancel-commit xmlns="%s"/>' % NC, other)
answer(refusals)
`);
    assert.deepEqual(
      refusals.map(({ tag, appTag }) => [tag, appTag]),
      [["lock-denied", null], ...Array(2).fill(["in-use", "outstanding-confirmed-commit"])],
    );
  });

  it("a selection of nothing is no-matches, one that is no set of nodes not-a-node-set", async () => {
    const refusals = await ask<readonly Refusal[]>(`
answer([error_of(lambda: lock("/l:lab/l:device[l:name='none']")), error_of(lambda: lock("count(/l:lab)")), error_of(lambda: lock("/l:lab[")), error_of(lambda: lock())][:2])
`);
    assert.deepEqual(
      refusals.slice(0, 2).map(({ tag, appTag }) => [tag, appTag]),
      [
        ["operation-failed", "no-matches"],
        ["invalid-value", "not-a-node-set"],
      ],
    );
  });

  it("a locked node that its holder deletes is out of the lock, which is there until it is released", async () => {
    const seen = await ask<{ recreated: string; changed: string; tag: string }>(`
id, nodes = lock(A, B)
edit('<device nc:operation="delete"><name>a</name></device>', m)
edit("<device><name>a</name><serial>7</serial></device>")
recreated = lab_of()
edit('<device nc:operation="delete"><name>b</name></device>', m)
unlock(id)
edit("<device><name>b</name><serial>8</serial></device>")
answer({"recreated": recreated, "changed": lab_of(), "tag": error_of(lambda: unlock(id))["tag"]})
`);
    assert.match(seen.recreated, /<serial>7<\/serial>/);
    assert.match(seen.changed, /<serial>8<\/serial>/);
    assert.equal(seen.tag, "invalid-value");
  });

  it("the lock of running and a partial lock exclude each other within one session, too", async () => {
    const seen = await ask<readonly (readonly [string, string])[]>(`
def refusal(call):
    error = error_of(call)
    return [error["tag"], error["info"]["session-id"]]
id, nodes = lock(A)
seen = [refusal(lambda: m.lock("running"))]
unlock(id)
m.lock("running")
seen.append(refusal(lambda: lock(A)))
m.unlock("running")
answer([[tag, holder == m.session_id] for tag, holder in seen])
`);
    assert.deepEqual(seen, [
      ["lock-denied", true],
      ["lock-denied", true],
    ]);
  });

  it("only its session releases a lock, and it ends with the session", async () => {
    const tags = await ask<readonly string[]>(`
id, nodes = lock(A)
tags = [error_of(lambda: unlock(id, other))["tag"], error_of(lambda: unlock(4294967295))["tag"]]
m.close_session()
def free():
    try:
        edit(device("a", 7))
        return True
    except RPCError:
        return False
until(free)
answer(tags)
`);
    assert.deepEqual(tags, ["invalid-value", "invalid-value"]);
  });

  it("what a user may not read cannot be locked, and is not told", async () => {
    const refusal = await ask<Refusal>(`
ann = connect("ann")
answer(error_of(lambda: rpc('<partial-lock xmlns="%s"><select xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">/n:nacm</select></partial-lock>' % PL, ann)))
`);
    assert.deepEqual([refusal.tag, refusal.appTag], ["operation-failed", "no-matches"]);
  });

  it("netconf-state shows who has locked what", async () => {
    const state = await ask<string>(`
lock(A)
MON = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"
answer(data_of(m.get(filter=("subtree", '<netconf-state xmlns="%s"><datastores/></netconf-state>' % MON))))
`);
    assert.match(state, /<partial-lock><lock-id>\d+<\/lock-id><locked-by-session>\d+<.*<select [^>]*>.*<locked-node /s);
  });
});
