import assert from "node:assert/strict";
import { test } from "node:test";
import { type DataFormat, LibyangError, type YangContext } from "../src/index.js";
import { readerContext } from "./reader/fixture.js";
import { withInstance } from "./support/fleet.js";

const json = (startTime: string) => JSON.stringify({ "notifications:create-subscription": { startTime } });
const xml = (startTime: string) =>
  `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><create-subscription xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><startTime>${startTime}</startTime></create-subscription></rpc>`;

/** What is wrong with the time: undefined when it is taken. */
function refusal(context: YangContext, text: string, format: DataFormat, kind: "rpc" | "netconf-rpc") {
  try {
    context.parseOperation(text, format, kind)[Symbol.dispose]();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof LibyangError, String(error));
    const { message, validationCode } = error.items.find(({ level }) => level === "error")!;
    return { message, validationCode };
  }
}

const times: readonly (readonly [time: string, isTaken: boolean])[] = [
  ["2020-02-29T23:59:60Z", true],
  ["2000-02-29T00:00:00.123456789-23:59", true],
  ["2020-01-01T00:00:00-00:00", true],
  ["2021-02-29T00:00:00Z", false],
  ["1900-02-29T00:00:00Z", false],
  ["2020-04-31T00:00:00Z", false],
  ["2020-00-01T00:00:00Z", false],
  ["2020-13-01T00:00:00Z", false],
  ["2020-01-00T00:00:00Z", false],
  ["2020-01-01T24:00:00Z", false],
  ["2020-01-01T00:60:00Z", false],
  ["2020-01-01T00:00:00-24:00", false],
  ["2020-01-01T00:00:00+01:60", false],
  ["2020/01/01 00:00:00Z", false],
  ["2020-01-01T00:00:00Z and more", false],
  ["2020-01-01T00:00:00+01:00x", false],
  ["2020-01-01T00:00:00", false],
  ["2020-01-01T00:00:00.Z", false],
  ["2020-02-1", false],
  ["x", false],
  ["", false],
];

test("a date and time is one of the calendar in the form of RFC 6991, and a refusal tells of nothing behind the value", async () => {
  await withInstance((instance) => {
    using context = readerContext(instance).context;
    for (const [time, isTaken] of times) {
      for (const found of [
        refusal(context, json(time), "json", "rpc"),
        refusal(context, xml(time), "xml", "netconf-rpc"),
      ]) {
        assert.equal(found === undefined, isTaken, `${time}: ${found?.message}`);
        if (found === undefined) continue;
        assert.equal(found.validationCode, "data", `${time}: ${found.message}`);
        assert.doesNotMatch(found.message, /<\/|create-subscription/);
      }
    }
  });
});
