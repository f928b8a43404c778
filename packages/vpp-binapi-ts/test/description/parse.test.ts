import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiDescriptionError, parseApiDescription } from "../../src/index.js";

const head = [
  ["u16", "_vl_msg_id"],
  ["u32", "client_index"],
  ["u32", "context"],
];

/** The smallest file that VPP could write, with some parts given. */
function moduleJson(parts: Record<string, unknown>) {
  return { module: "demo", vl_api_version: "0x1a2b3c4", options: {}, ...parts };
}

function parsed(parts: Record<string, unknown>) {
  return parseApiDescription(JSON.stringify(moduleJson(parts))).modules[0]!;
}

test("a module has its name, version, CRC and imports", () => {
  const { name, version, crc, imports } = parsed({ options: { version: "1.2.3" }, imports: ["vnet/ip/ip_types.api"] });
  assert.deepEqual(
    { name, version, crc, imports },
    {
      name: "demo",
      version: "1.2.3",
      crc: "01a2b3c4",
      imports: ["vnet/ip/ip_types.api"],
    },
  );
});

test("fields keep length, counting field, default and discriminator", () => {
  const { types } = parsed({
    types: [
      [
        "everything",
        ["u32", "plain"],
        ["u8", "fixed", 16],
        ["string", "name", 64],
        ["vl_api_address_union_t", "un", { discriminator: "af" }],
        ["u32", "index", { default: 4294967295 }],
        ["u8", "count"],
        ["vl_api_fib_path_t", "paths", 0, "count"],
        { comment: "/* not kept */" },
      ],
      ["text", ["string", "rest", 0]],
    ],
  });
  assert.deepEqual(types, [
    {
      kind: "struct",
      name: "everything",
      fields: [
        { name: "plain", type: "u32" },
        { name: "fixed", type: "u8", length: 16 },
        { name: "name", type: "string", length: 64 },
        { name: "un", type: "address_union", discriminator: "af" },
        { name: "index", type: "u32", default: 4294967295 },
        { name: "count", type: "u8" },
        { name: "paths", type: "fib_path", countedBy: "count" },
      ],
    },
    { kind: "struct", name: "text", fields: [{ name: "rest", type: "string" }] },
  ]);
});

test("defaults of a bool are truth values however VPP writes them", () => {
  const written = [false, "true", 0, 4294967295];
  const { types } = parsed({
    types: [["b", ...written.map((value, index) => ["bool", `b${index}`, { default: value }])]],
  });
  const fields = types[0]?.kind === "struct" ? types[0].fields : [];
  assert.deepEqual(
    fields.map((field) => field.default),
    [false, true, false, true],
  );
});

test("enums, flags, aliases and unions are types too", () => {
  const { types } = parsed({
    enums: [["color", ["RED", 0], ["BLUE", 2], { enumtype: "u8" }]],
    enumflags: [["bits", ["A", 1], ["B", 2], {}]],
    aliases: { mac: { type: "u8", length: 6 }, index: { type: "u32" } },
    unions: [["choice", ["u8", "small", { case: "RED" }], ["u32", "large"]]],
  });
  assert.deepEqual(types, [
    {
      kind: "enum",
      name: "color",
      base: "u8",
      constants: [
        ["RED", 0],
        ["BLUE", 2],
      ],
    },
    {
      kind: "enumflag",
      name: "bits",
      base: "u32",
      constants: [
        ["A", 1],
        ["B", 2],
      ],
    },
    { kind: "alias", name: "mac", type: "u8", length: 6 },
    { kind: "alias", name: "index", type: "u32" },
    {
      kind: "union",
      name: "choice",
      members: [
        { name: "small", type: "u8", case: "RED" },
        { name: "large", type: "u32" },
      ],
    },
  ]);
});

test("messages have a CRC and options, services say how they are answered", () => {
  const { messages, services } = parsed({
    messages: [["ask", ...head, { crc: "0x51077d14", options: { status: "in_progress", deprecated: null } }]],
    services: {
      ask: { reply: "ask_reply" },
      shout: { reply: "null" },
      ask_dump: { reply: "ask_details", stream: true },
      ask_get: { reply: "ask_get_reply", stream: true, stream_msg: "ask_details" },
      want_ask: { reply: "want_ask_reply", events: ["ask_event"] },
    },
  });
  assert.equal(messages[0]!.crc, "51077d14");
  assert.deepEqual(messages[0]!.options, { status: "in_progress", deprecated: null });
  assert.deepEqual(services, [
    { request: "ask", reply: "ask_reply", stream: false, events: [] },
    { request: "shout", reply: null, stream: false, events: [] },
    { request: "ask_dump", reply: "ask_details", stream: true, events: [] },
    { request: "ask_get", reply: "ask_get_reply", stream: true, streamMessage: "ask_details", events: [] },
    { request: "want_ask", reply: "want_ask_reply", stream: false, events: ["ask_event"] },
  ]);
});

test("the array of get_api_json gives all its modules", () => {
  const { modules } = parseApiDescription([moduleJson({}), moduleJson({ module: "other" })]);
  assert.deepEqual(
    modules.map(({ name }) => name),
    ["demo", "other"],
  );
});

test("what is not VPP's JSON is refused with the place", () => {
  assert.throws(() => parseApiDescription("{"), ApiDescriptionError);
  assert.throws(() => parsed({ messages: [["ask", { crc: "zz" }]] }), /CRC of ask/);
  assert.throws(() => parsed({ types: [["t", ["u32", "x", { default: "many" }]]] }), /default of x/);
});
