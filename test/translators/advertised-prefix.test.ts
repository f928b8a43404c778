import assert from "node:assert/strict";
import { test } from "node:test";
import { advertisedPrefix } from "../../translators/ip/advertised-prefix.js";

const configured = { "valid-lifetime": 5000, "preferred-lifetime": 4000 };
const cases: readonly (readonly [what: string, shown: object, isSame: boolean])[] = [
  ["lifetimes that VPP has counted down", { "valid-lifetime": 4990, "preferred-lifetime": 3990 }, true],
  ["a longer lifetime", { "valid-lifetime": 5001, "preferred-lifetime": 4000 }, false],
  ["an infinite lifetime", { "valid-lifetime": 0xffff_ffff, "preferred-lifetime": 0xffff_ffff }, false],
  ["another flag", { ...configured, "on-link-flag": false }, false],
  ["a prefix that is not advertised", { "no-advertise": [null] }, false],
];
for (const [what, shown, isSame] of cases) {
  test(`${what} ${isSame ? "is" : "is not"} what was configured`, () => {
    assert.equal(advertisedPrefix.matches!(configured, shown), isSame);
  });
}
