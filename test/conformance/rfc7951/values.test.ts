/** RFC 7951: names and values in JSON, as curl gets them over RESTCONF. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, skipWithout } from "../../support/clients.js";
import { startStatementsServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

describe("RFC 7951", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startStatementsServer();
  });
  after(() => server?.dispose());

  /** Writes a top-level container and reads it back. */
  async function backAndForth(name: string, content: object): Promise<unknown> {
    const path = `/restconf/data/${name}`;
    const { status, body } = await curl(server, { method: "PUT", path, body: JSON.stringify({ [name]: content }) });
    assert.ok(status === 201 || status === 204, body);
    return JSON.parse((await curl(server, { path })).body)[name];
  }

  it("values have the JSON types of RFC 7951", async () => {
    const content = {
      amount: "1.5",
      count: -7,
      flags: "first second",
      text: 'a "b" \u00e4',
      bytes: "aGVsbG8=",
      nothing: [null],
      large: "18446744073709551615",
      size: [3, 1],
    };
    assert.deepEqual(await backAndForth("example-statements:statements", content), content);
  });

  it("names and identities have their module's name where it changes, and only there", async () => {
    const device = {
      name: "a",
      serial: 1,
      cable: "example-lab-safety:plastic-fibre",
      speed: 100,
      "example-lab-safety:inspected": "2026-11-22",
    };
    const other = { name: "b", serial: 2, cable: "fibre" };
    const seen = (await backAndForth("example-lab:lab", { device: [device, other] })) as { device: object[] };
    assert.deepEqual(seen.device[0], device);
    assert.match(JSON.stringify(seen.device[1]), /"cable":"(example-lab:)?fibre"/);
  });

  it("numbers of 64 bits are refused as JSON numbers, smaller ones as strings", async () => {
    const put = (content: object) =>
      curl(server, {
        method: "PUT",
        path: "/restconf/data/example-statements:statements",
        body: JSON.stringify({ "example-statements:statements": content }),
      });
    for (const content of [{ large: 5 }, { count: "5" }, { nothing: true }]) {
      const { status, body } = await put(content);
      assert.equal(status, 400, JSON.stringify(content));
      assert.match(body, /"invalid-value"/);
    }
  });
});
