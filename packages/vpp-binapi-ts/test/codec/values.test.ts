import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { decodeMessage, encodeMessage, textOf, VppDecodeError, VppEncodeError } from "../../src/index.js";
import { compiledMessage } from "../support/api-json.js";

const head = { id: 0, clientIndex: 0, context: 0 };
const headHex = "000000000000";

type Message = ReturnType<typeof compiledMessage>;

function hexOf(message: Message, fields: Record<string, unknown>): string {
  const hex = encodeMessage(message, head, fields).toString("hex");
  assert.ok(hex.startsWith(headHex));
  return hex.slice(headHex.length);
}

function valuesOf(message: Message, hex: string): Record<string, unknown> {
  return decodeMessage(message, Buffer.from(headHex + hex, "hex")).fields;
}

/** Field in VPP's JSON, value, bytes: each must be written and read so. */
const scalarCases: readonly [type: string, value: unknown, hex: string][] = [
  ["u8", 255, "ff"],
  ["i8", -2, "fe"],
  ["u16", 0x1234, "1234"],
  ["i16", -2, "fffe"],
  ["u32", 0xfedcba98, "fedcba98"],
  ["i32", -2, "fffffffe"],
  ["u64", 0xfedcba9876543210n, "fedcba9876543210"],
  ["i64", -2n, "fffffffffffffffe"],
  ["bool", true, "01"],
  ["f64", 1.5, "000000000000f83f"],
];

for (const [type, value, hex] of scalarCases) {
  test(`${type} ${value} is ${hex} on the wire`, () => {
    const message = compiledMessage([[type, "x"]]);
    assert.equal(hexOf(message, { x: value }), hex);
    assert.deepEqual(valuesOf(message, hex), { x: value });
  });
}

const unfitCases: readonly [type: string, value: unknown][] = [
  ["u8", 256],
  ["u8", -1],
  ["u16", 1.5],
  ["i32", 2 ** 31],
  ["u32", "7"],
  ["u64", -1n],
  ["u64", 2 ** 60],
  ["i64", 2n ** 63n],
  ["bool", 1],
  ["f64", "1"],
];

for (const [type, value] of unfitCases) {
  test(`${typeof value} ${value} is not accepted as ${type}`, () => {
    const message = compiledMessage([[type, "x"]]);
    assert.throws(
      () => hexOf(message, { x: value }),
      (error: VppEncodeError) => {
        assert.ok(error instanceof VppEncodeError);
        assert.equal(error.path, "m.x");
        return true;
      },
    );
  });
}

test("a safe integer is accepted where 64 bits are wanted", () => {
  assert.equal(hexOf(compiledMessage([["u64", "x"]]), { x: 5 }), "0000000000000005");
});

test("fixed strings are padded with zeros and read up to the NUL", () => {
  const message = compiledMessage([["string", "name", 6]]);
  assert.equal(hexOf(message, { name: "tap" }), "746170000000");
  assert.deepEqual(valuesOf(message, "746100ffff00"), { name: "ta" });
  assert.deepEqual(valuesOf(message, "616263646566"), { name: "abcdef" });
  assert.throws(() => hexOf(message, { name: "too long" }), /m\.name: text of 8 bytes, at most 6 fit/);
});

test("counted strings carry their length", () => {
  const message = compiledMessage([["string", "text", 0]]);
  assert.equal(hexOf(message, { text: "hé" }), "0000000368c3a9");
  assert.deepEqual(valuesOf(message, "0000000368c3a9"), { text: "hé" });
});

test("byte arrays take bytes or text and give bytes", () => {
  const message = compiledMessage([["u8", "name", 4]]);
  assert.equal(hexOf(message, { name: "ab" }), "61620000");
  assert.equal(hexOf(message, { name: new Uint8Array([1, 2, 3, 4]) }), "01020304");
  const { name } = valuesOf(message, "61620000");
  assert.deepEqual(name, new Uint8Array([0x61, 0x62, 0, 0]));
  assert.equal(textOf(name as Uint8Array), "ab");
  assert.throws(() => hexOf(message, { name: "abcde" }), /5 bytes, at most 4 fit/);
});

test("counted arrays fill and hide their counting field", () => {
  const message = compiledMessage([
    ["u8", "n"],
    ["u16", "tags", 0, "n"],
  ]);
  assert.equal(hexOf(message, { tags: [1, 2] }), "0200010002");
  assert.equal(hexOf(message, {}), "00");
  assert.deepEqual(valuesOf(message, "0200010002"), { tags: [1, 2] });
  assert.throws(() => hexOf(message, { n: 2, tags: [1, 2] }), /m\.n: is filled from the length of tags/);
  assert.throws(() => hexOf(message, { tags: Array(256).fill(0) }), /m\.n: 256 is not a u8/);
  assert.throws(() => hexOf(message, { tags: [1, 70000] }), /m\.tags\[1\]: 70000 is not a u16/);
});

test("counted bytes work as counted arrays do", () => {
  const message = compiledMessage([
    ["u32", "length"],
    ["u8", "data", 0, "length"],
  ]);
  assert.equal(hexOf(message, { data: "xy" }), "000000027879");
  assert.deepEqual(valuesOf(message, "000000027879"), { data: new Uint8Array([0x78, 0x79]) });
});

test("fixed arrays are filled up with defaults", () => {
  const parts = { types: [["pair", ["u8", "a"], ["u8", "b", { default: 9 }]]] };
  const message = compiledMessage([["vl_api_pair_t", "pairs", 2]], parts);
  assert.equal(hexOf(message, { pairs: [{ a: 1 }] }), "01090009");
  assert.equal(hexOf(message, {}), "00090009");
  assert.throws(() => hexOf(message, { pairs: [{}, {}, {}] }), /3 elements, at most 2 fit/);
});

test("an absent field has the declared default, else zero", () => {
  const message = compiledMessage([
    ["u32", "index", { default: 4294967295 }],
    ["bool", "isAdd", { default: "true" }],
    ["u8", "x"],
  ]);
  assert.equal(hexOf(message, {}), "ffffffff0100");
  assert.equal(hexOf(message, { index: undefined, isAdd: false }), "ffffffff0000");
});

test("a field that does not exist is an error that names it", () => {
  const parts = { types: [["inner", ["u8", "a"]]] };
  const message = compiledMessage([["vl_api_inner_t", "inner"]], parts);
  assert.throws(() => hexOf(message, { inner: { a: 1, b: 2 } }), /^VppEncodeError: m\.inner\.b: no such field$/);
  assert.throws(() => hexOf(message, { inner: 5 }), /m\.inner: an object with the fields of inner is expected/);
});

test("enums and flags are numbers of their declared width, known or not", () => {
  const parts = {
    enums: [["color", ["RED", 0], ["BLUE", 2], { enumtype: "u8" }]],
    enumflags: [["bits", ["A", 1], { enumtype: "u16" }]],
  };
  const message = compiledMessage(
    [
      ["vl_api_color_t", "color"],
      ["vl_api_bits_t", "bits"],
    ],
    parts,
  );
  assert.equal(hexOf(message, { color: 2, bits: 3 }), "020003");
  assert.deepEqual(valuesOf(message, "63ffff"), { color: 99, bits: 0xffff });
});

test("aliases are what they stand for", () => {
  const parts = { aliases: { mac_address: { type: "u8", length: 6 }, index: { type: "u32" } } };
  const message = compiledMessage(
    [
      ["vl_api_mac_address_t", "mac"],
      ["vl_api_index_t", "index"],
    ],
    parts,
  );
  assert.equal(hexOf(message, { mac: new Uint8Array([2, 0, 0, 0, 0, 1]), index: 7 }), "02000000000100000007");
});

test("names that do not follow the rule keep their meaning", () => {
  const message = compiledMessage([
    ["u8", "sampling_N"],
    ["u8", "features_first_32"],
  ]);
  assert.deepEqual(valuesOf(message, "0102"), { samplingN: 1, featuresFirst32: 2 });
});

test("more bytes than the message needs are accepted, fewer are not", () => {
  const message = compiledMessage([["u32", "x"]]);
  assert.deepEqual(valuesOf(message, "00000001ffff"), { x: 1 });
  assert.throws(
    () => valuesOf(message, "000000"),
    (error: VppDecodeError) => {
      assert.ok(error instanceof VppDecodeError);
      assert.equal(error.path, "m.x");
      return true;
    },
  );
});

test("a message that is cut names the first field that is not there", () => {
  const parts = { types: [["inner", ["u16", "a"], ["u8", "b"]]] };
  const message = compiledMessage(
    [
      ["u8", "x"],
      ["u32", "y"],
      ["vl_api_inner_t", "inner", 2],
      ["string", "name", 4],
      ["i64", "z"],
    ],
    parts,
  );
  const whole = "01 00000002 000301 000401 61000000 0000000000000005".replaceAll(" ", "");
  const cuts = [
    [0, "m.x"],
    [4, "m.y"],
    [6, "m.inner[0].a"],
    [7, "m.inner[0].b"],
    [10, "m.inner[1].b"],
    [12, "m.name"],
    [22, "m.z"],
  ] as const;
  for (const [size, path] of cuts) {
    assert.throws(
      () => valuesOf(message, whole.slice(0, 2 * size)),
      (error: VppDecodeError) => error instanceof VppDecodeError && error.path === path,
      `${size} bytes`,
    );
  }
  const values = {
    x: 1,
    y: 2,
    inner: [
      { a: 3, b: 1 },
      { a: 4, b: 1 },
    ],
    name: "a",
    z: 5n,
  };
  assert.deepEqual(valuesOf(message, whole), values);
  assert.equal(hexOf(message, values), whole);
});

test("a value of any type but the right one is refused by the path of its field", () => {
  const message = compiledMessage([
    ["u32", "first"],
    ["bool", "second"],
    ["i16", "third"],
  ]);
  const others = [5n, Symbol("x"), {}, [], "1", Number.NaN, Number.POSITIVE_INFINITY, null, () => 1];
  for (const [name, wrong] of ["first", "second", "third"].flatMap((each) =>
    others.map((other) => [each, other] as const),
  )) {
    assert.throws(
      () => hexOf(message, { [name]: wrong }),
      (error: VppEncodeError) => error instanceof VppEncodeError && error.path === `m.${name}`,
    );
  }
});

test("names of fields are text and nothing else, whatever VPP says about itself", () => {
  const odd = ['x"];throw 1;//', "constructor", "at", "bytes", "`source`", "\u2028"];
  const message = compiledMessage(odd.map((name) => ["u8", name]));
  const names = Object.keys(valuesOf(message, "010203040506"));
  assert.equal(names.length, odd.length);
  const values = Object.fromEntries(names.map((name, index) => [name, index + 1]));
  assert.deepEqual(valuesOf(message, "010203040506"), values);
  assert.equal(hexOf(message, values), "010203040506");
});

test("a count that cannot be true takes no memory", () => {
  const list = compiledMessage([
    ["u32", "n"],
    ["u16", "tags", 0, "n"],
  ]);
  assert.throws(() => valuesOf(list, "ffffffff0001"), /m\.tags: 4294967295 elements announced, 2 bytes left/);
  const text = compiledMessage([["string", "text", 0]]);
  assert.throws(() => valuesOf(text, "ffffffff61"), VppDecodeError);
});

test("a counted array that is not the last field is refused when the description is read", () => {
  assert.throws(
    () =>
      compiledMessage([
        ["u8", "n"],
        ["u8", "data", 0, "n"],
        ["u8", "x"],
      ]),
    /must be the last field/,
  );
});
