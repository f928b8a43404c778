import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connectVpp, type VppClient } from "vpp-binapi-ts";
import { startSimulator } from "vpp-sim";
import { converse, wrongRequests } from "./wrong-requests.js";

const realVpp = process.env.VPP_SOCKET;

answersOf("the simulator", async () => {
  const socketPath = join(tmpdir(), `sweetcomb-wrong-${process.pid}-${randomBytes(4).toString("hex")}.sock`);
  const simulator = await startSimulator({ socketPath });
  return { socketPath, close: () => simulator.close() };
});
if (realVpp !== undefined) {
  answersOf(`the VPP at ${realVpp}`, async () => ({ socketPath: realVpp, close: async () => undefined }));
}

function answersOf(whose: string, open: () => Promise<{ readonly socketPath: string; close(): Promise<unknown> }>) {
  describe(`${whose} answers wrong requests as VPP 26.06 does, about`, () => {
    let vpp: VppClient;
    let close: () => Promise<unknown>;
    before(async () => {
      const opened = await open();
      close = opened.close;
      vpp = await connectVpp({ socketPath: opened.socketPath, name: "wrong requests" });
    });
    after(async () => {
      vpp?.close();
      await close?.();
    });

    for (const [about, exchanges] of Object.entries(wrongRequests)) {
      test(about, async () => {
        const { told, expected } = await converse(vpp, exchanges);
        assert.deepEqual(told, expected);
      });
    }
  });
}
