/** What a subscription keeps for a slow reader, and what becomes of the rest. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DataEdit } from "../../../src/operations/compare/list-entries.js";
import { EventLog } from "../../../src/operations/events/event-log.js";
import { netEdits } from "../../../src/operations/subscriptions/net-edits.js";
import { OnChangeSource } from "../../../src/operations/subscriptions/on-change-source.js";
import { PeriodicSource } from "../../../src/operations/subscriptions/periodic-source.js";
import type { Source } from "../../../src/operations/subscriptions/source.js";
import { StreamSource } from "../../../src/operations/subscriptions/stream-source.js";
import { Subscription } from "../../../src/operations/subscriptions/subscription.js";
import type { Terms } from "../../../src/operations/subscriptions/terms.js";

const text = (word: string) => Buffer.from(word);
const edit = (operation: DataEdit["operation"], target: string): DataEdit => ({ operation, target });
const terms: Terms = { target: { kind: "stream", stream: "NETCONF" }, filter: { members: {} }, encoding: "xml" };

/** The notifications of a subscription with this source, and how to read the next. */
function subscriptionOf(open: (ring: () => void) => Source) {
  const session = { id: 1, user: "ann", transport: "netconf-ssh", source: "test", startedAtMs: 0 };
  const subscription = new Subscription(
    {
      id: 1,
      owner: { kind: "session", id: 1 },
      session: { ...session, counters: {} as never, close: async () => undefined },
      clock: () => 0,
      encode: async (name, content) => text(`${name} ${JSON.stringify(content)}`),
      onEnd: () => undefined,
      onFailure: () => undefined,
      transportMembers: {},
    },
    terms,
    (_terms, ring) => open(ring),
  );
  const notifications = subscription.notifications();
  const next = async () => Buffer.from((await notifications.next()).value?.bytes ?? "").toString();
  return { subscription, next };
}

describe("the source of a stream", () => {
  const streamOf = (events: EventLog, ring: () => void) =>
    new StreamSource({
      events,
      encode: async ({ sequence, timeMs }) => ({ timeMs, bytes: text(`event ${sequence}`) }),
      mayReceive: () => true,
      from: events.last,
      isReplay: false,
      stopTimeMs: undefined,
      ring,
    });

  it("a stream that has lost events suspends its subscription, and the next event resumes it", async () => {
    const events = new EventLog(2, () => 0);
    const { next } = subscriptionOf((ring) => streamOf(events, ring));
    events.publish("/a:b", {});
    assert.equal(await next(), "event 1");
    for (let count = 0; count < 4; count++) events.publish("/a:b", {});
    assert.match(await next(), /^subscription-suspended .*insufficient-resources/);
    assert.match(await next(), /^subscription-resumed/);
    assert.equal(await next(), "event 4");
    assert.equal(await next(), "event 5");
  });

  it("a subscription that waits goes on with the next event, and ends when it is ended", async () => {
    const events = new EventLog(2, () => 0);
    const { subscription, next } = subscriptionOf((ring) => streamOf(events, ring));
    const first = next();
    events.publish("/a:b", {});
    assert.equal(await first, "event 1");
    const last = next();
    subscription.end();
    assert.equal(await last, "");
  });
});

describe("the source of periodic updates", () => {
  it("periods that a slow subscriber misses are passed over", async () => {
    let now = 1000;
    let reads = 0;
    const source = new PeriodicSource({
      periodMs: 100,
      anchorMs: undefined,
      clock: () => now,
      read: async () => text(`update ${++reads}`),
    });
    assert.equal((await source.take())?.kind, "notification");
    assert.equal(await source.take(), undefined);
    now = 1950;
    assert.equal((await source.take())?.kind, "notification");
    assert.equal(await source.take(), undefined);
    assert.equal(source.dueMs, 2000);
    assert.equal(reads, 2);
  });

  it("an update that is too big suspends its subscription, and one that is not resumes it", async () => {
    let now = 0;
    const updates = [undefined, text("small")];
    const { next } = subscriptionOf(
      () =>
        new PeriodicSource({
          periodMs: 100,
          anchorMs: undefined,
          clock: () => (now += 100),
          read: async () => updates.shift(),
        }),
    );
    assert.match(await next(), /^subscription-suspended .*update-too-big/);
    assert.match(await next(), /^subscription-resumed/);
    assert.equal(await next(), "small");
  });
});

describe("a source that fails", () => {
  it("suspends its subscription, which goes on when there is something to tell again", async () => {
    let now = 0;
    const answers = [() => Promise.reject(new Error("VPP is away")), async () => text("back")];
    const { next } = subscriptionOf(
      () =>
        new PeriodicSource({
          periodMs: 100,
          anchorMs: undefined,
          clock: () => (now += 100),
          read: () => answers.shift()!(),
        }),
    );
    assert.match(await next(), /^subscription-suspended/);
    assert.match(await next(), /^subscription-resumed/);
    assert.equal(await next(), "back");
  });

  it("of changes tells everything when it has recovered", async () => {
    let now = 1000;
    const source = new OnChangeSource({
      dampeningMs: 0,
      syncOnStart: false,
      excluded: [],
      clock: () => now,
      ring: () => undefined,
      readAll: async () => text("everything"),
      encode: () => Promise.reject(new Error("the engine starts again")),
      unwatch: () => undefined,
    });
    source.add([edit("create", "/a:b")]);
    await assert.rejects(source.take());
    assert.equal(await source.take(), undefined);
    now = source.dueMs!;
    assert.equal((await source.take())?.kind, "notification");
  });
});

describe("the source of changes", () => {
  const changes = (clock = () => 0, dampeningMs = 0) =>
    new OnChangeSource({
      dampeningMs,
      syncOnStart: false,
      excluded: [],
      clock,
      ring: () => undefined,
      readAll: async (atThatMoment) => {
        atThatMoment();
        return text("everything");
      },
      encode: async (edits) => text(edits.map(({ operation, target }) => `${operation} ${target}`).join(", ")),
      unwatch: () => undefined,
    });
  const told = async (source: OnChangeSource) => {
    const taken = await source.take();
    return taken?.kind === "notification" ? Buffer.from(taken.event.bytes).toString() : taken?.kind;
  };

  it("changes beyond what is kept for a slow subscriber suspend it, and everything is sent anew", async () => {
    const source = changes();
    const many = Array.from({ length: 6000 }, (_, index) => edit("create", `/a:list=${index}`));
    source.add(many);
    source.add(many);
    assert.equal(await told(source), "suspended");
    assert.equal(await told(source), "everything");
    assert.equal(await told(source), undefined);
    source.add([edit("delete", "/a:list=1")]);
    assert.equal(await told(source), "delete /a:list=1");
  });

  it("nothing is told before the dampening period is over", async () => {
    let now = 1000;
    const source = changes(() => now, 500);
    source.add([edit("create", "/a:b")]);
    assert.equal(await told(source), "create /a:b");
    source.add([edit("replace", "/a:b")]);
    assert.equal(await told(source), undefined);
    assert.equal(source.dueMs, 1500);
    now = 1500;
    assert.equal(await told(source), "replace /a:b");
  });
});

describe("the sum of changes", () => {
  const sum = (...edits: readonly DataEdit[]) =>
    netEdits(edits).map(({ operation, target }) => `${operation} ${target}`);

  it("what several changes come to can be applied in its order", () => {
    const [create, replace, remove] = (["create", "replace", "delete"] as const).map(
      (operation) => (target: string) => edit(operation, target),
    );
    assert.deepEqual(sum(create!("/a:b"), replace!("/a:b")), ["create /a:b"]);
    assert.deepEqual(sum(create!("/a:b"), remove!("/a:b")), []);
    assert.deepEqual(sum(remove!("/a:b"), create!("/a:b")), ["replace /a:b"]);
    assert.deepEqual(sum(replace!("/a:b"), remove!("/a:b")), ["delete /a:b"]);
    assert.deepEqual(sum(create!("/a:l=1"), replace!("/a:l=1/x")), ["create /a:l=1", "replace /a:l=1/x"]);
    assert.deepEqual(sum(replace!("/a:l=1/x"), remove!("/a:l=1")), ["delete /a:l=1"]);
    assert.deepEqual(sum(create!("/a:l=1"), edit("move", "/a:l=1")), ["create /a:l=1", "move /a:l=1"]);
  });

  it("an entry that followed one of which nobody has heard takes its place", () => {
    const after = (operation: "insert" | "move", target: string, point: string): DataEdit => ({
      operation,
      target,
      where: "after",
      point,
      ...(operation === "insert" && { value: { "m:l": [target] } }),
    });
    const first = { operation: "move", target: "/m:l=2", where: "first" } as const;
    const remove = { operation: "delete", target: "/m:l=2" } as const;
    const [second, third] = [after("insert", "/m:l=2", "/m:l=1"), after("insert", "/m:l=3", "/m:l=2")];
    assert.deepEqual(netEdits([second, third, remove]), [{ ...third, point: "/m:l=1" }]);
    const { point: _, ...rest } = third;
    assert.deepEqual(netEdits([second, first, third, remove]), [{ ...rest, where: "first" }]);
    assert.deepEqual(
      netEdits([third, remove]),
      [third, remove],
      "what is told is gone after it was there to be followed",
    );
    assert.deepEqual(netEdits([remove, second]), [
      { operation: "replace", target: "/m:l=2", value: { "m:l": ["/m:l=2"] } },
      { operation: "move", target: "/m:l=2", where: "after", point: "/m:l=1" },
    ]);
  });
});
