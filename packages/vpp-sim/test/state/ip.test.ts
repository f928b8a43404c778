import assert from "node:assert/strict";
import { test } from "node:test";
import { addressText, filled, masked, overlap, prefixKey } from "../../src/state/ip.js";

const ip4 = (text: string) => Uint8Array.from(text.split(".").map(Number));
const ip6 = (...groups: number[]) => Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));

test("masks and fills behind the prefix length", () => {
  const cases: [string, number, string, string][] = [
    ["192.0.2.77", 0, "0.0.0.0", "255.255.255.255"],
    ["192.0.2.77", 9, "192.0.0.0", "192.127.255.255"],
    ["192.0.2.77", 24, "192.0.2.0", "192.0.2.255"],
    ["192.0.2.77", 31, "192.0.2.76", "192.0.2.77"],
    ["192.0.2.77", 32, "192.0.2.77", "192.0.2.77"],
    ["192.0.2.77", 33, "192.0.2.77", "192.0.2.77"],
  ];
  for (const [address, length, low, high] of cases) {
    assert.equal(addressText(masked(ip4(address), length)), low);
    assert.equal(addressText(filled(ip4(address), length)), high);
  }
});

test("equal prefixes have equal keys, whatever their host bits", () => {
  assert.equal(prefixKey(ip4("255.1.2.3"), 24), prefixKey(ip4("255.1.2.0"), 24));
  assert.notEqual(prefixKey(ip4("10.0.0.0"), 24), prefixKey(ip4("10.0.0.0"), 25));
  assert.equal(prefixKey(ip6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), 32), prefixKey(ip6(0x2001, 0xdb8, 0, 0, 0, 0, 0, 2), 32));
});

test("prefixes overlap when one holds the other, and beyond the family's end always", () => {
  const prefix = (address: string, length: number) => ({ address: ip4(address), length });
  assert.ok(overlap(prefix("10.0.0.1", 8), prefix("10.9.9.9", 32)));
  assert.ok(!overlap(prefix("10.0.0.0", 25), prefix("10.0.0.128", 25)));
  assert.ok(overlap(prefix("10.0.0.0", 33), prefix("192.0.2.1", 32)));
});

test("IPv6 text is short as RFC 5952 says", () => {
  assert.equal(addressText(ip6(0x2001, 0xdb8, 0, 0, 1, 0, 0, 0)), "2001:db8:0:0:1::");
  assert.equal(addressText(ip6(0, 0, 0, 0, 0, 0, 0, 1)), "::1");
  assert.equal(addressText(ip6(0, 0, 0, 0, 0, 0, 0, 0)), "::");
  assert.equal(addressText(ip6(1, 0, 2, 3, 4, 5, 6, 7)), "1:0:2:3:4:5:6:7");
});
