/** Transaction ids in YANG Push and in compare (draft-ietf-netconf-transaction-id 3.10, 3.11). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclient, putResource, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { subscriptionAnswer } from "../support/subscriptions.js";

const LAB = "/restconf/data/example-lab:lab";
const COMPARE = "ietf-netconf-txid-nmda-compare";

describe("transaction ids that are told", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    const device = [1, 2, 3].map((serial) => ({ name: `d${serial}`, serial }));
    await putResource(server, LAB, { "example-lab:lab": { title: "t", device } });
  });
  after(() => server?.dispose());
  const idOf = async (path: string) =>
    /^"(.*)-json"$/.exec((await curl(server, { path })).headers.etag ?? "")?.[1] ?? "none";

  it("a subscriber who asks for ids is told that of running with each change, over NETCONF and RESTCONF", async () => {
    const seen = await subscriptionAnswer<{ ids: string[][]; plain: string; shown: string; running: string[] }>(
      server,
      `
TX = "urn:ietf:params:xml:ns:yang:ietf-netconf-txid-yang-push"
CHANGE = "<yp:on-change><yp:sync-on-start>false</yp:sync-on-start></yp:on-change>"
def asked(more): return establish(push(CHANGE, "running", '<yp:datastore-xpath-filter>/lab:lab</yp:datastore-xpath-filter>' + more))
TXIDS = '<with-etag xmlns="%s">true</with-etag><with-last-modified xmlns="%s">true</with-last-modified>' % (TX, TX)
def tag():
    reply = rpc('<get-config xmlns="%s" xmlns:t="urn:ietf:params:xml:ns:netconf:txid:1.0" t:etag="?"><source><running/></source></get-config>' % NC)
    return re.search('<data[^>]* [a-z]+:etag="([^"]+)"', reply).group(1)
id = asked(TXIDS)
ids, running = [], []
for title in ["one", "two"]:
    edit("<title>%s</title>" % title)
    text = heard("push-change-update")
    ids.append([re.search("<etag-value[^>]*>([^<]*)", text).group(1), re.search("<last-modified-value[^>]*>([^<]*)", text).group(1)])
    running.append(tag())
shown = m.get(filter=("subtree", '<subscriptions xmlns="%s"/>' % SN)).data_xml
other = connect()
establish(push(CHANGE, "running", '<yp:datastore-xpath-filter>/lab:lab</yp:datastore-xpath-filter>'), other)
edit("<title>three</title>")
answer({"ids": ids, "running": running, "shown": shown, "plain": heard("push-change-update", other)})
`,
    );
    assert.deepEqual(
      seen.ids.map(([etag]) => etag),
      seen.running,
    );
    const [first = "", second = ""] = seen.ids.map(([, time]) => time);
    assert.ok(first < second && !Number.isNaN(Date.parse(first)));
    assert.match(seen.shown, /<with-etag[^>]*>true<\/with-etag>/);
    assert.doesNotMatch(seen.plain, /etag-value|last-modified-value/);
  });

  it("compare tells the most recent id of what differs, and of what a deleted entry stood in", async () => {
    const compare = async (source: string, target: string, asks: boolean) => {
      const input = {
        source: `ietf-datastores:${source}`,
        target: `ietf-datastores:${target}`,
        "xpath-filter": "/example-lab:lab",
        ...(asks && { [`${COMPARE}:with-etag`]: true, [`${COMPARE}:with-last-modified`]: true }),
      };
      const path = "/restconf/operations/ietf-nmda-compare:compare";
      const { body } = await curl(server, {
        method: "POST",
        path,
        body: JSON.stringify({ "ietf-nmda-compare:input": input }),
      });
      const edits = JSON.parse(body)["ietf-nmda-compare:output"].differences["yang-patch"].edit;
      return new Map<string, Record<string, string> | undefined>(
        edits.map((edit: Record<string, unknown>) => [
          `${edit.operation} ${String(edit.target).replace("/example-lab:lab", "")}`,
          edit[`${COMPARE}:most-recent`],
        ]),
      );
    };
    const candidate = "/restconf/ds/ietf-datastores:candidate/example-lab:lab";
    await putResource(server, `${LAB}/device=d1/speed`, { "example-lab:speed": 10 });
    const before = await idOf(`${LAB}/device=d1`);
    // Unlike writes of RESTCONF those of NETCONF leave startup as it was.
    await ncclient(
      server,
      `m.edit_config(target="running", config=lab('<device><name>d1</name><speed>20</speed></device><device nc:operation="delete"><name>d2</name></device>'))`,
    );
    const told = await compare("startup", "running", true);
    const entry = told.get("replace /device=d1/speed");
    assert.notEqual(entry?.["etag-value"], before);
    assert.equal(entry?.["etag-value"], await idOf(`${LAB}/device=d1`));
    assert.ok(!Number.isNaN(Date.parse(entry?.["last-modified-value"] ?? "")));
    assert.equal(told.get("delete /device=d2")?.["etag-value"], await idOf(LAB));
    assert.deepEqual(
      await compare("running", "startup", true).then((back) => back.get("replace /device=d1/speed")),
      entry,
    );
    assert.deepEqual([...(await compare("startup", "running", false)).values()], [undefined, undefined]);
    await putResource(server, `${candidate}/device=d3/speed`, { "example-lab:speed": 30 });
    assert.deepEqual((await compare("running", "candidate", true)).get("replace /device=d3/speed"), {
      "etag-value": "!",
      "last-modified-value": "!",
    });
  });
});
