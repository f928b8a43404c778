import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { prefix } from "../../translators/ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../../translators/ip/prefix-blocks.js";
import { prefixesMeet, prefixHolds } from "../../translators/ip/prefix-relations.js";

/** By how many names one prefix is found when another looks for it. */
function timesFound(there: string, looking: string): number {
  const names = new Set(blocksOf(prefix(there)));
  return blocksToLookIn(prefix(looking)).filter((name) => names.has(name)).length;
}

const neighbours: readonly (readonly [there: string, looking: string, found: 0 | 1])[] = [
  ["10.0.0.0/24", "10.0.0.0/24", 1],
  ["10.0.0.0/8", "10.1.2.3/32", 1],
  ["10.1.2.3/32", "10.0.0.0/8", 1],
  ["10.1.2.3/32", "10.0.0.0/9", 1],
  ["10.200.2.3/32", "10.0.0.0/9", 0],
  ["10.1.2.0/24", "10.1.3.0/24", 0],
  ["10.1.2.0/24", "10.1.2.0/23", 1],
  ["10.1.3.0/24", "10.1.2.0/23", 1],
  ["10.1.4.0/24", "10.1.2.0/23", 0],
  ["0.0.0.0/0", "10.1.2.3/32", 1],
  ["10.1.2.3/32", "0.0.0.0/0", 1],
  ["128.0.0.0/1", "0.0.0.0/1", 1],
  ["10.1.2.3/32", "0.0.0.0/1", 1],
  ["200.1.2.3/32", "0.0.0.0/1", 0],
  ["2001:db8::/32", "2001:db8:1::/64", 1],
  ["2001:db8:1::1/128", "2001:db8::/44", 1],
  ["2001:db8:10::1/128", "2001:db8::/44", 0],
];

for (const [there, looking, found] of neighbours) {
  test(`${looking} ${found === 1 ? "finds" : "does not look at"} ${there}`, () => {
    assert.equal(timesFound(there, looking), found);
  });
}

const octet = fc.constantFrom(0, 1, 2, 127, 128, 255);
const anyPrefix = fc
  .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
  .map(([a, b, c, d, length]) => `${a}.${b}.${c}.${d}/${length}`);

test("any prefix that holds another or is held by it is found by one name", () => {
  fc.assert(
    fc.property(anyPrefix, anyPrefix, (there, looking) => {
      const found = timesFound(there, looking);
      assert.ok(prefixesMeet(prefix(there), prefix(looking)) ? found === 1 : found <= 1, `${found}`);
    }),
  );
});

test("a prefix holds what has its bits, whatever the host bits are", () => {
  const outer = prefix("10.1.2.77/23");
  for (const [inner, isHeld] of [
    ["10.1.3.0/24", true],
    ["10.1.2.0/23", true],
    ["10.1.3.255/32", true],
    ["10.1.4.0/32", false],
    ["10.1.2.0/22", false],
  ] as const) {
    assert.equal(prefixHolds(outer, prefix(inner)), isHeld, inner);
  }
  assert.ok(prefixHolds(prefix("::/0"), prefix("2001:db8::1/128")));
  assert.ok(!prefixHolds(prefix("2001:db8::/127"), prefix("2001:db8::2/128")));
});

test("the names are few for prefixes of any length", () => {
  for (let length = 0; length <= 32; length++) {
    assert.ok(blocksOf(prefix(`10.1.2.3/${length}`)).length <= 6);
    assert.ok(blocksToLookIn(prefix(`10.1.2.3/${length}`)).length <= 4 + 128);
  }
  assert.equal(blocksToLookIn(prefix("2001:db8::1/128")).length, 17);
});
