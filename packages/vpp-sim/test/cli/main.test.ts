import assert from "node:assert/strict";
import { test } from "node:test";
import { CliInband, CreateLoopback, SwInterfaceAddDelAddress } from "vpp-binapi-ts/api";
import { ask } from "../../src/cli/ask.js";
import { ALL_TOPICS } from "../../src/cli/show.js";
import { withSimulator } from "../with-simulator.js";

test("a running simulator is asked for one topic or for all", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    const address = { af: 0, un: { ip4: Uint8Array.of(192, 0, 2, 1) } };
    await client.ask(SwInterfaceAddDelAddress, { swIfIndex: 1, isAdd: true, prefix: { address, len: 24 } });
    assert.match(await ask(simulator.socketPath, "interface addr"), /loop0 \(dn\):\n {2}L3 192\.0\.2\.1\/24\n/);
    const all = await ask(simulator.socketPath, "");
    assert.equal(all, simulator.show());
    for (const topic of ALL_TOPICS) assert.ok(all.includes(`--- ${topic}\n`), topic);
    await assert.rejects(ask(simulator.socketPath, "nonsense"));
  }));

test("an unknown command is refused in VPP's words", () =>
  withSimulator({}, async (_simulator, client) => {
    const reply = { retval: -1, reply: "unknown input `no such command at all'\n" };
    assert.deepEqual(await client.ask(CliInband, { cmd: "no such command at all" }), [reply]);
  }));
