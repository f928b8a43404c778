/** Hashes of passwords, compared with those that OpenSSL makes. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { hashPassword, passwordMatches, refusedHash } from "../../src/secrets/crypt-hash.js";
import { skipWithout } from "../support/clients.js";

/** Lengths around the sizes of both digests, where the algorithm repeats and cuts. */
const lengths = [1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 96, 128, 255, 256];

for (const [id, title] of [
  ["5", "$5$ hashes of OpenSSL are verified, whatever the length of the password"],
  ["6", "$6$ hashes of OpenSSL are verified, whatever the length of the password"],
] as const) {
  test(title, {
    skip: skipWithout("openssl"),
  }, () => {
    for (const length of lengths) {
      const password = "pä5$".repeat(100).slice(0, length - Math.floor(length / 5));
      const hash = opensslHash(id, "saltsalt", password);
      assert.ok(passwordMatches(password, hash), `${length} characters`);
      assert.ok(!passwordMatches(`${password}x`, hash));
      assert.ok(!passwordMatches(password.slice(1), hash));
    }
    const rounds = opensslHash(id, "rounds=1234$x", "secret");
    assert.match(rounds, /^\$[56]\$rounds=1234\$x\$/);
    assert.ok(passwordMatches("secret", rounds));
  });
}

test("a password whose length is that of the digest is hashed as OpenSSL does", {
  skip: skipWithout("openssl"),
}, () => {
  for (const [id, length] of [
    ["5", 32],
    ["5", 64],
    ["6", 64],
    ["6", 128],
  ] as const) {
    const password = "x".repeat(length);
    assert.ok(passwordMatches(password, opensslHash(id, "abc", password)));
  }
});

test("a new hash is of SHA-512, has a salt of its own, and matches its password alone", () => {
  const first = hashPassword("secret");
  const second = hashPassword("secret");
  assert.match(first, /^\$6\$[a-zA-Z0-9./]{16}\$[a-zA-Z0-9./]{86}$/);
  assert.notEqual(first, second);
  assert.ok(passwordMatches("secret", first) && passwordMatches("secret", second));
  assert.ok(!passwordMatches("Secret", first));
  assert.ok(!passwordMatches("", first));
});

test("MD5, too many rounds and passwords beyond the limit are refused and never match", () => {
  const md5 = "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/";
  const slow = `$6$rounds=999999999$salt$${"a".repeat(86)}`;
  assert.match(refusedHash(md5)!, /MD5/);
  assert.match(refusedHash(slow)!, /rounds/);
  assert.match(refusedHash(`$0$${"x".repeat(257)}`)!, /256 bytes/);
  assert.equal(refusedHash("$0$secret"), undefined);
  assert.equal(refusedHash(hashPassword("secret")), undefined);
  assert.ok(!passwordMatches("password", md5));
  assert.ok(!passwordMatches("a", slow));
});

function opensslHash(id: "5" | "6", salt: string, password: string): string {
  return execFileSync("openssl", ["passwd", `-${id}`, "-salt", salt, "-stdin"], { input: `${password}\n` })
    .toString()
    .trim();
}
