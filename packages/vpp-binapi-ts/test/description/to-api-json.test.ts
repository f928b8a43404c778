import assert from "node:assert/strict";
import { test } from "node:test";
import { apiModules } from "../../src/api/index.js";
import { compileApi, encodeMessage, parseApiDescription, toApiJson } from "../../src/index.js";
import { messageCrc } from "../support/message-crc.js";

const json = JSON.stringify(toApiJson(apiModules));
const description = parseApiDescription(json);

test("what the generated modules are printed as has every message with its CRC", () => {
  const api = compileApi(description);
  for (const message of apiModules.flatMap((module) => module.messages)) {
    const again = api.message(message.name);
    assert.deepEqual([again?.kind, again?.crc, again?.head], [message.kind, message.crc, message.head], message.name);
  }
});

test("messages compiled from it are the same on the wire as the generated ones", () => {
  const api = compileApi(description);
  const head = { id: 1, clientIndex: 2, context: 3 };
  for (const message of apiModules.flatMap((module) => module.messages)) {
    const expected = encodeMessage(message, head, {});
    assert.deepEqual(encodeMessage(api.message(message.name)!, head, {}), expected, message.name);
  }
});

test("printing what was printed gives the same", () => {
  const printedAgain = parseApiDescription(JSON.stringify(toApiJson(apiModules)));
  assert.deepEqual(printedAgain, description);
});

test("the CRC of every message follows from its fields and types", () => {
  for (const message of description.modules.flatMap((module) => module.messages)) {
    assert.equal(messageCrc(description, message), message.crc, message.name);
  }
});

test("a module repeats the types that it imports", () => {
  const { types } = description.modules.find((module) => module.name === "interface")!;
  const names = types.map((type) => type.name);
  for (const name of ["address", "interface_index", "if_status_flags", "mac_address"])
    assert.ok(names.includes(name), name);
});
