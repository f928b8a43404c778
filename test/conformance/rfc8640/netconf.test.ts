/** Subscriptions over NETCONF (RFC 8640). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { subscriptionAnswer } from "../../support/subscriptions.js";

describe("subscriptions over NETCONF", { skip: skipWithout("ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => subscriptionAnswer<Value>(server, script);

  it("a session has subscriptions of RFC 5277 or of RFC 8639, and not of both", async () => {
    const tags = await ask<string[]>(`
establish("<stream>NETCONF</stream>")
old = error_of(lambda: m.create_subscription())["tag"]
other = connect()
other.create_subscription()
answer([old, error_of(lambda: establish("<stream>NETCONF</stream>", other))["tag"]])
`);
    assert.deepEqual(tags, ["operation-not-supported", "operation-not-supported"]);
  });

  it("a refused second kind leaves no subscription behind", async () => {
    const left = await ask<string[][]>(`
m.create_subscription()
error_of(lambda: establish("<stream>NETCONF</stream>"))
answer(subscriptions_now())
`);
    assert.deepEqual(left, []);
  });

  it("the notifications are in XML, in the envelope of RFC 5277, and JSON is refused", async () => {
    const { text, error } = await ask<{ text: string; error: { tag: string; appTag: string; type: string } }>(`
error = error_of(lambda: establish("<stream>NETCONF</stream><encoding>encode-json</encoding>"))
establish("<stream>NETCONF</stream><encoding>encode-xml</encoding>")
edit("<title>xml</title>")
answer({"text": heard("netconf-config-change"), "error": error})
`);
    assert.match(text, /^<notification xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><eventTime>/);
    assert.deepEqual(
      [error.type, error.tag, error.appTag],
      ["application", "invalid-value", "ietf-subscribed-notifications:encoding-unsupported"],
    );
  });

  it("no notification comes before the reply that has the number of its subscription", async () => {
    const texts = await ask<string[]>(`
edit("<title>before</title>")
id = establish(push("<yp:periodic><yp:period>6000</yp:period></yp:periodic>", filter="<yp:datastore-xpath-filter>/lab:lab</yp:datastore-xpath-filter>"))
answer([str(id), heard("push-update")])
`);
    assert.ok(texts[1]!.includes(`<id>${texts[0]}</id>`));
  });

  it("a session answers requests between its notifications", async () => {
    const title = await ask<string>(`
establish("<stream>NETCONF</stream>")
edit("<title>between</title>")
heard("netconf-config-change")
answer(lab_of())
`);
    assert.match(title, /between/);
  });
});
