import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { apiModules } from "../src/api/index.js";
import { decodeMessage, encodeMessage, type Message } from "../src/index.js";

// Messages that passed between a client and a real VPP 26.06; scripts/convert-exchanges.mjs made the file.

interface Exchanged {
  readonly scenario: string;
  readonly direction: "req" | "rep" | "event";
  readonly message: Message<unknown>;
  readonly crc: string;
  readonly facts: Readonly<Record<string, number | boolean>>;
  readonly bytes: Buffer;
}

const messages = new Map(apiModules.flatMap((module) => module.messages).map((message) => [message.name, message]));
const exchanged = readExchanges();

test("recorded messages have the CRC that ours have", () => {
  assert.ok(exchanged.length > 200);
  for (const { message, crc } of exchanged) assert.equal(message.crc, crc, message.name);
});

test("recorded messages decode to what they say", () => {
  for (const { message, facts, bytes, scenario } of exchanged) {
    const fields = decodeMessage(message, bytes).fields as Record<string, unknown>;
    for (const [apiName, fact] of Object.entries(facts)) {
      const name = message.body.fields.find(([field]) => field === camelCase(apiName))?.[0];
      assert.ok(name !== undefined, `${message.name} has no field for ${apiName}`);
      if (isCounting(message, name)) continue;
      const value = typeof fields[name] === "bigint" ? Number(fields[name]) : fields[name];
      assert.equal(value, fact, `${message.name}.${name} in ${scenario}`);
    }
  }
});

test("recorded requests are encoded to the same bytes again", () => {
  const requests = exchanged.filter(({ direction }) => direction === "req");
  assert.ok(requests.length > 100);
  for (const { message, bytes } of requests)
    assert.equal(encodedAgain(message, bytes), bytes.toString("hex"), message.name);
});

test("recorded answers and events are encoded to the same bytes again, but for what stands behind their last field", () => {
  for (const { message, bytes } of exchanged.filter(({ direction }) => direction !== "req")) {
    const again = encodedAgain(message, bytes);
    const hex = bytes.toString("hex");
    assert.ok(hex.startsWith(again), message.name);
    assert.match(hex.slice(again.length), /^0*$/, message.name);
  }
});

function encodedAgain(message: Message<unknown>, bytes: Buffer): string {
  const decoded = decodeMessage(message, bytes);
  return encodeMessage(message, decoded, decoded.fields as object).toString("hex");
}

function isCounting(message: Message<unknown>, name: string): boolean {
  return message.body.fields.some(([, type]) => (type as { countedBy?: string }).countedBy === name);
}

function camelCase(apiName: string): string {
  return apiName.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}

function readExchanges(): Exchanged[] {
  const file = new URL("../../test/data/exchanges.jsonl", import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [scenario, direction, name, crc, facts, hex] = JSON.parse(line);
    const message = messages.get(name);
    assert.ok(message !== undefined, name);
    return { scenario, direction, message, crc, facts, bytes: Buffer.from(hex, "hex") };
  });
}
