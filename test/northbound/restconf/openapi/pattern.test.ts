import assert from "node:assert/strict";
import { test } from "node:test";
import { ecmaPattern } from "../../../../src/northbound/restconf/openapi/pattern.js";

/** Pattern of YANG, values that it takes, values that it does not. */
const cases: readonly (readonly [pattern: string, takes: readonly string[], refuses: readonly string[]])[] = [
  ["a|b", ["a", "b"], ["ab", "xa", ""]],
  ["[0-9]+", ["12"], ["12\n", "a"]],
  ["\\d{1,2}", ["1", "12"], ["123", "x"]],
  ["[\\w.-]+", ["a.b-c"], ["a b"]],
  ["[^\\s]+", ["ab"], ["a b"]],
  ["$[a-z]^", ["$a^"], ["a"]],
  ["[\\p{N}\\p{L}]+", ["aé1"], ["-"]],
  ["a\\-b", ["a-b"], ["a\\-b"]],
  ["[a\\-z]", ["-", "z"], ["m"]],
  ["[-a]+", ["-a"], ["b"]],
  ["\\S+", ["ab"], [" "]],
];

for (const [pattern, takes, refuses] of cases) {
  test(`${pattern} takes and refuses in ECMAScript what it does in XML Schema`, () => {
    const expression = new RegExp(ecmaPattern(pattern)!, "u");
    for (const value of takes) assert.match(value, expression);
    for (const value of refuses) assert.doesNotMatch(value, expression);
  });
}

test("what ECMAScript cannot say has no pattern", () => {
  for (const pattern of ["[a-z-[aeiou]]", "\\i\\c*", "\\p{IsBasicLatin}", "(a", "[\\W]"]) {
    assert.equal(ecmaPattern(pattern), undefined, pattern);
  }
});
