/** Private candidates (draft-ietf-netconf-privcand) with ncclient: edits that nobody else sees, updates, and conflicts. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
def title_of(session, source="candidate"):
    return re.match("<title>(.*?)<", lab_of(source, session)).group(1)
PRIVATE = "urn:ietf:params:netconf:capability:private-candidate:1.0"
from ncclient.devices.default import DefaultDeviceHandler
def private():
    "A session that asks for a candidate of its own."
    capabilities = DefaultDeviceHandler.get_capabilities
    DefaultDeviceHandler.get_capabilities = lambda self: capabilities(self) + [PRIVATE]
    try:
        return connect()
    finally:
        DefaultDeviceHandler.get_capabilities = capabilities
def edit(session, inner, target="candidate"):
    session.edit_config(target=target, config=lab(inner))
def device(name, inner="", attributes=""):
    return '<device %s><name>%s</name>%s</device>' % (attributes, name, inner)
def update(session, mode=None):
    return rpc('<update xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-private-candidate">%s</update>' % ("<resolution-mode>%s</resolution-mode>" % mode if mode else ""), session)
def conflicts(call):
    "The places of the rpc-errors."
    try:
        call()
    except RPCError as error:
        return [[each.tag, each.path] for each in getattr(error, 'errors', None) or [error]]
    raise SystemExit("an rpc-error was expected")
def restconf(method, path, body):
    "An edit of RESTCONF by curl, in the lab of no datastore by name; returns its status."
    import subprocess
    words = ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, "-H", "Content-Type: application/yang-data+json"]
    words += ["--cacert", CERTS + "/ca.crt", "--cert", CERTS + "/admin.crt", "--key", CERTS + "/admin.key", "-d", json.dumps(body)]
    return subprocess.run(words + [RESTCONF + path], capture_output=True, text=True, check=True).stdout
DELETE = 'nc:operation="delete"'
m.discard_changes()
m.edit_config(target="running", config=lab('<title>t</title>' + device("a", "<serial>1</serial>") + device("b", "<serial>2</serial>"), 'nc:operation="replace"'))
one, two = private(), private()
START = lab_of()
`;

const A = "/lab:lab/lab:device[lab:name='a']";

describe("private candidates", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, `${placeOf(server)}${words}${script}`);

  it("the hello has the capability of private candidates", async () => {
    const found = await ask<readonly string[]>(
      `answer([c for c in m.server_capabilities if "private-candidate" in c])`,
    );
    assert.deepEqual([...found].sort(), [
      "urn:ietf:params:netconf:capability:private-candidate:1.0",
      "urn:ietf:params:xml:ns:yang:ietf-netconf-private-candidate?module=ietf-netconf-private-candidate&revision=2026-02-03&features=private-candidate",
    ]);
  });

  it("edits of a private candidate are seen by its session alone, and commits are of its own edits alone", async () => {
    const seen = await ask<Record<string, string>>(`
edit(one, device("a", "<speed>10</speed>"))
edit(two, device("b", "<speed>20</speed>"))
edit(m, "<title>shared</title>")
before = [lab_of("candidate", one), lab_of("candidate", two), lab_of("candidate", m), lab_of()]
one.commit()
after = [lab_of("candidate", one), lab_of("candidate", two), lab_of("candidate", m), lab_of()]
m.discard_changes()
two.commit()
answer({"before": before, "after": after, "end": lab_of()})
`);
    const lab = (title: string, a: string, b: string) =>
      `<title>${title}</title><device><name>a</name><serial>1</serial>${a}</device><device><name>b</name><serial>2</serial>${b}</device>`;
    const [fast, faster] = ["<speed>10</speed>", "<speed>20</speed>"];
    assert.deepEqual(seen, {
      before: [lab("t", fast, ""), lab("t", "", faster), lab("shared", "", ""), lab("t", "", "")],
      after: [lab("t", fast, ""), lab("t", "", faster), lab("shared", fast, ""), lab("t", fast, "")],
      end: lab("t", fast, faster),
    });
  });

  it("a commit fails where running has changed at the same place since, tells the place, and keeps the candidate", async () => {
    const { refused, running, mine, again } = await ask<Record<string, unknown>>(`
edit(one, device("a", "<speed>10</speed>"))
edit(m, device("a", "<speed>99</speed>"), "running")
running = lab_of()
refused = conflicts(one.commit)
mine = lab_of("candidate", one)
answer({"refused": refused, "running": lab_of() == running, "mine": mine, "again": conflicts(lambda: update(one))})
`);
    assert.deepEqual(refused, [["operation-failed", `${A}/lab:speed`]]);
    assert.deepEqual(again, refused);
    assert.equal(running, true);
    assert.match(String(mine), /<speed>10</);
  });

  it("moves of different entries of one list are a conflict, and a move beside a new entry is none", async () => {
    const found = await ask<readonly unknown[]>(`
def first(element): return element.replace(">", ' xmlns:y="urn:ietf:params:xml:ns:yang:1" y:insert="first">', 1)
def task(id): return "<task><id>%d</id></task>" % id
edit(m, task(1) + task(2) + task(3) + "<step>a</step><step>b</step><step>c</step>", "running")
one, two, three = private(), private(), private()
edit(one, first(task(2)))
edit(two, first("<step>b</step>"))
edit(three, task(4))
edit(m, first(task(3)) + first("<step>c</step>"), "running")
refused = [conflicts(one.commit), conflicts(two.commit)]
three.commit()
answer(refused)
`);
    const [tasks, steps] = found as [string[][], string[][]];
    assert.ok(tasks.some(([tag, path]) => tag === "operation-failed" && path === "/lab:lab/lab:task"));
    assert.ok(steps.some(([tag, path]) => tag === "operation-failed" && path === "/lab:lab/lab:step"));
  });

  it("an entry that one side deletes and the other changes, or that both make, is a conflict; others beside it are none", async () => {
    const found = await ask<readonly unknown[]>(`
edit(one, device("a", "<speed>10</speed>"))
edit(two, device("c", "<serial>3</serial>"))
edit(m, device("a", "", DELETE) + device("c", "<serial>4</serial>") + device("d", "<serial>5</serial>"), "running")
answer([conflicts(one.commit), conflicts(two.commit)])
`);
    assert.deepEqual(found, [
      [["operation-failed", `${A}/lab:speed`]],
      [["operation-failed", A.replace("'a'", "'c'")]],
    ]);
  });

  it("containers that come with their content are no conflict when both sides make them", async () => {
    const running = await ask<string>(`
m.edit_config(target="running", config=config('<lab xmlns="%s" nc:operation="remove"/>' % LAB))
one, two = private(), private()
edit(one, device("a", "<serial>1</serial>"))
edit(two, device("b", "<serial>2</serial>"))
one.commit()
two.commit()
answer(lab_of())
`);
    const device = (name: string, serial: string) => `<device><name>${name}</name><serial>${serial}</serial></device>`;
    assert.equal(running, device("a", "1") + device("b", "2"));
  });

  it("update brings what others have committed into the candidate, which has not seen it before", async () => {
    const [before, after, shown] = await ask<readonly string[]>(`
edit(one, device("a", "<speed>10</speed>"))
edit(m, "<title>new</title>", "running")
before = lab_of("candidate", one)
reply = update(one)
answer([before, lab_of("candidate", one), reply])
`);
    assert.match(before ?? "", /^<title>t<.*<speed>10</);
    assert.match(after ?? "", /^<title>new<.*<speed>10</);
    assert.match(shown ?? "", /<ok\/>/);
  });

  it("update with prefer-running gives up the edits that conflict, and keeps the others", async () => {
    const [candidate, running] = await ask<readonly string[]>(`
edit(one, device("a", "<speed>10</speed>") + device("b", "<speed>20</speed>"))
edit(m, device("a", "<speed>99</speed>"), "running")
update(one, "prefer-running")
candidate = lab_of("candidate", one)
one.commit()
answer([candidate, lab_of()])
`);
    assert.match(candidate ?? "", /<name>a<.*<speed>99<.*<name>b<.*<speed>20</);
    assert.equal(running, candidate);
  });

  it("update with prefer-candidate keeps the edits that conflict, also of an entry that was deleted, and takes the rest", async () => {
    const [candidate, running] = await ask<readonly string[]>(`
edit(one, device("a", "<speed>10</speed>") + device("b", "<speed>20</speed>"))
edit(m, "<title>new</title>" + device("a", "", DELETE) + device("b", "<serial>22</serial><speed>99</speed>"), "running")
update(one, "prefer-candidate")
candidate = lab_of("candidate", one)
one.commit()
answer([candidate, lab_of()])
`);
    assert.equal(
      candidate,
      "<title>new</title><device><name>a</name><serial>1</serial><speed>10</speed></device>" +
        "<device><name>b</name><serial>22</serial><speed>20</speed></device>",
    );
    assert.equal(running, candidate);
  });

  it("update is for sessions with a private candidate, in a mode that there is", async () => {
    const tags = await ask<readonly string[]>(
      `answer([error_of(lambda: update(m))["tag"], error_of(lambda: update(one, "other"))["tag"]])`,
    );
    assert.deepEqual(tags, ["operation-not-supported", "invalid-value"]);
  });

  it("discard-changes takes a private candidate back to what it began with, and no other one", async () => {
    const [own, other, shared] = await ask<readonly string[]>(`
edit(one, "<title>one</title>")
edit(two, "<title>two</title>")
edit(m, "<title>shared</title>")
one.discard_changes()
answer([title_of(one), title_of(two), title_of(m)])
`);
    assert.deepEqual([own, other, shared], ["t", "two", "shared"]);
  });

  it("a lock of a private candidate hinders nobody, one of running all commits; one of the shared candidate no private one", async () => {
    const { denied, done } = await ask<Record<string, unknown>>(`
one.lock("candidate")
two.lock("candidate")
edit(one, "<title>locked</title>")
one.unlock("candidate")
kept = title_of(one)
m.lock("running")
denied = error_of(one.commit)["tag"]
m.unlock("running")
m.lock("candidate")
one.commit()
m.unlock("candidate")
answer({"denied": denied, "done": [kept, title_of(m, "running")]})
`);
    assert.equal(denied, "in-use");
    assert.deepEqual(done, ["locked", "locked"]);
  });

  it("a private candidate is validated, tested and copied as the shared one is", async () => {
    const found = await ask<Record<string, unknown>>(`
edit(one, device("c"))
invalid = error_of(lambda: one.validate("candidate"))["tag"]
refused = error_of(one.commit)["tag"]
one.copy_config(source="running", target="candidate")
copied = lab_of("candidate", one) == START
one.edit_config(target="candidate", config=lab("<title>x</title>"), test_option="test-only")
answer({"invalid": invalid, "refused": refused, "copied": copied, "tested": lab_of("candidate", one) == START})
`);
    assert.deepEqual(found, { invalid: "data-missing", refused: "data-missing", copied: true, tested: true });
  });

  it("compare tells the candidate of the session from running, and from that of others", async () => {
    const values = await ask<readonly string[]>(`
def compare(session, source, target):
    xml = rpc('<compare xmlns="urn:ietf:params:xml:ns:yang:ietf-nmda-compare" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores">'
        '<source>ds:%s</source><target>ds:%s</target><xpath-filter xmlns:l="%s">/l:lab</xpath-filter></compare>' % (source, target, LAB), session)
    return " ".join(re.findall("<title[^>]*>(.*?)<", xml))
edit(one, "<title>one</title>")
edit(two, "<title>two</title>")
m.edit_config(target="running", config=lab("<title>running</title>"))
answer([compare(one, "running", "candidate"), compare(two, "candidate", "running"), compare(m, "running", "candidate"), compare(one, "running", "intended")])
`);
    assert.deepEqual(values, ["one running", "running two", "", ""]);
  });

  it("a dry run of a private candidate tells what its commit would send, and leaves it as it is", async () => {
    const { plans, refused, same } = await ask<{ plans: readonly string[]; refused: unknown; same: boolean }>(`
IF = "urn:ietf:params:xml:ns:yang:ietf-interfaces"
def dry_run(session):
    xml = rpc('<dry-run xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-vpp"/>', session)
    return " ".join(re.findall("<message>(.*?)<", xml))
one.edit_config(target="candidate", config=config('<interfaces xmlns="%s"><interface><name>loop0</name>'
    '<type xmlns:ift="urn:ietf:params:xml:ns:yang:iana-if-type">ift:softwareLoopback</type></interface></interfaces>' % IF))
edit(m, "<title>running</title>", "running")
plans = [dry_run(one), dry_run(two), dry_run(m)]
edit(one, "<title>mine</title>")
before = data_of(one.get_config("candidate"))
refused = conflicts(lambda: dry_run(one))
answer({"plans": plans, "refused": refused, "same": data_of(one.get_config("candidate")) == before})
`);
    assert.match(plans[0]!, /create_loopback/);
    assert.deepEqual(plans.slice(1), ["", ""]);
    assert.deepEqual(refused, [["operation-failed", "/lab:lab/lab:title"]]);
    assert.equal(same, true);
  });

  it("a confirmed commit of a private candidate goes back when it is cancelled, and stays when it is confirmed", async () => {
    const titles = await ask<readonly string[]>(`
title = lambda: title_of(m, "running")
titles = []
edit(one, "<title>one</title>")
one.commit(confirmed=True, timeout="60")
titles.append(title())
one.cancel_commit()
titles.append(title())
edit(two, "<title>two</title>")
update(two)
two.commit(confirmed=True, timeout="60", persist="p")
two.close_session()
titles.append(title())
one.commit(persist_id="p")
titles.append(title())
answer(titles)
`);
    assert.deepEqual(titles, ["one", "t", "two", "two"]);
  });

  it("what a session has not committed goes with it", async () => {
    const same = await ask<boolean>(`
edit(one, "<title>gone</title>")
one.close_session()
m.commit()
answer(lab_of() == START and lab_of("candidate", private()) == START)
`);
    assert.equal(same, true);
  });

  it("a session that has not asked for a private candidate shares one with the others that have not", async () => {
    const seen = await ask<string>(`
edit(m, "<title>shared</title>")
answer(title_of(connect()))
`);
    assert.equal(seen, "shared");
  });

  it("RESTCONF edits a candidate of its own and commits it: what others have not committed stays theirs, and conflicts with it", async () => {
    const found = await ask<Record<string, unknown>>(`
edit(one, device("a", "<speed>10</speed>"))
edit(two, device("b", "<speed>20</speed>"))
edit(m, "<title>shared</title>")
status = restconf("PATCH", "/device=a", {"example-lab:device": [{"name": "a", "speed": 99}]})
after = [lab_of(), title_of(m), lab_of("candidate", one)]
refused = conflicts(one.commit)
two.commit()
answer({"status": status, "after": after, "refused": refused, "end": lab_of()})
`);
    const [running, title, mine] = found.after as string[];
    assert.equal(found.status, "204");
    assert.match(
      running!,
      /<title>t<.*<speed>99<\/speed><\/device><device><name>b<\/name><serial>2<\/serial><\/device>$/,
    );
    assert.equal(title, "shared");
    assert.match(mine!, /<speed>10</);
    assert.deepEqual(found.refused, [["operation-failed", `${A}/lab:speed`]]);
    assert.match(String(found.end), /<title>t<.*<speed>99<.*<speed>20</);
  });

  it("ids of transactions are conditions of a private candidate's commit", async () => {
    const tag = await ask<string>(`
one.edit_config(target="candidate", config=config('<lab xmlns="%s" xmlns:txid="urn:ietf:params:xml:ns:netconf:txid:1.0" txid:etag="none"><title>x</title></lab>' % LAB))
m.commit()
answer(error_of(one.commit)["message"])
`);
    assert.match(tag, /its etag is another/);
  });
});

/** Where RESTCONF has the lab, for scripts. */
function placeOf({ restconfPort }: ServerProcess): string {
  return `RESTCONF = "https://localhost:${restconfPort}/restconf/data/example-lab:lab"\n`;
}
