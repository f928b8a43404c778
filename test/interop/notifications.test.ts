/** Events by ncclient (RFC 5277) and by curl (RFC 8040 6). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, skipWithout } from "../support/clients.js";
import { firstEvent } from "../support/first-event.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

const loopback = (name: string) => `<config><interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface>
<name>${name}</name><type xmlns:i="urn:ietf:params:xml:ns:yang:iana-if-type">i:softwareLoopback</type>
</interface></interfaces></config>`;

const putLoopback = (server: ServerProcess, name: string, enabled = true) =>
  curl(server, {
    method: "PUT",
    path: `/restconf/data/ietf-interfaces:interfaces/interface=${name}`,
    body: JSON.stringify({
      "ietf-interfaces:interface": [{ name, type: "iana-if-type:softwareLoopback", enabled }],
    }),
  });

describe("event notifications", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  it("a subscribed session gets events between the replies to its own requests", async () => {
    const events = await ncclientAnswer<string[]>(
      server,
      `
m.create_subscription()
m.edit_config(target="candidate", config='''${loopback("loop1")}''')
m.commit()
names = []
while "netconf-config-change" not in "".join(names):
    names.append(m.take_notification(timeout=10).notification_xml)
m.get_config(source="running")
answer(names)
`,
    );
    const change = events.find((text) => text.includes("netconf-config-change"))!;
    assert.match(change, /<eventTime>\d{4}-\d\d-\d\dT[\d:.]+Z<\/eventTime>/);
    assert.match(change, /<username>admin<\/username>/);
    assert.match(change, /<target[^>]*>\/[\w-]+:interfaces\/[\w-]+:interface\[[\w-]+:name='loop1'\]<\/target>/);
    assert.match(change, /<operation>create<\/operation>/);
  });

  it("a replay gives what happened since a time, says when it is complete, and ends at the stop time", async () => {
    const started = new Date().toISOString();
    await putLoopback(server, "loop2");
    await putLoopback(server, "loop3");
    const events = await ncclientAnswer<string[]>(
      server,
      `
import datetime
m.create_subscription(start_time="${started}", stop_time=(datetime.datetime.utcnow() + datetime.timedelta(seconds=2)).isoformat() + "Z")
texts = []
while "notificationComplete" not in "".join(texts):
    texts.append(m.take_notification(timeout=10).notification_xml)
answer(texts)
`,
    );
    const text = events.join("");
    assert.ok(text.indexOf("loop2") < text.indexOf("loop3"), "the events come in order");
    assert.ok(text.indexOf("loop3") < text.indexOf("replayComplete"), "the replay is over behind the old events");
    assert.match(events.at(-1)!, /notificationComplete/);
  });

  it("a filter lets through only the events that it selects", async () => {
    const events = await ncclientAnswer<string[]>(
      server,
      `
m.create_subscription(filter=("subtree", '<interface-state-change xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-interfaces"/>'))
m.edit_config(target="running", config='''${loopback("loop4")}''')
answer([m.take_notification(timeout=10).notification_xml])
`,
    );
    assert.match(events[0]!, /<interface-state-change [^>]*><interface>loop4<\/interface><admin-status>up</);
  });

  it("wrong streams and times are refused, and so is a second subscription", async () => {
    const tags = await ncclientAnswer<string[]>(
      server,
      `
from ncclient.operations import RPCError
def tag_of(**parameters):
    try:
        m.create_subscription(**parameters)
        return "ok"
    except RPCError as error:
        return error.tag
answer([
    tag_of(stream_name="SPORTS"),
    tag_of(start_time="2999-01-01T00:00:00Z"),
    tag_of(start_time="2020-01-01T00:00:00Z", stop_time="2019-01-01T00:00:00Z"),
    tag_of(),
    tag_of(),
])
`,
    );
    assert.deepEqual(tags, ["invalid-value", "bad-element", "bad-element", "ok", "operation-failed"]);
  });

  it("the streams are listed for both protocols, and curl reads one as server-sent events", async () => {
    const path = "/restconf/data/ietf-restconf-monitoring:restconf-state/streams";
    const { body } = await curl(server, { path });
    const [stream] = JSON.parse(body)["ietf-restconf-monitoring:streams"].stream;
    const { location } = stream.access.find(({ encoding }: { encoding: string }) => encoding === "json");
    const act = () => putLoopback(server, "loop5", false);
    const event = await firstEvent(server, { location, wanted: "netconf-config-change", act });
    const notification = event["ietf-restconf:notification"];
    assert.equal(notification["ietf-netconf-notifications:netconf-config-change"].datastore, "running");
    assert.ok(Date.parse(notification.eventTime) > 0);
  });

  it("a stream refuses times that are none, and clients that take no event stream", async () => {
    const path = "/restconf/streams/NETCONF/json";
    assert.equal(
      (await curl(server, { path: `${path}?start-time=yesterday`, headers: { Accept: "*/*" } })).status,
      400,
    );
    assert.equal((await curl(server, { path })).status, 406);
    assert.equal(
      (await curl(server, { path: "/restconf/streams/SPORTS/json", headers: { Accept: "*/*" } })).status,
      404,
    );
  });

  it("a stream refuses a filter that is no XPath, or is of a module that there is not", async () => {
    for (const filter of [
      "[",
      "/foo()",
      "/no-such-module:event",
      "/ietf-netconf-notifications:netconf-config-change[",
    ]) {
      const path = `/restconf/streams/NETCONF/json?filter=${encodeURIComponent(filter)}`;
      const { status, body } = await curl(server, { path, headers: { Accept: "text/event-stream" } });
      const { error } = JSON.parse(body)["ietf-restconf:errors"];
      assert.deepEqual([status, error[0]["error-tag"]], [400, "invalid-value"], filter);
    }
  });
});
