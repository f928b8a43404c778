import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import { AttemptLimits } from "../../src/authentication/attempt-limits.js";
import { HashThread } from "../../src/authentication/hash-thread.js";
import { localUsersOf } from "../../src/authentication/local-users.js";
import { createPasswordLogins } from "../../src/authentication/password-logins.js";
import { hashPassword, passwordMatches } from "../../src/secrets/crypt-hash.js";

const log = pino({ level: "silent" });
const limits = () => new AttemptLimits({ perUser: 2, perAddress: 10, windowMs: 10_000 }, () => 1_000_000);
const attempt = (password: string, user = "ann") => ({ user, password, source: "192.0.2.1" });

function system(user: object, order: readonly string[] = ["ietf-system:local-users"]) {
  return localUsersOf({ authentication: { "user-authentication-order": order, user: [{ name: "ann", ...user }] } });
}

/** Counts what it is asked. */
function countingThread() {
  const asked: string[] = [];
  return {
    asked,
    isFull: false,
    passwordMatches: async (clear: string, hash: string) => {
      asked.push(hash);
      return passwordMatches(clear, hash);
    },
  };
}

test("a password that was right is not hashed again, until it is changed", async () => {
  let users = system({ password: hashPassword("sun") });
  const thread = countingThread();
  const logins = createPasswordLogins({ users: () => users, limits: limits(), thread, log });
  for (let time = 0; time < 3; time++) assert.equal((await logins.judge(attempt("sun"))).kind, "accepted");
  assert.equal(thread.asked.length, 1);
  users = system({ password: hashPassword("moon") });
  assert.equal((await logins.judge(attempt("sun"))).kind, "refused");
  assert.equal(thread.asked.length, 2);
});

test("for a user who is not there as much is hashed as for one who is", async () => {
  const thread = countingThread();
  const users = system({ password: hashPassword("sun") });
  const logins = createPasswordLogins({ users: () => users, limits: limits(), thread, log });
  assert.equal((await logins.judge(attempt("sun", "nobody"))).kind, "refused");
  assert.match(thread.asked[0]!, /^\$6\$[^r]/);
});

test("without local-users in the order no password counts", async () => {
  const users = system({ password: hashPassword("sun") }, []);
  const logins = createPasswordLogins({ users: () => users, limits: limits(), thread: countingThread(), log });
  assert.equal(logins.offered(), false);
  assert.equal((await logins.judge(attempt("sun"))).kind, "refused");
});

test("a password that is taken away while it is looked at lets nobody in", async () => {
  let users = system({ password: hashPassword("sun") });
  const thread = {
    isFull: false,
    passwordMatches: async () => {
      users = system({});
      return true;
    },
  };
  const logins = createPasswordLogins({ users: () => users, limits: limits(), thread, log });
  assert.equal((await logins.judge(attempt("sun"))).kind, "refused");
});

test("many logins at once do not get past the limit, and a full queue is told", async () => {
  const thread = { ...countingThread(), isFull: false };
  const users = system({ password: hashPassword("sun") });
  const logins = createPasswordLogins({ users: () => users, limits: limits(), thread, log });
  const verdicts = await Promise.all(["a", "b", "c", "sun"].map((password) => logins.judge(attempt(password))));
  assert.deepEqual(
    verdicts.map(({ kind }) => kind),
    ["refused", "refused", "limited", "limited"],
  );
  thread.isFull = true;
  assert.deepEqual(await logins.judge(attempt("sun", "bob")), { kind: "limited", retryAfterS: 1 });
});

test("passwords are hashed in a thread of their own, with an end to its queue", async () => {
  const thread = new HashThread();
  try {
    const hash = hashPassword("sun");
    const answers = Array.from({ length: 32 }, (_, index) =>
      thread.passwordMatches(index === 7 ? "sun" : "moon", hash),
    );
    assert.ok(thread.isFull);
    assert.equal((await Promise.all(answers)).indexOf(true), 7);
    assert.ok(!thread.isFull);
  } finally {
    await thread.close();
  }
});
