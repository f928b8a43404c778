/** Transaction ids (draft-ietf-netconf-transaction-id) of startup, of dynamic datastores and of intended, with ncclient. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ncclientAnswer, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const words = `
TXID = "urn:ietf:params:xml:ns:netconf:txid:1.0"
NMDA = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
NAMESPACES = 'xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores" xmlns:scd="urn:sweetcomb:params:xml:ns:yang:sweetcomb-datastores" xmlns:txid="%s" xmlns:nc="%s"' % (TXID, NC)
def ids(datastore="ds:startup", known="?", mechanism="etag"):
    "Ids by place: data, lab, and each device by its name; of what the client knows, =."
    filter = '<subtree-filter><lab xmlns="%s"/></subtree-filter>' % LAB
    xml = rpc('<get-data xmlns="%s" %s txid:%s="%s"><datastore>%s</datastore>%s</get-data>' % (NMDA, NAMESPACES, mechanism, known, datastore, filter))
    data = etree.fromstring(xml.encode()).find("{%s}data" % NMDA)
    tag = "{%s}%s" % (TXID, mechanism)
    found = {"data": data.get(tag)}
    for top in data:
        found["lab"] = top.get(tag)
        for entry in top.findall("{%s}device" % LAB): found[entry[0].text] = entry.get(tag)
    return found
def edit_data(inner, datastore="scd:controller", attributes="", extra=""):
    xml = rpc('<edit-data xmlns="%s" %s><datastore>%s</datastore>%s<config %s><lab xmlns="%s">%s</lab></config></edit-data>'
        % (NMDA, NAMESPACES, datastore, extra, attributes, LAB, inner))
    return etree.fromstring(xml.encode())[0].get("{%s}etag" % TXID)
def device(name, serial, more=""):
    return '<device %s><name>%s</name><serial>%s</serial></device>' % (more, name, serial)
def copy(source, target):
    rpc('<copy-config xmlns="%s"><target><%s/></target><source>%s</source></copy-config>' % (NC, target, source))
def whole(inner):
    return '<config xmlns="%s"><lab xmlns="%s">%s</lab></config>' % (NC, LAB, inner)
`;

type Ids = Readonly<Record<string, string | null>>;

describe("transaction ids of other datastores", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => ncclientAnswer<Value>(server, words + script);

  it("startup has the ids of running where it was saved, and keeps its ids when running moves on", async () => {
    const { running, saved, later, unchanged, changed } = await ask<Readonly<Record<string, Ids>>>(`
commit_lab(device("a", 1) + device("b", 2))
commit_lab(device("b", 3))
copy("<running/>", "startup")
running, saved = ids("ds:running"), ids()
commit_lab(device("c", 4))
later, unchanged = ids(), ids(known=saved["data"])
commit_lab(device("a", 5))
answer({"running": running, "saved": saved, "later": later, "unchanged": unchanged, "changed": ids(known=saved["a"])})
`);
    assert.deepEqual(saved, running);
    assert.notEqual(saved!.a, saved!.b);
    assert.deepEqual(later, saved);
    assert.deepEqual(unchanged, { data: "=" });
    assert.notEqual(changed!.a, "=", "running has changed it since, and nobody can say when it was changed before");
  });

  it("a startup that is no revision of running has an id of its own, which changes with its content alone", async () => {
    const { before, own, same, other, known, empty, still } = await ask<Readonly<Record<string, Ids>>>(`
before = ids()
copy(whole(device("x", 9)), "startup")
own = ids()
copy(whole(device("x", 9)), "startup")
same = ids()
time.sleep(0.01)
copy(whole(device("x", 8)), "startup")
other, known = ids(), ids(known=ids()["data"])
def delete():
    time.sleep(0.01)
    rpc('<delete-config xmlns="%s"><target><startup/></target></delete-config>' % NC)
    return ids()
answer({"before": before, "own": own, "same": same, "other": other, "known": known, "empty": delete(), "still": delete()})
`);
    assert.equal(new Set([before!.data, own!.data, other!.data, empty!.data]).size, 4);
    assert.deepEqual([own!.x, own!.lab], [own!.data, own!.data]);
    assert.deepEqual(same, own);
    assert.deepEqual(known, { data: "=" });
    assert.deepEqual(still, empty);
  });

  it("copy-config changes the ids of running as an edit with the same content does", async () => {
    const { before, after } = await ask<Readonly<Record<"before" | "after", Ids>>>(`
commit_lab(device("a", 1) + device("b", 2), 'nc:operation="replace"')
before = ids("ds:running")
content = data_of(m.get_config("running")).replace("<serial>2</serial>", "<serial>7</serial>")
copy('<config xmlns="%s">%s</config>' % (NC, content), "running")
answer({"before": before, "after": ids("ds:running")})
`);
    assert.equal(after.a, before.a);
    assert.notEqual(after.b, before.b);
    assert.notEqual(after.data, before.data);
  });

  it("a dynamic datastore has ids, takes them as conditions and tells the new one", async () => {
    const { told, first, second, refused, match } = await ask<{
      told: string;
      first: Ids;
      second: Ids;
      refused: { tag: string; info: Record<string, string> };
      match: Ids;
    }>(`
WITH = '<with-etag xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-txid">true</with-etag>'
told = edit_data(device("k", 1) + device("l", 2), extra=WITH)
first = ids("scd:controller")
edit_data(device("l", 3))
second = ids("scd:controller")
refused = error_of(lambda: edit_data(device("k", 4), attributes='txid:etag="%s"' % told))
edit_data(device("l", 5), attributes='txid:etag="%s"' % second["data"])
answer({"told": told, "first": first, "second": second, "refused": refused, "match": ids("scd:controller", first["k"])})
`);
    assert.equal(told, first.data);
    assert.equal(second.k, first.k);
    assert.notEqual(second.l, first.l);
    assert.equal(refused.tag, "operation-failed");
    assert.equal(match.k, "=");
  });

  it("intended has the ids of running, and others where a dynamic datastore gives something", async () => {
    const { running, intended, later, times } = await ask<Readonly<Record<string, Ids>>>(`
running, intended = ids("ds:running"), ids("ds:intended")
edit_data(device("l", 6))
answer({"running": running, "intended": intended, "later": ids("ds:intended"), "times": ids("ds:intended", mechanism="last-modified")})
`);
    assert.equal(intended!.a, running!.a);
    assert.notEqual(intended!.data, running!.data);
    assert.notEqual(later!.data, intended!.data);
    assert.deepEqual([later!.a, later!.k], [intended!.a, intended!.k]);
    assert.notEqual(later!.l, intended!.l);
    assert.ok(times!.data! >= times!.a!);
  });
});
