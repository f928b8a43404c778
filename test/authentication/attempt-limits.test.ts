import assert from "node:assert/strict";
import { test } from "node:test";
import { AttemptLimits } from "../../src/authentication/attempt-limits.js";

function limits(perUser = 2, perAddress = 3) {
  const time = { ms: 1_000_000 };
  const limited = new AttemptLimits({ perUser, perAddress, windowMs: 10_000 }, () => time.ms);
  return { limited, time };
}

test("a user has so many attempts in the window, from whichever address, and again when one is old enough", () => {
  const { limited, time } = limits();
  limited.begin("ann", "192.0.2.1");
  time.ms += 4000;
  limited.begin("ann", "192.0.2.2");
  assert.equal(limited.waitS("ann", "192.0.2.3"), 6);
  assert.equal(limited.waitS("bob", "192.0.2.1"), 0);
  time.ms += 6000;
  assert.equal(limited.waitS("ann", "192.0.2.3"), 0);
});

test("an address has so many attempts, whoever it claims to be", () => {
  const { limited } = limits();
  for (const user of ["a", "b", "c"]) limited.begin(user, "::ffff:192.0.2.1");
  assert.equal(limited.waitS("d", "192.0.2.1"), 10);
  assert.equal(limited.waitS("d", "192.0.2.2"), 0);
});

test("addresses of one IPv6 network of 64 bits count as one", () => {
  const { limited } = limits();
  for (const source of ["2001:db8::1", "2001:db8:0:0:1:2:3:4", "2001:0db8::ffff"]) limited.begin(source, source);
  assert.equal(limited.waitS("d", "2001:db8::5"), 10);
  assert.equal(limited.waitS("d", "2001:db8:0:1::5"), 0);
});

test("an attempt that succeeds is forgotten, and those that are under way count", () => {
  const { limited } = limits(1);
  const succeeded = limited.begin("ann", "");
  assert.equal(limited.waitS("ann", ""), 10);
  succeeded();
  assert.equal(limited.waitS("ann", ""), 0);
});
