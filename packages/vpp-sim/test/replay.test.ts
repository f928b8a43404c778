import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeMessage, type Message } from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";
import { startSimulator } from "../src/index.js";
import { RawClient, type Received } from "./raw-client.js";
import { type DescribedModule, describedModules, describedWith } from "./replay/described-modules.js";
import { comparable, comparableEvents, GeneratedKeys, type Json } from "./replay/exceptions.js";
import { fromJson, toJson, toShortJson } from "./replay/values.js";

/** What was recorded on a real VPP 26.06, and what scripts/make-recordings.mjs made of it. */
type Step =
  | { ask: string; conn?: number; step?: string; fields?: object; hex?: string; answers: Json[]; died?: true }
  | { event: string; conn?: number; fields: Json }
  | { close: number };

const recordings = new URL("../../test/recordings/", import.meta.url);
const messages = new Map(apiModules.flatMap((module) => module.messages).map((message) => [message.name, message]));

for (const file of readdirSync(recordings)) {
  const scenario = file.replace(/\.jsonl$/, "");
  test(`${scenario} is answered as by a real VPP`, async () => {
    const lines = readFileSync(new URL(file, recordings), "utf8").trim().split("\n");
    await replay(
      scenario,
      lines.map((line) => JSON.parse(line) as Step),
    );
  });
}

/** The machine of the recordings. */
const RECORDED_WITH = { hostDevices: ["recv0", "recv1"], hasVhostNet: false, hasPuntSocket: false };

const SOME_SECONDS_MS = 5000;

async function replay(scenario: string, steps: readonly Step[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vpp-sim-"));
  let nowMs = Date.now();
  const simulator = await startSimulator({
    socketPath: join(folder, "api.sock"),
    ...RECORDED_WITH,
    now: () => nowMs,
  });
  const clients = new Map<number, RawClient>();
  const events = new Map<number, Json[]>();
  const keys = { recorded: new GeneratedKeys(), here: new GeneratedKeys() };
  try {
    for (const [index, step] of steps.entries()) {
      if ("close" in step) {
        await clients.get(step.close)!.close();
        clients.delete(step.close);
      }
      if (!("ask" in step)) continue;
      const conn = step.conn ?? 1;
      const client = clients.get(conn) ?? (await RawClient.open(simulator.socketPath));
      clients.set(conn, client);
      if (step.step?.startsWith("some seconds after")) nowMs += SOME_SECONDS_MS;
      client.write(bytesOf(step, client));
      if (step.died) {
        await client.ended;
        clients.delete(conn);
        continue;
      }
      const answers: Json[] = [];
      for (const [number, each] of clients) {
        for (const received of await each.settle()) {
          const target = isEvent(received) ? (events.get(number) ?? []) : answers;
          target.push(shortJson(step, received));
          if (target !== answers) events.set(number, target);
        }
      }
      const wanted = step.ask === "get_api_json" ? described(client, step.answers) : step.answers;
      keys.recorded.note(step.ask, (step.fields ?? {}) as Json, wanted);
      keys.here.note(step.ask, (step.fields ?? {}) as Json, answers);
      assert.deepEqual(
        comparable(step.ask, keys.here.hiddenIn(answers)),
        comparable(step.ask, keys.recorded.hiddenIn(wanted)),
        `step ${index + 1}, ${step.ask} ${step.step ?? ""}`,
      );
    }
    compareEvents(scenario, steps, events);
  } finally {
    for (const client of clients.values()) await client.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

/** Details that came under the number of another message are told with that one's name, as they were recorded. */
function shortJson({ ask: request, answers }: { ask: string; answers: readonly Json[] }, received: Received): Json {
  const { name, fields, body } = received;
  const { details } = messages.get(request) as { readonly details?: Message<unknown> };
  if (details !== undefined && messages.get(name)?.kind === "request") return { sentAs: name, body: toJson(body) };
  if (request === "get_api_json") {
    const { json } = fields as { json: string };
    return { modules: describedModules(json, answers[0]?.modules as DescribedModule[]) };
  }
  return toShortJson(fields) as Json;
}

function described(client: RawClient, [recorded]: readonly Json[]): Json[] {
  return [{ modules: describedWith(client.table, recorded?.modules as DescribedModule[]) }];
}

function compareEvents(scenario: string, steps: readonly Step[], events: ReadonlyMap<number, readonly Json[]>): void {
  const recorded = steps.filter((step) => "event" in step);
  for (const conn of new Set([...events.keys(), ...recorded.map((step) => step.conn ?? 1)])) {
    const wanted = recorded.filter((step) => (step.conn ?? 1) === conn).map((step) => step.fields);
    const came = events.get(conn) ?? [];
    assert.deepEqual(comparableEvents(scenario, came), comparableEvents(scenario, wanted), `events on ${conn}`);
  }
}

const CONTEXT = 7;

function bytesOf({ ask, fields, hex }: { ask: string; fields?: object; hex?: string }, client: RawClient): Buffer {
  const message = messages.get(ask) as Message<object>;
  const head = { id: client.idOf(message), clientIndex: client.clientIndex, context: CONTEXT };
  const encoded = encodeMessage(message, head, (fields === undefined ? {} : fromJson(fields)) as object);
  return hex === undefined ? encoded : Buffer.concat([encoded.subarray(0, 10), Buffer.from(hex, "hex")]);
}

function isEvent({ name }: Received): boolean {
  return messages.get(name)?.kind === "event";
}
