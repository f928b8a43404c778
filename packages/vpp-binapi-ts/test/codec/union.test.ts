import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { decodeMessage, encodeMessage } from "../../src/index.js";
import { compiledMessage } from "../support/api-json.js";

const head = { id: 0, clientIndex: 0, context: 0 };
const bytes4 = new Uint8Array([192, 0, 2, 1]);
const bytes16 = new Uint8Array([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
const hex4 = "c0000201000000000000000000000000";
const hex16 = "20010db8000000000000000000000001";

const family = ["address_family", ["ADDRESS_IP4", 0], ["ADDRESS_IP6", 1], { enumtype: "u8" }];

/** An address as VPP 26.06 describes it; `annotated` false leaves out what older releases do not say. */
function addressMessage(annotated: boolean, fields?: readonly unknown[]) {
  const member = (type: string, name: string, caseName: string) => [
    type,
    name,
    ...(annotated ? [{ case: caseName }] : []),
  ];
  return compiledMessage(fields ?? [["vl_api_address_t", "address"]], {
    enums: [family],
    aliases: { ip4_address: { type: "u8", length: 4 }, ip6_address: { type: "u8", length: 16 } },
    unions: [
      [
        "address_union",
        member("vl_api_ip4_address_t", "ip4", "ADDRESS_IP4"),
        member("vl_api_ip6_address_t", "ip6", "ADDRESS_IP6"),
      ],
    ],
    types: [
      [
        "address",
        ["vl_api_address_family_t", "af"],
        ["vl_api_address_union_t", "un", ...(annotated ? [{ discriminator: "af" }] : [])],
      ],
    ],
  });
}

function hexOf(message: ReturnType<typeof addressMessage>, fields: Record<string, unknown>): string {
  return encodeMessage(message, head, fields).toString("hex").slice(12);
}

function valuesOf(message: ReturnType<typeof addressMessage>, hex: string): Record<string, unknown> {
  return decodeMessage(message, Buffer.from(`000000000000${hex}`, "hex")).fields;
}

for (const annotated of [true, false]) {
  const release = annotated ? "with annotations" : "of a VPP before 26.06";
  test(`the discriminator selects the member in a description ${release}`, () => {
    const message = addressMessage(annotated);
    assert.equal(hexOf(message, { address: { af: 0, un: { ip4: bytes4 } } }), `00${hex4}`);
    assert.equal(hexOf(message, { address: { af: 1, un: { ip6: bytes16 } } }), `01${hex16}`);
    assert.deepEqual(valuesOf(message, `00${hex4}`), { address: { af: 0, un: { ip4: bytes4 } } });
    assert.deepEqual(valuesOf(message, `01${hex16}`), { address: { af: 1, un: { ip6: bytes16 } } });
  });
}

test("a member that the discriminator does not select is refused", () => {
  const wrong = { address: { af: 0, un: { ip6: bytes16 } } };
  assert.throws(() => hexOf(addressMessage(true), wrong), /m\.address\.un\.ip6: the discriminator selects ip4/);
  const unknown = { address: { af: 0, un: { ip5: bytes4 } } };
  assert.throws(() => hexOf(addressMessage(true), unknown), /m\.address\.un\.ip5/);
});

test("without a discriminator all members are read, and what was read can be written", () => {
  const message = addressMessage(true, [["vl_api_address_union_t", "un"]]);
  const values = valuesOf(message, hex16);
  assert.deepEqual(values, { un: { ip4: bytes16.slice(0, 4), ip6: bytes16 } });
  assert.equal(hexOf(message, values), hex16);
  assert.equal(hexOf(message, { un: { ip4: bytes4 } }), hex4);
});

test("bytes behind the selected member are not dropped", () => {
  const message = addressMessage(true);
  const odd = `00${hex16}`;
  const values = valuesOf(message, odd);
  assert.deepEqual(values, { address: { af: 0, un: { ip4: bytes16.slice(0, 4), ip6: bytes16 } } });
  assert.equal(hexOf(message, values), odd);
});

test("an absent union is zero", () => {
  assert.equal(hexOf(addressMessage(true), {}), "00".repeat(17));
  assert.equal(hexOf(addressMessage(true), { address: { af: 1 } }), `01${"00".repeat(16)}`);
});

test("an unknown discriminator gives all members", () => {
  const { address } = valuesOf(addressMessage(true), `63${hex4}`) as { address: { un: object } };
  assert.deepEqual(Object.keys(address.un), ["ip4", "ip6"]);
});
