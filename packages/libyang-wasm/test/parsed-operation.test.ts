import assert from "node:assert/strict";
import { test } from "node:test";
import { type DataNode, LibyangError, type ParsedOperation } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

const netconf = "urn:ietf:params:xml:ns:netconf:base:1.0";
const fleet = "urn:sweetcomb:test:fleet";

function operationOf(parsed: ParsedOperation): DataNode {
  assert.ok(parsed.operation);
  return parsed.operation;
}

test("a NETCONF rpc gives the operation and its envelope with all attributes", async () => {
  await withFleet((context) => {
    const message = `<rpc xmlns="${netconf}" message-id="7" xmlns:x="urn:x" x:mark="m">
      <dispatch xmlns="${fleet}"><plate>A-1</plate></dispatch></rpc>`;
    using parsed = context.parseOperation(message, "xml", "netconf-rpc");
    assert.equal(operationOf(parsed).path, "/fleet:dispatch");
    const [envelope] = parsed.envelopes?.topLevel() ?? [];
    assert.equal(envelope?.name, "rpc");
    assert.deepEqual(envelope?.annotations(), [
      { module: undefined, name: "message-id", value: "7" },
      { module: "urn:x", name: "mark", value: "m" },
    ]);
  });
});

test("the input of an rpc is validated against the data that it refers to", async () => {
  await withFleet((context) => {
    using data = parseFleet(context, twoVehicles);
    const message = (plate: string) =>
      `<rpc xmlns="${netconf}" message-id="1"><dispatch xmlns="${fleet}"><plate>${plate}</plate></dispatch></rpc>`;
    using good = context.parseOperation(message("A-1"), "xml", "netconf-rpc");
    good.tree?.validateOperation("rpc", data);
    assert.equal(good.tree?.find("/fleet:dispatch/urgent")?.value, "false");
    using bad = context.parseOperation(message("Z-9"), "xml", "netconf-rpc");
    assert.throws(
      () => bad.tree?.validateOperation("rpc", data),
      (error: LibyangError) => error.items[0]?.appTag === "instance-required",
    );
  });
});

test("a NETCONF action gives the action below its list entry", async () => {
  await withFleet((context) => {
    const message = `<rpc xmlns="${netconf}" message-id="2"><action xmlns="urn:ietf:params:xml:ns:yang:1">
      <fleet xmlns="${fleet}"><vehicle><plate>A-1</plate><honk><times>3</times></honk></vehicle></fleet></action></rpc>`;
    using parsed = context.parseOperation(message, "xml", "netconf-rpc");
    assert.equal(operationOf(parsed).path, "/fleet:fleet/vehicle[plate='A-1']/honk");
    assert.equal(operationOf(parsed).describe().kind, "action");
    assert.equal(parsed.tree?.topLevel()[0]?.name, "fleet");
  });
});

test("a NETCONF notification gives the notification and its time", async () => {
  await withFleet((context) => {
    const message = `<notification xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0">
      <eventTime>2025-01-01T00:00:00Z</eventTime><breakdown xmlns="${fleet}"><plate>A-1</plate></breakdown></notification>`;
    using parsed = context.parseOperation(message, "xml", "netconf-notification");
    assert.equal(operationOf(parsed).path, "/fleet:breakdown");
    assert.match(parsed.envelopes?.print("xml").toString() ?? "", /2025-01-01T00:00:00Z/);
  });
});

test("a reply is added to the operation that it answers", async () => {
  await withFleet((context) => {
    using request = context.parseOperation('{"fleet:dispatch":{"plate":"A-1"}}', "json", "rpc");
    const reply = `<rpc-reply xmlns="${netconf}" message-id="1"><minutes xmlns="${fleet}">5</minutes></rpc-reply>`;
    using parsed = context.parseOperation(reply, "xml", "netconf-reply", operationOf(request));
    assert.equal(parsed.tree, undefined);
    assert.equal(request.tree?.find("/fleet:dispatch/minutes", { output: true })?.value, "5");
  });
});

test("RESTCONF input and output are added to the operation, a notification stands alone", async () => {
  await withFleet((context) => {
    using request = context.parseOperation('{"fleet:dispatch":{}}', "json", "rpc");
    const input = '{"fleet:input":{"plate":"A-1","urgent":true}}';
    using _input = context.parseOperation(input, "json", "restconf-rpc", operationOf(request));
    assert.equal(request.tree?.find("/fleet:dispatch/plate")?.value, "A-1");

    using reply = context.parseOperation('{"fleet:dispatch":{}}', "json", "rpc");
    const output = '{"fleet:output":{"minutes":5}}';
    using _output = context.parseOperation(output, "json", "restconf-reply", operationOf(reply));
    assert.equal(reply.tree?.find("/fleet:dispatch/minutes", { output: true })?.value, "5");

    const event =
      '{"ietf-restconf:notification":{"eventTime":"2025-01-01T00:00:00Z","fleet:breakdown":{"plate":"A-1"}}}';
    using notification = context.parseOperation(event, "json", "restconf-notification");
    assert.equal(operationOf(notification).path, "/fleet:breakdown");
  });
});

test("plain operations are parsed without an envelope", async () => {
  await withFleet((context) => {
    using rpc = context.parseOperation(`<dispatch xmlns="${fleet}"><plate>A-1</plate></dispatch>`, "xml", "rpc");
    assert.equal(operationOf(rpc).name, "dispatch");
    assert.equal(rpc.envelopes, undefined);
    using event = context.parseOperation('{"fleet:breakdown":{"plate":"A-1"}}', "json", "notification");
    assert.equal(operationOf(event).describe().kind, "notification");
    using reply = context.parseOperation('{"fleet:dispatch":{"minutes":5}}', "json", "reply");
    reply.tree?.validateOperation("reply");
  });
});

test("a message with another root, an unknown operation or broken input is an error", async () => {
  await withFleet((context) => {
    const bad = [
      `<hello xmlns="${netconf}"/>`,
      `<rpc xmlns="${netconf}" message-id="1"><absent xmlns="${fleet}"/></rpc>`,
      `<rpc xmlns="${netconf}" message-id="1"><dispatch xmlns="${fleet}"><plate>A-1</plate>`,
      `<rpc xmlns="${netconf}" message-id="1"><dispatch xmlns="${fleet}"><plate>!</plate></dispatch></rpc>`,
      "",
    ];
    for (const message of bad) {
      assert.throws(() => context.parseOperation(message, "xml", "netconf-rpc"), LibyangError, message);
    }
  });
});
