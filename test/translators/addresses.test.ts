import assert from "node:assert/strict";
import { isIPv6 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import {
  address,
  formatAddress,
  formatIp6,
  formatMac,
  formatPrefix,
  ip6Bytes,
  macBytes,
  prefix,
} from "../../translators/ip/addresses.js";

const written: readonly (readonly [text: string, canonical: string])[] = [
  ["::", "::"],
  ["::1", "::1"],
  ["1::", "1::"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
];

test("IPv6 addresses are read in every spelling and written as RFC 5952 says", () => {
  for (const [text, canonical] of written) assert.equal(formatIp6(ip6Bytes(text)), canonical);
});

test("any IPv6 address survives the way to bytes and back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const text = formatIp6(bytes);
      assert.ok(isIPv6(text), text);
      assert.deepEqual(ip6Bytes(text), bytes);
    }),
  );
});

test("prefixes are written without their host bits, as YANG's canonical form has them", () => {
  assert.equal(formatPrefix(prefix("192.0.2.77/24")), "192.0.2.0/24");
  assert.equal(formatPrefix(prefix("192.0.2.77/32")), "192.0.2.77/32");
  assert.equal(formatPrefix(prefix("255.255.255.255/0")), "0.0.0.0/0");
  assert.equal(formatPrefix(prefix("2001:db8:ffff::1/33")), "2001:db8:8000::/33");
  assert.equal(formatPrefix(prefix("2001:db8::1/128")), "2001:db8::1/128");
});

test("addresses say their family", () => {
  for (const text of ["192.0.2.1", "2001:db8::1"]) assert.equal(formatAddress(address(text)), text);
});

test("MAC addresses are written in lower case", () => {
  assert.equal(formatMac(macBytes("02:FE:00:0a:b0:01")), "02:fe:00:0a:b0:01");
});
