import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MemifCreateV2,
  MemifDump,
  MemifSocketFilenameAddDelV2,
  SwInterfaceSetFlags,
  WantInterfaceEvents,
} from "vpp-binapi-ts/api";
import type { RawClient } from "../raw-client.js";
import { withSimulator } from "../with-simulator.js";

test("the other end of a memif that goes down loses its link some milliseconds later, and tells who listens", () => {
  let nowMs = 0;
  return withSimulator({ now: () => nowMs }, async (_simulator, client) => {
    await linkTwo(client);
    await client.ask(WantInterfaceEvents, { enableDisable: 1, pid: 1 });
    await client.ask(SwInterfaceSetFlags, { swIfIndex: 1, flags: 0 });
    const flags = async () => (await client.ask(MemifDump)).map((details) => (details as { flags: number }).flags);
    assert.deepEqual(await flags(), [0, 3]);
    nowMs += 10;
    const lost = await client.until(() => client.received.find(({ name }) => name === "sw_interface_event"));
    assert.deepEqual(lost.fields, { pid: 1, swIfIndex: 2, flags: 0, deleted: false });
    assert.deepEqual(await flags(), [0, 1]);
  });
});

/** Master 1 and slave 2 on one file, both up. */
async function linkTwo(client: RawClient): Promise<void> {
  for (const [role, socketId] of [1, 2].entries()) {
    await client.ask(MemifSocketFilenameAddDelV2, { isAdd: true, socketId, socketFilename: "/run/vpp/pair.sock" });
    await client.ask(MemifCreateV2, { role, socketId, hwAddr: new Uint8Array(6), secret: "" });
  }
  for (const swIfIndex of [1, 2]) await client.ask(SwInterfaceSetFlags, { swIfIndex, flags: 1 });
}
