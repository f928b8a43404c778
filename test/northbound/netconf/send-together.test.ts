import assert from "node:assert/strict";
import { test } from "node:test";
import { sendTogether } from "../../../src/northbound/netconf/send-together.js";
import type { EncodedEvent } from "../../../src/operations/events/encoded-event.js";

const event = (text: string): EncodedEvent => ({ timeMs: 0, bytes: Buffer.from(text) });
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function* of(...groups: readonly (readonly string[])[]): AsyncGenerator<EncodedEvent> {
  for (const group of groups) {
    for (const text of group) yield event(text);
    await turn();
    await turn();
  }
}

function recorder() {
  const calls: string[][] = [];
  const send = async (elements: readonly Buffer[]) => {
    calls.push(elements.map((element) => /<\/eventTime>(.*?)<\/notification>/.exec(element.toString())![1]!));
    await turn();
  };
  return { calls, send };
}

test("notifications that are there at one time are sent together, the next ones behind them", async () => {
  const { calls, send } = recorder();
  await sendTogether(of(["<a/>", "<b/>", "<c/>"], [], [], ["<d/>"]), send);
  assert.deepEqual(calls, [["<a/>", "<b/>", "<c/>"], ["<d/>"]]);
});

test("no more events are taken than fit while a send is under way", async () => {
  const long = `<a>${"x".repeat(20_000)}</a>`;
  const taken: number[] = [];
  async function* many(): AsyncGenerator<EncodedEvent> {
    for (let count = 1; count <= 6; count++) {
      taken.push(count);
      yield event(long);
    }
  }
  const sent: number[] = [];
  await sendTogether(many(), async (elements) => {
    sent.push(elements.length);
    assert.ok(taken.length <= sent.reduce((sum, count) => sum + count, 0) + 2);
    await turn();
  });
  assert.equal(
    sent.reduce((sum, count) => sum + count, 0),
    6,
  );
});

test("a source that fails is told of when what was there before is on its way", async () => {
  const { calls, send } = recorder();
  async function* failing(): AsyncGenerator<EncodedEvent> {
    yield event("<a/>");
    throw new Error("no more");
  }
  await assert.rejects(sendTogether(failing(), send), /no more/);
  await turn();
  assert.deepEqual(calls, [["<a/>"]]);
});
