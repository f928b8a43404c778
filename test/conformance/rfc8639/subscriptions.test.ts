/** Subscriptions to event streams by rpc (RFC 8639), asked for by ncclient. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";
import { subscriptionAnswer } from "../../support/subscriptions.js";
import { addSshUser } from "../../support/users.js";

interface RpcProblem {
  readonly type: string;
  readonly tag: string;
  readonly appTag: string | null;
}

describe("subscriptions to event streams", { skip: skipWithout("ncclient", "ssh-keygen") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    await addSshUser(server, "ann");
  });
  after(() => server.dispose());
  const ask = <Value>(script: string) => subscriptionAnswer<Value>(server, script);

  it("the streams are listed with what can be replayed", async () => {
    const text = await ask<string>(`
answer(m.get(filter=("subtree", '<streams xmlns="' + SN + '"/>')).data_xml)
`);
    assert.match(text, /<name>NETCONF<\/name>/);
    assert.match(text, /<replay-support\/>/);
    assert.match(text, /<replay-log-creation-time>\d{4}-/);
  });

  it("a session has several subscriptions, each with a number of its own", async () => {
    const { ids, heard } = await ask<{ ids: number[]; heard: string }>(`
ids = [establish("<stream>NETCONF</stream>"), establish("<stream>NETCONF</stream>")]
edit("<title>several</title>")
heard("netconf-config-change")
answer({"ids": ids, "heard": heard("netconf-config-change")})
`);
    assert.notEqual(ids[0], ids[1]);
    assert.match(heard, /netconf-config-change/);
  });

  it("a stream that does not exist is refused", async () => {
    const error = await ask<RpcProblem>(`answer(error_of(lambda: establish("<stream>SPORTS</stream>")))`);
    assert.equal(error.tag, "invalid-value");
  });

  it("an XPath filter over events lets through only what it selects", async () => {
    const texts = await ask<string[]>(`
establish('<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-config-change</stream-xpath-filter><stream>NETCONF</stream>')
edit("<title>one</title>")
connect().close_session()
edit("<title>two</title>")
answer([heard(), heard()])
`);
    for (const text of texts) assert.match(text, /netconf-config-change/);
  });

  it("a subtree filter over events lets through only what it selects", async () => {
    const text = await ask<string>(`
establish('<stream-subtree-filter><netconf-session-start xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications"/></stream-subtree-filter><stream>NETCONF</stream>')
edit("<title>unheard</title>")
other = connect()
answer(heard())
`);
    assert.match(text, /netconf-session-start/);
  });

  it("a filter that selects no nodes is refused as filter-unsupported, with a hint", async () => {
    const error = await ask<RpcProblem & { info: Record<string, string> }>(`
answer(error_of(lambda: establish("<stream-xpath-filter>count(/lab:lab)</stream-xpath-filter><stream>NETCONF</stream>")))
`);
    assert.deepEqual([error.type, error.tag], ["application", "invalid-value"]);
    assert.equal(error.appTag, "ietf-subscribed-notifications:filter-unsupported");
    assert.ok("establish-subscription-stream-error-info" in error.info);
  });

  it("a filter that is no XPath is refused", async () => {
    const error = await ask<RpcProblem>(`
answer(error_of(lambda: establish("<stream-xpath-filter>/lab:lab[</stream-xpath-filter><stream>NETCONF</stream>")))
`);
    assert.equal(error.type, "application");
  });

  it("a replay gives past events first, then says that it is complete, then goes on", async () => {
    const texts = await ask<string[]>(`
import datetime
now = datetime.datetime.utcnow().isoformat() + "Z"
edit("<title>past</title>")
establish("<stream>NETCONF</stream><replay-start-time>" + now + "</replay-start-time>")
past = heard_until("replay-completed")
edit("<title>present</title>")
past.append(heard("netconf-config-change"))
answer(past)
`);
    const complete = texts.findIndex((text) => text.includes("replay-completed"));
    assert.ok(texts.findIndex((text) => text.includes("netconf-config-change")) < complete);
    assert.match(texts[complete]!, /<id>\d+<\/id>/);
    assert.ok(texts.length > complete + 1);
  });

  it("a replay from before the log tells from when on there are events", async () => {
    const reply = await ask<string>(`
answer(subscription_rpc("establish-subscription", "<stream>NETCONF</stream><replay-start-time>2020-01-01T00:00:00Z</replay-start-time>"))
`);
    assert.match(reply, /<replay-start-time-revision[^>]*>20\d\d-/);
  });

  it("a replay from the future, and an end before the beginning, are refused", async () => {
    const tags = await ask<string[]>(`
answer([error_of(lambda: establish("<stream>NETCONF</stream>" + times))["tag"] for times in [
    "<replay-start-time>2999-01-01T00:00:00Z</replay-start-time>",
    "<stop-time>2020-01-01T00:00:00Z</stop-time>",
    "<stop-time>2020-01-01T00:00:00Z</stop-time><replay-start-time>2020-01-02T00:00:00Z</replay-start-time>",
]])
`);
    assert.deepEqual(tags, ["invalid-value", "invalid-value", "invalid-value"]);
  });

  it("a subscription is over at its stop time", async () => {
    const left = await ask<string[][]>(`
import datetime
soon = (datetime.datetime.utcnow() + datetime.timedelta(seconds=1)).isoformat() + "Z"
establish("<stream>NETCONF</stream><stop-time>" + soon + "</stop-time>")
until(lambda: subscriptions_now() == [])
answer(subscriptions_now())
`);
    assert.deepEqual(left, []);
  });

  it("a modified subscription goes on with the other filter", async () => {
    const text = await ask<string>(`
id = establish('<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-session-start</stream-xpath-filter><stream>NETCONF</stream>')
subscription_rpc("modify-subscription", '<id>%d</id><stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-config-change</stream-xpath-filter>' % id)
connect().close_session()
edit("<title>modified</title>")
answer(heard())
`);
    assert.match(text, /netconf-config-change/);
  });

  it("only the session that has established a subscription modifies or deletes it", async () => {
    const errors = await ask<RpcProblem[]>(`
id = establish("<stream>NETCONF</stream>")
other = connect()
answer([error_of(lambda: subscription_rpc(name, "<id>%d</id>" % id + more, other)) for name, more in
    [["delete-subscription", ""], ["modify-subscription", '<stream-xpath-filter>/lab:lab</stream-xpath-filter>']]])
`);
    for (const { appTag } of errors) assert.equal(appTag, "ietf-subscribed-notifications:no-such-subscription");
  });

  it("a deleted subscription is gone and says nothing more", async () => {
    const { left, texts } = await ask<{ left: string[][]; texts: string[] }>(`
id = establish("<stream>NETCONF</stream>")
keep = establish('<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-config-change</stream-xpath-filter><stream>NETCONF</stream>')
subscription_rpc("delete-subscription", "<id>%d</id>" % id)
left = subscriptions_now()
while m.take_notification(block=False): pass
edit("<title>deleted</title>")
answer({"left": [one[0] == str(keep) for one in left], "texts": heard_until("netconf-config-change")})
`);
    assert.deepEqual(left, [true]);
    assert.ok(texts.every((text) => !text.includes("subscription-terminated")));
  });

  it("an administrator kills a subscription, whose session is told so and stays", async () => {
    const { told, title } = await ask<{ told: string; title: string }>(`
ann = connect("ann")
id = establish("<stream>NETCONF</stream>", ann)
subscription_rpc("kill-subscription", "<id>%d</id>" % id)
told = heard("subscription-terminated", ann)
answer({"told": told, "title": lab_of(session=ann)})
`);
    assert.match(told, /<reason>no-such-subscription<\/reason>/);
    assert.match(title, /<title>/);
  });

  it("nobody but an administrator may kill, and what is not there cannot be killed", async () => {
    const [denied, missing] = await ask<RpcProblem[]>(`
id = establish("<stream>NETCONF</stream>")
ann = connect("ann")
answer([error_of(lambda: subscription_rpc("kill-subscription", "<id>%d</id>" % id, ann)),
    error_of(lambda: subscription_rpc("kill-subscription", "<id>4000000</id>"))])
`);
    assert.equal(denied!.tag, "access-denied");
    assert.equal(missing!.appTag, "ietf-subscribed-notifications:no-such-subscription");
  });

  it("the list of subscriptions counts what was sent and what was held back", async () => {
    const entry = await ask<string[]>(`
id = establish('<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">/n:netconf-config-change</stream-xpath-filter><stream>NETCONF</stream>')
edit("<title>counted</title>")
heard()
connect().close_session()
until(lambda: int(subscriptions_now()[0][2]) > 0)
answer(subscriptions_now()[0])
`);
    const [, sent, excluded, state] = entry;
    assert.ok(Number(sent) > 0);
    assert.ok(Number(excluded) > 0);
    assert.equal(state, "active");
  });

  it("subscriptions end with their session, closed or killed", async () => {
    const left = await ask<string[][]>(`
ann, other = connect("ann"), connect("ann")
establish("<stream>NETCONF</stream>", ann)
establish("<stream>NETCONF</stream>", other)
ann.close_session()
until(lambda: len(subscriptions_now()) == 1)
m.kill_session(other.session_id)
until(lambda: subscriptions_now() == [])
answer(subscriptions_now())
`);
    assert.deepEqual(left, []);
  });

  it("a subscription follows the configured filter that it names, and ends with it", async () => {
    const { modified, terminated } = await ask<{ modified: string; terminated: string }>(`
def filter_named(xpath, operation="replace"):
    m.edit_config(target="running", config=config('<filters xmlns="' + SN + '"><stream-filter nc:operation="%s"><name>mine</name>' % operation
        + (xpath and '<stream-xpath-filter xmlns:n="urn:ietf:params:xml:ns:yang:ietf-netconf-notifications">%s</stream-xpath-filter>' % xpath) + '</stream-filter></filters>'))
filter_named("/n:netconf-session-start")
establish("<stream-filter-name>mine</stream-filter-name><stream>NETCONF</stream>")
filter_named("/n:netconf-session-end")
modified = heard()
filter_named("", "delete")
answer({"modified": modified, "terminated": heard()})
`);
    assert.match(modified, /subscription-modified.*<stream-filter-name>mine</);
    assert.match(terminated, /subscription-terminated.*filter-unavailable/);
  });

  it("a user gets no event that he may not read", async () => {
    const texts = await ask<string[]>(`
NACM = "urn:ietf:params:xml:ns:yang:ietf-netconf-acm"
m.edit_config(target="running", config=config('<nacm xmlns="' + NACM + '"><groups><group><name>staff</name><user-name>ann</user-name></group></groups><rule-list nc:operation="replace"><name>staff</name><group>staff</group>'
    '<rule><name>no-changes</name><module-name>ietf-netconf-notifications</module-name><notification-name>netconf-config-change</notification-name><access-operations>read</access-operations><action>deny</action></rule></rule-list></nacm>'))
ann = connect("ann")
establish("<stream>NETCONF</stream>", ann)
edit("<title>secret</title>")
connect().close_session()
answer(heard_until("netconf-session-end", ann))
`);
    assert.ok(texts.every((text) => !text.includes("netconf-config-change")));
  });

  it("subscriptions cannot be configured", async () => {
    const refused = await ask<boolean>(`
try:
    m.edit_config(target="running", config=config('<subscriptions xmlns="' + SN + '"><subscription><id>7</id><stream>NETCONF</stream></subscription></subscriptions>'))
    answer(False)
except RPCError:
    answer(True)
`);
    assert.equal(refused, true);
  });
});
