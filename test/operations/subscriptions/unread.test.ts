import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createManagementBed } from "../../support/management-bed.js";

test("a subscription over RESTCONF that nobody reads is given up after a minute", async () => {
  const bed = await createManagementBed();
  const { management, subscriptions } = bed;
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const session = management.openSession({ user: "admin", transport: "restconf", source: "test" });
    const terms = { target: { kind: "stream", stream: "NETCONF" }, filter: { members: {} }, encoding: "json" } as const;
    const [unread, read] = [subscriptions.establish(session, terms), subscriptions.establish(session, terms)];
    const events = subscriptions.read("admin", read.parts.id, new AbortController().signal);
    assert.ok(typeof events === "object");
    const next = events.next();
    const isThere = ({ parts }: typeof unread) => subscriptions.get(parts.id) !== undefined;
    mock.timers.tick(59_000);
    assert.deepEqual([isThere(unread), isThere(read)], [true, true]);
    mock.timers.tick(2_000);
    assert.deepEqual([isThere(unread), isThere(read)], [false, true]);
    read.end();
    await next;
  } finally {
    mock.timers.reset();
    await bed.close();
  }
});
