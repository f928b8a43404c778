/** Values of RFC 7951 as VPP's, over the wire and back. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ByteReader, ByteWriter, compileApi } from "vpp-binapi-ts";
import { type Shape, shapes } from "../../src/vpp-api/shapes.js";
import { fieldsToVpp, pathOfCodec, ValueError } from "../../src/vpp-api/values/to-vpp.js";
import { fieldsToYang } from "../../src/vpp-api/values/to-yang.js";
import { exampleApi } from "./example-api.js";

const message = exampleApi.modules[0]!.messages[0]!;
const { fields } = shapes(exampleApi.modules)(message);
const { body } = compileApi(exampleApi).message("every_type")!;

type Values = Readonly<Record<string, unknown>>;

/** Through VPP's bytes. */
function overTheWire(values: Values): Values {
  const writer = new ByteWriter();
  body.write(writer, fieldsToVpp(fields, values));
  return fieldsToYang(fields, body.read(new ByteReader(Buffer.from(writer.written()))) as Values);
}

/** A field by name. */
function fieldOf(name: string) {
  return fields.find((field) => field.name === name)!;
}

const TABLE: readonly (readonly [field: string, yang: unknown, vpp: unknown])[] = [
  ["small", -128, -128],
  ["large", "18446744073709551615", 18446744073709551615n],
  ["ratio", "0.1", 0.1],
  ["ratio", "-INF", Number.NEGATIVE_INFINITY],
  ["is-add", true, true],
  ["tag", "näme", "näme"],
  ["key", "AAECAw==", new Uint8Array([0, 1, 2, 3])],
  ["engine-name", "rsa", new Uint8Array([0x72, 0x73, 0x61])],
  ["mac", "02:fe:00:00:00:0a", new Uint8Array([2, 0xfe, 0, 0, 0, 10])],
  ["four", "192.0.2.1", new Uint8Array([192, 0, 2, 1])],
  ["address", "192.0.2.1", { af: 0, un: { ip4: new Uint8Array([192, 0, 2, 1]) } }],
  ["prefix", "10.1.2.3/120", { address: { af: 0, un: { ip4: new Uint8Array([10, 1, 2, 3]) } }, len: 120 }],
  ["four-prefix", "10.1.2.3/8", { address: new Uint8Array([10, 1, 2, 3]), len: 8 }],
  ["colour", "GREEN", 2],
  ["colour", 7, 7],
  ["marks", "BOLD TALL", 5],
  ["marks", "", 0],
  ["marks", 2, 2],
  ["link-flags", "LINK_UP ADMIN_UP", 3],
  ["either", { point: { x: 1, y: "2" } }, { point: { x: 1, y: 2n } }],
  ["numbers", [1, 2, 3], [1, 2, 3]],
  ["points", [{ x: -1, y: "-2" }], [{ x: -1, y: -2n }]],
];

for (const [name, yang, vpp] of TABLE) {
  test(`${name} ${JSON.stringify(yang)} is the same on both sides`, () => {
    const field = fieldOf(name);
    const bytesAsArrays = (value: unknown) => (value instanceof Uint8Array ? new Uint8Array(value) : (value as Values));
    const converted = fieldsToVpp([field], { [name]: yang })[field.codecName];
    assert.deepEqual(bytesAsArrays(converted), bytesAsArrays(vpp));
    assert.deepEqual(fieldsToYang([field], { [field.codecName]: vpp }), { [name]: yang });
  });
}

const REFUSED: readonly (readonly [field: string, yang: unknown, path: string])[] = [
  ["tag", "ä".repeat(8), "/tag"],
  ["four", "192.0.2.256", "/four"],
  ["prefix", "10.0.0.0/256", "/prefix"],
  ["four-prefix", "::/0", "/four-prefix"],
];

for (const [name, yang, path] of REFUSED) {
  test(`${name} ${JSON.stringify(yang)}, which VPP's message cannot hold, is refused with its place`, () => {
    assert.throws(
      () => fieldsToVpp([fieldOf(name)], { [name]: yang }),
      (error) => error instanceof ValueError && error.path === path,
    );
  });
}

test("the place that the codec names is one of the model", () => {
  assert.equal(pathOfCodec("ip_route_add_del.route.paths[0].swIfIndex"), "/route/paths[1]/sw-if-index");
});

test("of a union that nothing selects in, the widest member is shown, and an address by what stands beside it", () => {
  const [either, six] = [fieldOf("either"), fieldOf("six")];
  const bytes = new Uint8Array(16);
  bytes[0] = 10;
  assert.deepEqual(fieldsToYang([either], { either: { number: 1, point: { x: 1, y: 0n } } }), {
    either: { point: { x: 1, y: "0" } },
  });
  const union: Shape = {
    kind: "union",
    name: "address_union",
    members: [
      { ...fieldOf("four"), name: "ip4", codecName: "ip4" },
      { ...six, name: "ip6", codecName: "ip6" },
    ],
  };
  const nextHop = { name: "nh", codecName: "nh", shape: union };
  const proto = {
    name: "proto",
    codecName: "proto",
    shape: { kind: "enum", name: "fib_path_nh_proto", base: "u32", constants: [] } as const,
  };
  const nh = { ip4: bytes.subarray(0, 4), ip6: bytes };
  assert.deepEqual(fieldsToYang([nextHop], { nh }), { nh: { ip4: "10.0.0.0" } });
  assert.deepEqual(fieldsToYang([nextHop, proto], { nh, proto: 1 }), { nh: { ip6: "a00::" }, proto: 1 });
});

test("what no YANG string can hold is replaced in what VPP says", () => {
  const tag = fieldOf("tag");
  assert.deepEqual(fieldsToYang([tag], { tag: "a\u0001\ud800b" }), { tag: "a\uFFFD\uFFFDb" });
});

/** Any value of a shape, as libyang hands it over. */
function arbitrary(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "integer": {
      const bits = BigInt(shape.base.slice(1));
      const min = shape.base.startsWith("u") ? 0n : -(2n ** (bits - 1n));
      const range = fc.bigInt({ min, max: min + 2n ** bits - 1n });
      return range.map((value) => (bits === 64n ? String(value) : Number(value)));
    }
    case "bool":
      return fc.boolean();
    case "float":
      return fc.double().map((value) => String(value).replace("Infinity", "INF").replace(/^-0$/, "0"));
    case "string":
      return fc.stringMatching(/^[ -~äß€]{0,5}$/);
    case "bytes":
      return shape.isText
        ? fc.stringMatching(/^[a-z]{0,16}$/)
        : fc
            .uint8Array({ minLength: shape.length!, maxLength: shape.length! })
            .map((bytes) => Buffer.from(bytes).toString("base64"));
    case "text":
      return arbitraryText(shape.format);
    case "enum":
      return fc.constantFrom("RED", "GREEN", 0, 4294967295);
    case "bits":
      return shape.name === "marks"
        ? fc.constantFrom("", "BOLD", "BOLD TALL", 2, 255)
        : fc.constantFrom("", "LINK_UP", 4);
    case "struct":
      return fc.record(Object.fromEntries(shape.fields.map(({ name, shape: field }) => [name, arbitrary(field)])));
    case "array":
      return fc.array(arbitrary(shape.element), { minLength: shape.length ?? 1, maxLength: shape.length ?? 4 });
    case "union":
      return fc.constant({});
  }
}

function arbitraryText(format: string): fc.Arbitrary<string> {
  const four = fc.ipV4();
  const six = fc
    .tuple(fc.integer({ min: 0x1000, max: 0xfffe }), fc.integer({ min: 1, max: 0xffff }))
    .map(([first, last]) => `${first.toString(16)}::${last.toString(16)}`);
  const withLength = (address: fc.Arbitrary<string>) => fc.tuple(address, fc.nat(255)).map((parts) => parts.join("/"));
  const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
    mac: fc
      .array(fc.nat(255), { minLength: 6, maxLength: 6 })
      .map((octets) => octets.map((octet) => octet.toString(16).padStart(2, "0")).join(":")),
    ip4: four,
    ip6: six,
    address: fc.oneof(four, six),
    "ip4-prefix": withLength(four),
    "ip6-prefix": withLength(six),
    prefix: withLength(fc.oneof(four, six)),
  };
  return texts[format]!;
}

/** The discriminator selects a member: they are drawn together. */
const either = fc.oneof(
  fc.record({ type: fc.constant("RED"), either: fc.record({ number: fc.nat() }) }),
  fc.record({
    type: fc.constant("GREEN"),
    either: fc.record({ point: fc.record({ x: fc.integer(), y: fc.bigInt({ min: -9n, max: 9n }).map(String) }) }),
  }),
);

test("any value of every type comes back from VPP's bytes as it was", () => {
  const others = fields.filter(({ name }) => name !== "type" && name !== "either");
  const values = fc.tuple(arbitrary({ kind: "struct", name: "", fields: others }), either);
  fc.assert(
    fc.property(values, ([some, choice]) => {
      // Without the null prototypes that records of fast-check have.
      const all = JSON.parse(JSON.stringify({ ...(some as object), ...choice }));
      assert.deepEqual(overTheWire(all), all);
    }),
    { numRuns: 300 },
  );
});
