/** RFC 5277 and RFC 6470: subscriptions with replay, and what the server tells of itself. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import { type NetconfSession, openNetconfClient, openNetconfSession } from "../../support/netconf-session.js";
import { onlyError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";

const NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";
const subscribe = (parameters = "") =>
  `<create-subscription xmlns="${NOTIFICATION}">${parameters}</create-subscription>`;
const start = "<startTime>2020-01-01T00:00:00Z</startTime>";

describe("RFC 5277 and RFC 6470", () => {
  let server: ServerProcess;
  let session: NetconfSession;
  before(async () => {
    server = await startLabServer();
    session = await openNetconfSession(server, "admin");
  });
  after(async () => {
    session?.close();
    await server?.dispose();
  });

  /** Does something while another session is subscribed, until an event says what is waited for; resolves to that event. */
  async function eventAfter(act: () => Promise<unknown>, wanted: RegExp, parameters = ""): Promise<string> {
    const subscriber = await openNetconfSession(server, "admin");
    try {
      assert.equal(await subscriber.request(subscribe(parameters)), "<ok/>");
      await act();
      for (;;) {
        const event = await subscriber.message();
        if (wanted.test(event)) return event;
      }
    } finally {
      subscriber.close();
    }
  }

  it("a replay that ends in the past is told to be complete, and so is the subscription; then another may follow", async () => {
    const subscriber = await openNetconfSession(server, "admin");
    const stop = "<stopTime>2020-01-02T00:00:00Z</stopTime>";
    assert.equal(await subscriber.request(subscribe(start + stop)), "<ok/>");
    assert.match(await subscriber.message(), /<replayComplete xmlns="urn:ietf:params:xml:ns:netmod:notification"/);
    assert.match(
      await subscriber.message(),
      /<notificationComplete xmlns="urn:ietf:params:xml:ns:netmod:notification"/,
    );
    assert.equal(await subscriber.request(subscribe()), "<ok/>");
    subscriber.close();
  });

  it("times that cannot be are bad-element with the name of the parameter, and startTime is missing where only stopTime is given", async () => {
    const future = "2999-01-01T00:00:00Z";
    const cases = [
      [`<startTime>${future}</startTime>`, "bad-element", "startTime"],
      [`<stopTime>${future}</stopTime>`, "missing-element", "startTime"],
      [
        `<startTime>2020-01-02T00:00:00Z</startTime><stopTime>2020-01-01T00:00:00Z</stopTime>`,
        "bad-element",
        "stopTime",
      ],
    ] as const;
    for (const [parameters, expected, name] of cases) {
      const { tag, info } = onlyError(await session.request(subscribe(parameters)));
      assert.deepEqual([tag, ...info], [expected, `bad-element=${name}`]);
    }
  });

  it("a time that is none is an invalid-value, and the error tells of nothing else in the request", async () => {
    for (const time of ["2020-02-1", "2020-02-30T00:00:00Z", "2020-01-01T00:00:00Z and more", "x"]) {
      const { tag, path, message } = onlyError(await session.request(subscribe(`<startTime>${time}</startTime>`)));
      assert.deepEqual([tag, path], ["invalid-value", "/create-subscription/startTime"], time);
      assert.doesNotMatch(message ?? "", /startTime>|create-subscription/);
    }
  });

  it("the streams are there for get, with their support of replay", async () => {
    const filter = '<netconf xmlns="urn:ietf:params:xml:ns:netmod:notification"><streams/></netconf>';
    const reply = await session.request(`<get><filter>${filter}</filter></get>`);
    assert.match(
      reply,
      /<stream><name>NETCONF<\/name><description>[^<]+<\/description><replaySupport>true<\/replaySupport><replayLogCreationTime>/,
    );
  });

  it("many replays at once hold no request of another session up", async () => {
    const subscribers = await Promise.all(Array.from({ length: 10 }, () => openNetconfSession(server, "admin")));
    const replayed = subscribers.map(async (subscriber) => {
      await subscriber.request(subscribe(start));
      while (!(await subscriber.message()).includes("replayComplete"));
    });
    for (let count = 0; count < 20; count++) assert.match(await session.request("<get><filter/></get>"), /^<data>/);
    await Promise.all(replayed);
    for (const subscriber of subscribers) subscriber.close();
  });

  it("a change of running names every edit, of what VPP has and of what it has not", async () => {
    const edits = async (config: string) => {
      const edit = `<edit-config><target><running/></target><config xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">${config}</config></edit-config>`;
      const event = await eventAfter(
        async () => assert.equal(await session.request(edit), "<ok/>"),
        /netconf-config-change/,
      );
      const found = event.matchAll(/<edit><target[^>]*>([^<]*)<\/target><operation>([^<]*)</g);
      return [...found].map(([, target, operation]) => `${operation} ${target!.replaceAll(/[\w-]+:/g, "")}`);
    };
    const loopback = `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>loop5</name><type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:softwareLoopback</type></interface></interfaces>`;
    const lab = (inner: string) => `<lab xmlns="urn:example:lab">${inner}</lab>`;
    const first = await edits(
      lab("<title>a</title><tag>x</tag><device><name>d</name><serial>4</serial></device>") + loopback,
    );
    assert.deepEqual([...first].sort(), [
      "create /interfaces/interface[name='loop5']",
      "create /lab/device[name='d']",
      "create /lab/tag[.='x']",
      "create /lab/title",
    ]);
    const second = await edits(lab('<title>b</title><tag nc:operation="delete">x</tag>'));
    assert.deepEqual([...second].sort(), ["delete /lab/tag[.='x']", "replace /lab/title"]);
  });

  it("a change of startup is told, with the datastore and who did it", async () => {
    const event = await eventAfter(
      () => session.request("<copy-config><target><startup/></target><source><running/></source></copy-config>"),
      /netconf-config-change/,
    );
    assert.match(event, /<datastore>startup<\/datastore>/);
    assert.match(event, new RegExp(`<username>admin</username><session-id>${session.id}</session-id><source-host>`));
  });

  it("a write of RESTCONF tells of running and of startup, which it reaches, too, and of what it does not change of neither", async () => {
    const client = await openNetconfSession(server, "admin");
    const listener = await openNetconfSession(server, "admin");
    await listener.request(subscribe());
    const put = async (title: string) => {
      const body = JSON.stringify({ "example-lab:title": title });
      const path = "/restconf/data/example-lab:lab/title";
      assert.ok((await curl(server, { method: "PUT", path, body })).status < 300);
    };
    for (const title of ["one", "one", "two"]) await put(title);
    const edit = '<lab xmlns="urn:example:lab"><title>three</title></lab>';
    await client.request(`<edit-config><target><running/></target><config>${edit}</config></edit-config>`);
    await put("three");
    await client.request("<close-session/>");
    const changed: (string | undefined)[] = [];
    const end = new RegExp(`netconf-session-end.*<session-id>${client.id}<`);
    for (let event = await listener.message(); !end.test(event); event = await listener.message()) {
      if (event.includes("netconf-config-change")) changed.push(/<datastore>(\w+)</.exec(event)?.[1]);
    }
    listener.close();
    assert.deepEqual(changed, ["running", "startup", "running", "startup", "running", "startup"]);
  });

  it("what VPP adds to the server is told as a change of capabilities and of the YANG library", async () => {
    const event = await eventAfter(async () => undefined, /netconf-capability-change/, start);
    assert.match(event, /<changed-by><server\/><\/changed-by>/);
    assert.match(event, /<modified-capability>urn:ietf:params:netconf:capability:yang-library:1\.1\?/);
    const update = await eventAfter(async () => undefined, /yang-library-update/, start);
    const [, id] = /<content-id>([^<]+)</.exec(update)!;
    assert.ok(event.includes(`content-id=${id}<`), "the library has the id that the capability tells");
  });

  it("the end of a session is told with its reason: closed, killed and by whom, dropped, bad-hello", async () => {
    const endOf = async (end: (victim: NetconfSession) => unknown) => {
      const victim = await openNetconfSession(server, "admin");
      const its = new RegExp(`netconf-session-end.*<session-id>${victim.id}<`);
      return eventAfter(async () => end(victim), its);
    };
    assert.match(await endOf((victim) => victim.request("<close-session/>")), /<termination-reason>closed</);
    const killed = await endOf((victim) =>
      session.request(`<kill-session><session-id>${victim.id}</session-id></kill-session>`),
    );
    assert.match(killed, new RegExp(`<killed-by>${session.id}</killed-by><termination-reason>killed<`));
    assert.match(await endOf((victim) => victim.close()), /<termination-reason>dropped</);
    const badHello = await eventAfter(async () => {
      const { client, close } = await openNetconfClient(server, "admin");
      await client.message();
      client.sendRaw("<hello/>]]>]]>");
      await client.rest();
      close();
    }, /netconf-session-end/);
    assert.match(badHello, /<termination-reason>bad-hello</);
  });

  it("each step of a confirmed commit is told: start, extend, complete, cancel and timeout", async () => {
    const stepOf = async (operation: string) => {
      const event = await eventAfter(() => session.request(operation), /netconf-confirmed-commit/);
      return /<confirm-event>(\w+)</.exec(event)?.[1];
    };
    const confirmed = (timeoutS: number) =>
      `<commit><confirmed/><confirm-timeout>${timeoutS}</confirm-timeout></commit>`;
    assert.equal(await stepOf(confirmed(60)), "start");
    assert.equal(await stepOf(confirmed(50)), "extend");
    assert.equal(await stepOf("<commit/>"), "complete");
    await session.request(confirmed(60));
    assert.equal(await stepOf("<cancel-commit/>"), "cancel");
    const timeout = await eventAfter(() => session.request(confirmed(1)), /<confirm-event>timeout</);
    assert.doesNotMatch(timeout, /<username>/);
  });

  it("a confirmed commit that goes with its session is told as cancelled by that session", async () => {
    const owner = await openNetconfSession(server, "admin");
    const event = await eventAfter(async () => {
      await owner.request("<commit><confirmed/></commit>");
      owner.close();
    }, /<confirm-event>cancel</);
    assert.match(event, new RegExp(`<username>admin</username><session-id>${owner.id}</session-id>`));
  });
});
