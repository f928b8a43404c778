import assert from "node:assert/strict";
import { test } from "node:test";
import { Locks } from "../../src/datastore/locks.js";
import { WriteQueue } from "../../src/datastore/write-queue.js";
import { ManagementError } from "../../src/errors/management-error.js";

const tagOf = (call: () => void): string => {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof ManagementError);
    return `${error.tag} ${error.details.sessionId}`;
  }
  return "none";
};

test("a lock is denied to everybody while one session holds it, with the holder's number", () => {
  const locks = new Locks(() => 1);
  locks.lock("candidate", 3);
  assert.equal(
    tagOf(() => locks.lock("candidate", 4)),
    "lock-denied 3",
  );
  assert.equal(
    tagOf(() => locks.lock("candidate", 3)),
    "lock-denied 3",
  );
  assert.equal(
    tagOf(() => locks.lock("running", 4)),
    "none",
  );
});

test("only its holder can give a lock back or work under it", () => {
  const locks = new Locks(() => 1);
  locks.lock("running", 3);
  assert.equal(
    tagOf(() => locks.unlock("running", 4)),
    "operation-failed undefined",
  );
  assert.equal(
    tagOf(() => locks.requireFree("running", 4)),
    "in-use 3",
  );
  assert.equal(
    tagOf(() => locks.requireFree("running", 3)),
    "none",
  );
  locks.unlock("running", 3);
  assert.equal(
    tagOf(() => locks.requireFree("running", 4)),
    "none",
  );
});

test("all locks of a session that ends are free again", () => {
  const locks = new Locks(() => 1);
  locks.lock("running", 3);
  locks.lock("startup", 3);
  locks.lock("candidate", 4);
  assert.deepEqual(locks.releaseAll(3), ["running", "startup"]);
  assert.equal(locks.ownerOf("candidate"), 4);
});

test("writers run one after the other, in order, and a failure stops nobody", async () => {
  const queue = new WriteQueue();
  const events: string[] = [];
  const work = (name: string, fails = false) =>
    queue.run(async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
    });
  const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
  assert.deepEqual(events, ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
});
