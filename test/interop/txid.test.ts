/** Transaction ids (draft-ietf-netconf-transaction-id) with ncclient: asked for, known, and conditions of edits and commits. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
TXID = "urn:ietf:params:xml:ns:netconf:txid:1.0"
WITH = '<with-%s xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-txid">true</with-%s>'
def get(filter="", attributes="", source="running"):
    reply = rpc('<get-config xmlns="%s" xmlns:txid="%s" %s><source><%s/></source>%s</get-config>' % (NC, TXID, attributes, source, filter))
    return etree.fromstring(reply.encode()).find("{%s}data" % NC)
def subtree(inner, attributes=""):
    return '<filter type="subtree"><lab xmlns="%s" %s>%s</lab></filter>' % (LAB, attributes, inner)
def tag(node, mechanism="etag"):
    return node.get("{%s}%s" % (TXID, mechanism))
def shape(node):
    "[name, id, children or text] of what has an id, or is around it; leafs as text."
    children = [shape(child) for child in node]
    return [etree.QName(node).localname, tag(node), children if children else node.text]
def tags(mechanism="etag", source="running"):
    "Ids by place: data, lab, and each device by its name."
    data = get(subtree("", 'txid:%s="?"' % mechanism), 'txid:%s="?"' % mechanism, source)
    top = data.find("{%s}lab" % LAB)
    found = {"data": tag(data, mechanism), "lab": tag(top, mechanism)}
    for device in top.findall("{%s}device" % LAB): found[device[0].text] = tag(device, mechanism)
    return found
def edit(inner, target="running", extra="", top="", config=""):
    return rpc('<edit-config xmlns="%s" xmlns:nc="%s" xmlns:txid="%s"><target><%s/></target>%s<config %s><lab xmlns="%s" %s>%s</lab></config></edit-config>'
        % (NC, NC, TXID, target, extra, config, LAB, top, inner))
def ok_of(reply, mechanism="etag"):
    return tag(etree.fromstring(reply.encode()).find("{%s}ok" % NC), mechanism)
def device(name, attributes="", inner=""):
    return '<device %s><name>%s</name>%s</device>' % (attributes, name, inner)
def mismatch(call):
    "The rpc-error of a condition that does not hold."
    try:
        call()
    except RPCError as error:
        info = etree.fromstring(error.info.encode())
        return [error.type, error.tag, [[etree.QName(child).localname, child.text] for child in info[0]], info[0].tag]
    raise SystemExit("an rpc-error was expected")
edit('<title>t</title>' + device("a", inner="<serial>1</serial>") + device("b", inner="<serial>2</serial>"), top='nc:operation="replace"')
`;

type Mismatch = readonly [type: string, tag: string, details: readonly (readonly [string, string])[], element: string];

interface Refused {
  readonly refused: Mismatch;
  readonly id: string;
  readonly running: string;
}

interface Judged {
  readonly edits: readonly (string | null)[];
  readonly first: string;
  readonly running: string;
  readonly second: string;
  readonly told: boolean;
}

interface Timed {
  readonly asked: Readonly<Record<string, string>>;
  readonly pruned: string;
  readonly told: string;
  readonly after: Readonly<Record<string, string>>;
  readonly refused: Mismatch[2];
}

describe("transaction ids", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  it("the hello has the capabilities of transaction ids", async () => {
    const found = await ask<readonly string[]>(`answer(sorted(c for c in m.server_capabilities if "txid" in c))`);
    assert.deepEqual(found, [
      "urn:ietf:params:netconf:capability:txid:1.0",
      "urn:ietf:params:netconf:capability:txid:etag:1.0",
      "urn:ietf:params:xml:ns:yang:ietf-netconf-txid-nmda-compare?module=ietf-netconf-txid-nmda-compare&revision=2023-05-01",
      "urn:ietf:params:xml:ns:yang:ietf-netconf-txid-yang-push?module=ietf-netconf-txid-yang-push&revision=2022-04-01",
      "urn:ietf:params:xml:ns:yang:ietf-netconf-txid?module=ietf-netconf-txid&revision=2025-08-01&features=last-modified",
    ]);
  });

  it("a read that asks for ids has them on the datastore, on containers and on list entries below the point", async () => {
    const [asked, below, plain] = await ask<readonly unknown[]>(`
answer([shape(get(subtree("<title/><device/>"), 'txid:etag="?"')), shape(get(subtree(device("a", 'txid:etag="?"')))), shape(get(subtree(device("a"))))])
`);
    const id = (asked as readonly string[])[1];
    assert.match(id ?? "", /^[0-9a-z]+-[0-9a-z]+$/);
    const device = (name: string, serial: string, tag: unknown) => [
      "device",
      tag,
      [
        ["name", null, name],
        ["serial", null, serial],
      ],
    ];
    assert.deepEqual(asked, [
      "data",
      id,
      [["lab", id, [["title", null, "t"], device("a", "1", id), device("b", "2", id)]]],
    ]);
    assert.deepEqual(below, ["data", null, [["lab", null, [device("a", "1", id)]]]]);
    assert.deepEqual(plain, ["data", null, [["lab", null, [device("a", "1", null)]]]]);
  });

  it("a change gives a new id to what it changes and all around it, and to nothing else", async () => {
    const { before, after } = await ask<Record<"before" | "after", Record<string, string>>>(`
before = tags()
edit(device("b", inner="<speed>10</speed>"))
answer({"before": before, "after": tags()})
`);
    assert.equal(after.a, before.a);
    assert.notEqual(after.b, before.b);
    assert.deepEqual([after.data, after.lab], [after.b, after.b]);
  });

  it("a node that changes because a condition elsewhere does has a new id, and those beside it keep theirs", async () => {
    const { before, after, running } = await ask<{
      readonly before: Record<string, string>;
      readonly after: Record<string, string>;
      readonly running: string;
    }>(`
edit("<title>guarded</title>")
edit(device("a", inner='<alarm xmlns="urn:example:lab-safety"/>'))
before = tags()
edit("<title>t</title>")
answer({"before": before, "after": tags(), "running": lab_of()})
`);
    assert.doesNotMatch(running, /<alarm/);
    assert.notEqual(after.a, before.a);
    assert.equal(after.b, before.b);
  });

  it("NETCONF and RESTCONF have the same tags", async () => {
    const found = await ask<Record<string, string>>(`edit(device("a", inner="<speed>10</speed>"))\nanswer(tags())`);
    for (const [path, id] of [
      ["", found.data],
      ["/example-lab:lab", found.lab],
      ["/example-lab:lab/device=a", found.a],
      ["/example-lab:lab/device=b", found.b],
    ]) {
      const { headers } = await curl(server, { path: `/restconf/data${path}` });
      // Behind it RESTCONF says which encoding the tag is of.
      assert.equal(headers.etag?.replace(/^"(.*)-json"$/, "$1"), id, path);
    }
  });

  it("what the client knows comes back as = with keys alone, at the outermost place that is as it knows it", async () => {
    const replies = await ask<readonly unknown[]>(`
known = tags()
whole = get(subtree(""), 'txid:etag="%s"' % known["data"])
top = get(subtree("", 'txid:etag="%s"' % known["lab"]))
edit(device("b", inner="<speed>%s</speed>" % 77))
now = tags()
stale = lambda place: 'txid:etag="%s"' % known[place]
answer([shape(whole), shape(top), shape(get(subtree("", stale("lab")))) == ["data", None, [["lab", now["lab"], [["title", None, "t"], ["device", "=", [["name", None, "a"]]],
    ["device", now["b"], [["name", None, "b"], ["serial", None, "2"], ["speed", None, "77"]]]]]]],
    shape(get(subtree(device("a", stale("a")) + device("b", stale("b"))))),
    shape(get(subtree("<title %s/>" % stale("lab")))), shape(get(subtree('<title txid:etag="%s"/>' % now["lab"])))])
`);
    const [whole, top, inherited, entries, staleLeaf, leaf] = replies;
    assert.deepEqual(whole, ["data", "=", null]);
    assert.deepEqual(top, ["data", null, [["lab", "=", null]]]);
    assert.equal(inherited, true);
    assert.match(
      JSON.stringify(entries),
      /\["device","=",\[\["name",null,"a"\]\]\],\["device","[^"]+",\[\["name",null,"b"\],\["serial",null,"2"\],\["speed",null,"77"\]\]\]/,
    );
    assert.deepEqual(staleLeaf, ["data", null, [["lab", null, [["title", null, "t"]]]]]);
    assert.deepEqual(leaf, ["data", null, [["lab", null, [["title", "=", null]]]]]);
  });

  it("an id that the server never gave is none that it knows", async () => {
    const shapes = await ask<readonly (readonly unknown[])[]>(`
now = tags()
later = now["lab"].split("-")
answer([shape(get(subtree(device("a", 'txid:etag="%s"' % id)))) for id in ("zzz-" + later[1], later[0] + "-1", "nonsense", "=", "!")])
`);
    for (const shape of shapes) assert.match(JSON.stringify(shape), /\["name",null,"a"\],\["serial"/);
  });

  it("an edit of running whose ids are those of the server is done, and tells the new one when it is asked to", async () => {
    const { told, after, untold, same } = await ask<Record<string, unknown>>(`
known = tags()
told = ok_of(edit(device("a", 'txid:etag="%s"' % known["a"], "<speed>20</speed>"), extra=WITH % ("etag", "etag"), top='txid:etag="%s"' % known["lab"], config='txid:etag="%s"' % known["data"]))
after = tags()
answer({"told": told, "after": after["data"], "untold": ok_of(edit("<title>t</title>")), "same": after["a"] == told})
`);
    assert.equal(told, after);
    assert.equal(untold, null);
    assert.equal(same, true);
  });

  it("an edit of running with an id that is another is refused with the place and its id, and changes nothing", async () => {
    const { refused, gone, id, running, tested } = await ask<Refused & { gone: Mismatch; tested: Mismatch }>(`
known = tags()
edit(device("a", inner="<speed>21</speed>"))
id = tags()["a"]
stale = device("a", 'txid:etag="%s"' % known["a"], "<speed>22</speed>")
refused = mismatch(lambda: edit(stale))
tested = mismatch(lambda: edit(stale, extra="<test-option>test-only</test-option>"))
edit(device("b", 'nc:operation="delete"'))
gone = mismatch(lambda: edit(device("b", 'txid:etag="%s"' % known["b"], "<serial>9</serial>")))
answer({"refused": refused, "gone": gone, "id": id, "running": lab_of(), "tested": tested})
`);
    const INFO = "{urn:ietf:params:xml:ns:yang:ietf-netconf-txid}txid-value-mismatch-error-info";
    const details = [
      ["mismatch-path", "/lab:lab/lab:device[lab:name='a']"],
      ["mismatch-etag-value", id],
    ];
    assert.deepEqual(refused, ["protocol", "operation-failed", details, INFO]);
    assert.deepEqual(tested, refused);
    assert.equal(gone[2][0]?.[1], "/lab:lab/lab:device[lab:name='b']");
    assert.match(running, /<speed>21<\/speed>/);
    assert.doesNotMatch(running, /<name>b</);
  });

  it("ids that come with edits of the candidate are judged by the commit, of those for one place the last", async () => {
    const { edits, first, running, second, told } = await ask<Judged>(`
known = tags()
m.discard_changes()
edits = [ok_of(edit(device("a", 'txid:etag="%s"' % known["a"], "<speed>30</speed>"), target="candidate", extra=WITH % ("etag", "etag")))]
other = connect()
other.edit_config(target="running", config=lab("<device><name>a</name><serial>8</serial></device>"))
first = mismatch(m.commit)
running = lab_of()
now = tags()
edits.append(ok_of(edit(device("a", 'txid:etag="%s"' % now["a"]), target="candidate")))
told = ok_of(rpc('<commit xmlns="%s">%s</commit>' % (NC, WITH % ("etag", "etag"))))
answer({"edits": edits, "first": first[2][0][1], "running": running, "second": lab_of(), "told": told == tags()["data"]})
`);
    assert.deepEqual(edits, ["!", null]);
    assert.equal(first, "/lab:lab/lab:device[lab:name='a']");
    assert.doesNotMatch(running, /<speed>30</);
    assert.match(second, /<serial>8<\/serial><speed>30<\/speed>/);
    assert.equal(told, true);
  });

  it("discard-changes forgets the ids that came with edits of the candidate", async () => {
    const done = await ask<string>(`
edit(device("a", 'txid:etag="nonsense"', "<speed>31</speed>"), target="candidate")
m.discard_changes()
answer(m.commit().xml)
`);
    assert.match(done, /<ok\/>/);
  });

  it("the candidate has the ids of running where it is the same, and ! where it differs", async () => {
    const { running, candidate, after } = await ask<Record<"running" | "candidate" | "after", Record<string, string>>>(`
edit(device("b", inner="<serial>2</serial>"))
m.discard_changes()
running = tags()
edit(device("a", inner="<speed>40</speed>"), target="candidate")
candidate = tags(source="candidate")
m.discard_changes()
answer({"running": running, "candidate": candidate, "after": tags(source="candidate")})
`);
    assert.deepEqual(candidate, { data: "!", lab: "!", a: "!", b: running.b });
    assert.deepEqual(after, running);
  });

  it("times are ids as well: of reads, of conditions, of what an edit tells", async () => {
    const { asked, pruned, told, after, refused } = await ask<Timed>(`
asked = tags("last-modified")
pruned = tag(get(subtree("", 'txid:last-modified="%s"' % asked["lab"]))[0], "last-modified")
told = ok_of(edit(device("a", 'txid:last-modified="%s"' % asked["a"], "<speed>50</speed>"), extra=WITH % ("last-modified", "last-modified")), "last-modified")
refused = mismatch(lambda: edit(device("a", 'txid:last-modified="%s"' % asked["a"], "<speed>51</speed>")))
answer({"asked": asked, "pruned": pruned, "told": told, "after": tags("last-modified"), "refused": refused[2]})
`);
    assert.match(asked.a ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    assert.equal(pruned, "=");
    assert.ok(told > (asked.a ?? ""));
    assert.deepEqual([after.data, after.a], [told, told]);
    assert.deepEqual(refused[1], ["mismatch-last-modified-value", told]);
  });

  it("get-data and edit-data take ids as get-config and edit-config do", async () => {
    const { found, refused } = await ask<{ found: unknown; refused: Mismatch[2] }>(`
NMDA = 'xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores" xmlns:txid="%s"' % TXID
known = tags()
reply = rpc('<get-data %s><datastore>ds:running</datastore><subtree-filter><lab xmlns="%s" txid:etag="%s"/></subtree-filter></get-data>' % (NMDA, LAB, known["lab"]))
refused = mismatch(lambda: rpc('<edit-data %s><datastore>ds:running</datastore><config><lab xmlns="%s" txid:etag="no"><title>x</title></lab></config></edit-data>' % (NMDA, LAB)))
answer({"found": shape(etree.fromstring(reply.encode())[0]), "refused": refused[2], "known": known["lab"]})
`);
    assert.deepEqual(found, ["data", null, [["lab", "=", null]]]);
    assert.equal(refused[0]?.[1], "/lab:lab");
  });
});
