/** Traces and captures of packets by curl, with the simulator, which has no packets. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, skipWithout } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

describe("traces and captures of packets", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServerProcess();
  });
  after(() => server?.dispose());

  const ask = async (name: string, input?: object) => {
    const body = input && JSON.stringify({ "sweetcomb-trace:input": input });
    const path = `/restconf/operations/sweetcomb-trace:${name}`;
    const answer = await curl(server, { method: "POST", path, ...(body !== undefined && { body }) });
    return { status: answer.status, output: answer.body === "" ? undefined : JSON.parse(answer.body) };
  };
  const tagOf = ({ output }: Awaited<ReturnType<typeof ask>>) => output["ietf-restconf:errors"].error[0]["error-tag"];

  it("are started, read and ended", async () => {
    const filtered = { node: ["memif-input", "virtio-input"], packets: 10, through: "error-drop" };
    assert.equal((await ask("start-trace", filtered)).status, 204);
    const { status, output = {} } = await ask("read-trace", { packets: 5 });
    assert.ok(status === 200 || status === 204);
    assert.equal(output["sweetcomb-trace:output"]?.packet, undefined);
    assert.equal((await ask("clear-trace")).status, 204);

    const capture = { direction: ["received", "sent"], interface: "local0", file: "lan.pcap" };
    assert.equal((await ask("start-capture", capture)).status, 204);
    assert.equal(tagOf(await ask("start-capture", capture)), "in-use");
    assert.deepEqual((await ask("stop-capture")).output, { "sweetcomb-trace:output": { written: false } });
  });

  it("are refused for what is not there, and for a file elsewhere", async () => {
    assert.equal(tagOf(await ask("start-trace", { node: ["nowhere-input"] })), "invalid-value");
    assert.equal((await ask("start-trace", {})).status, 400);
    const direction = ["received"];
    assert.equal(tagOf(await ask("start-capture", { direction, interface: "loop9", file: "x" })), "invalid-value");
    for (const file of ["../x", "/etc/x", "a..b", ".x", ""]) {
      assert.equal(tagOf(await ask("start-capture", { direction, file })), "invalid-value", file);
    }
  });
});
