import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseFree } from "../../src/vpp-limits/free-heap.js";
import { addressText, rangeOfPrefix, rangesOf, withoutRanges } from "../../translators/nat/address-ranges.js";
import { createTestBed } from "../translators/test-bed.js";
import { eachMessageIsRefused } from "./each-message-refused.js";
import { kinds, nat } from "./scenarios/nat.js";

describe("VPP refuses a message in the midst of a commit", () => {
  const changes = {
    "that makes a NAT44": [nat(), nat(kinds.endpointDependent)],
    "that changes the kind of processing": [nat(kinds.endpointDependent), nat(kinds.endpointIndependent)],
    "that makes NAT64, NAT66 and det44": [nat(), nat(kinds.nat64, kinds.nat66, kinds.det44)],
    "that deletes them": [nat(kinds.nat64, kinds.nat66, kinds.det44), nat()],
  } as const;
  for (const [name, [first, second]] of Object.entries(changes)) {
    test(`${name}, and VPP is as before`, async () => {
      const bed = await createTestBed();
      try {
        await bed.configure(first);
        await eachMessageIsRefused(bed, first, second);
      } finally {
        await bed.close();
      }
    });
  }
});

test("addresses that a pool gains and loses are the difference of its ranges", () => {
  const use = { vrf: undefined, twiceNat: false };
  const before = [rangeOfPrefix("192.0.2.0/29", use), rangeOfPrefix("198.51.100.0/32", use)];
  const after = [rangeOfPrefix("192.0.2.4/30", use), rangeOfPrefix("192.0.2.8/30", { ...use, vrf: "red" })];
  const text = (ranges: typeof before) =>
    ranges.map(({ first, last, vrf }) => `${addressText(first)}-${addressText(last)} ${vrf ?? "any"}`);
  assert.deepEqual(text(withoutRanges(before, after)), ["192.0.2.0-192.0.2.3 any", "198.51.100.0-198.51.100.0 any"]);
  assert.deepEqual(text(withoutRanges(after, before)), ["192.0.2.8-192.0.2.11 red"]);
  assert.deepEqual(withoutRanges(before, before), []);
  assert.deepEqual(rangesOf([2, 1, 4].map((address) => ({ ...use, address }))), [
    { ...use, first: 1, last: 2 },
    { ...use, first: 4, last: 4 },
  ]);
});

test("the free part of VPP's heap is read from its words", () => {
  assert.equal(parseFree("total: 1.00G, used: 156.51M, free: 867.50M, trimmable: 1M"), 867.5 * 2 ** 20);
  assert.equal(parseFree("free: 512"), 512);
  assert.equal(parseFree("no such words"), undefined);
});
