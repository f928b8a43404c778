import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { typeSchema } from "../../../../src/northbound/restconf/openapi/type-schema.js";
import type { SchemaType } from "../../../../src/schema/described-module.js";

const typedef = undefined;
const identities = { "m:base": ["m:one", "n:two"], "m:other": ["n:two"] };
const text = { typedef, base: "string", length: [], patterns: [] } as const;

/** A type, values of it as RFC 7951 writes them, and what is none. */
const cases: readonly (readonly [
  title: string,
  type: SchemaType,
  takes: readonly unknown[],
  refuses: readonly unknown[],
])[] = [
  ["uint8", { typedef, base: "uint8", range: [] }, [0, 255], [256, -1, "1", 1.5]],
  [
    "a range with a gap",
    {
      typedef,
      base: "int32",
      range: [
        { min: "1", max: "4" },
        { min: "9", max: "9" },
      ],
    },
    [1, 9],
    [5, 10],
  ],
  ["uint64", { typedef, base: "uint64", range: [] }, ["18446744073709551615"], [1, "-1", "x"]],
  ["decimal64", { typedef, base: "decimal64", fractionDigits: 2, range: [] }, ["1.50", "-3"], [1.5, "a"]],
  ["string", { ...text, length: [{ min: "2", max: "3" }] }, ["ab"], ["a", "abcd", 1]],
  [
    "lengths with a gap",
    {
      ...text,
      length: [
        { min: "1", max: "1" },
        { min: "3", max: "18446744073709551615" },
      ],
    },
    ["a", "abcdef"],
    ["ab", ""],
  ],
  [
    "patterns",
    {
      ...text,
      patterns: [
        { expression: "[a-z]+", inverted: false },
        { expression: "x.*", inverted: true },
      ],
    },
    ["ab"],
    ["xa", "A"],
  ],
  ["enumeration", { typedef, base: "enumeration", values: [{ name: "up", value: 0 }] }, ["up"], ["down", 0]],
  [
    "bits",
    {
      typedef,
      base: "bits",
      values: [
        { name: "a", value: 0 },
        { name: "b.c", value: 1 },
      ],
    },
    ["", "a", "a b.c"],
    ["ab", "b-c", "a  b.c"],
  ],
  [
    "identityref with two bases",
    {
      typedef,
      base: "identityref",
      bases: [
        { module: "m", name: "base" },
        { module: "m", name: "other" },
      ],
    },
    ["n:two"],
    ["m:one", "two"],
  ],
  [
    "identityref",
    { typedef, base: "identityref", bases: [{ module: "m", name: "base" }] },
    ["m:one", "one", "n:two"],
    ["two"],
  ],
  ["union", { typedef, base: "union", types: [text, { typedef, base: "uint8", range: [] }] }, ["a", 7], [true, 700]],
  ["empty", { typedef, base: "empty" }, [[null]], [null, [], [null, null]]],
  ["boolean", { typedef, base: "boolean" }, [true], ["true"]],
  [
    "leafref",
    { typedef, base: "leafref", path: { xpath: "../a", prefixes: [] }, requireInstance: true, target: text },
    ["a"],
    [1],
  ],
];

for (const [title, type, takes, refuses] of cases) {
  test(`${title} takes its values and no others`, () => {
    const validate = new Ajv2020({ strict: false }).compile(typeSchema(type, "m", identities));
    for (const value of takes) assert.ok(validate(value), JSON.stringify(value));
    for (const value of refuses) assert.equal(validate(value), false, JSON.stringify(value));
  });
}
