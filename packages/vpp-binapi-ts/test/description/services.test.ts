import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type AnyMessage, compileApi, parseApiDescription } from "../../src/index.js";

/** One service of each kind that VPP 26.06 declares, under names of our own. */
const description = parseApiDescription(
  readFileSync(new URL("../../../test/data/services.api.json", import.meta.url), "utf8"),
);
const api = compileApi(description);

/** What a message says about how it is answered, as names. */
function answersOf(message: AnyMessage): unknown {
  switch (message.kind) {
    case "request":
      return { reply: message.reply?.name ?? null, events: message.events.map(({ name }) => name) };
    case "dump":
      return { details: message.details.name };
    case "cursor":
      return { details: message.details.name, reply: message.reply.name };
    default:
      return {};
  }
}

const kinds: readonly [name: string, kind: AnyMessage["kind"], answers: object][] = [
  ["widget_add", "request", { reply: "widget_add_reply", events: [] }],
  ["reader_stop", "request", { reply: null, events: [] }],
  ["want_widget_events", "request", { reply: "want_widget_events_reply", events: ["widget_event", "bare_event"] }],
  ["widget_dump", "dump", { details: "widget_details" }],
  ["widget_get", "cursor", { details: "widget_details", reply: "widget_get_reply" }],
  // Named as a dump, and with a cursor: lldp_dump.
  ["link_dump", "cursor", { details: "link_details", reply: "link_dump_reply" }],
  // Details and a reply, without a cursor: trace_dump.
  ["packets_dump", "cursor", { details: "packets_details", reply: "packets_dump_reply" }],
  // Details declared as an event of a request: gre_tunnel_dump_v2.
  ["tube_dump_v2", "dump", { details: "tube_details_v2" }],
  ["widget_event", "event", {}],
  ["bare_event", "event", {}],
  ["tube_details_v2", "reply", {}],
];

for (const [name, kind, answers] of kinds) {
  test(`${name} is a ${kind}`, () => {
    const message = api.message(name)!;
    assert.equal(message.kind, kind);
    assert.deepEqual(answersOf(message), answers);
  });
}

test("every service is a request, a dump or a stream whose answers are known", () => {
  for (const { services } of description.modules) {
    for (const { request } of services) {
      const message = api.message(request)!;
      assert.ok(["request", "dump", "cursor"].includes(message.kind), request);
    }
  }
});
