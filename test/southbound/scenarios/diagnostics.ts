/** Traces and captures of packets: no configuration, but asked of the same VPP. */

import assert from "node:assert/strict";
import {
  CaptureUnderWay,
  startCapture,
  stopCapture,
  UnknownInterface,
} from "../../../translators/diagnostics/capture.js";
import { clearTrace, readTrace, startTrace, UnusableNode } from "../../../translators/diagnostics/packet-trace.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import type { Scenarios } from "../scenario.js";
import { eventually, forgetPackets, sendPackets } from "../send-packets.js";

const mac = "02:fe:00:00:00:07";
const configuration = a.interfaces(
  a.loopback("loop7", { "sweetcomb-interfaces:mac-address": mac, ...a.addresses("192.0.2.1/24") }),
);
const headers = "UDP: 192.0.2.7 -> 192.0.2.99 UDP: 1234 -> 53";

/** The simulator forwards nothing. */
async function letPacketsCome(bed: TestBed, count: number, check: () => Promise<void>): Promise<void> {
  const packets = [{ count, interface: "loop7", mac, headers }];
  if (bed.simulator !== undefined) return;
  await sendPackets(bed, packets);
  await eventually(check);
  await forgetPackets(bed, packets);
}

export const diagnosticScenarios: Scenarios = {
  "packets are traced from a node, kept if they came through another, and forgotten": async (bed) => {
    await bed.configure(configuration);
    const vpp = await bed.asOther();
    const wanted = { node: ["pg-input"], packets: 10, verbose: false };
    await startTrace(vpp, wanted);
    await letPacketsCome(bed, 3, async () => {
      const traced = await readTrace(vpp, 50);
      assert.equal(traced.length, 3);
      assert.match(traced[0]!.text, /pg-input[\s\S]*192\.0\.2\.7 -> 192\.0\.2\.99[\s\S]*ip4-/);
      assert.deepEqual(
        (await readTrace(vpp, 2)).map(({ position }) => position),
        [0, 1],
      );
    });
    for (const [filter, count] of [
      [{ through: "ip6-lookup" }, 0],
      [{ "not-through": "ip6-lookup" }, 2],
    ] as const) {
      await startTrace(vpp, { ...wanted, verbose: true, ...filter });
      assert.deepEqual(await readTrace(vpp, 50), []);
      await letPacketsCome(bed, 2, async () => assert.equal((await readTrace(vpp, 50)).length, count));
    }
    await clearTrace(vpp);
    assert.deepEqual(await readTrace(vpp, 50), []);
  },

  "a trace from a node that is not there, or where none can begin, is refused": async (bed) => {
    const vpp = await bed.asOther();
    const start = (more: object) => startTrace(vpp, { node: ["pg-input"], packets: 1, verbose: false, ...more });
    await assert.rejects(start({ node: ["pg-input", "nowhere"] }), UnusableNode);
    await assert.rejects(start({ through: "nowhere" }), UnusableNode);
    await assert.rejects(start({ node: ["ip4-lookup"] }), UnusableNode);
  },

  "packets are captured into a file, once at a time, and no file is written without packets": async (bed) => {
    await bed.configure(configuration);
    const vpp = await bed.asOther();
    const wanted = {
      direction: ["received", "dropped"],
      packets: 10,
      "bytes-per-packet": 64,
      file: "sweetcomb-test",
    } as const;
    assert.equal(await stopCapture(vpp), false);
    await startCapture(vpp, { ...wanted, interface: "loop7" });
    await assert.rejects(startCapture(vpp, wanted), CaptureUnderWay);
    assert.equal(await stopCapture(vpp), false);
    await assert.rejects(startCapture(vpp, { ...wanted, interface: "nowhere" }), UnknownInterface);

    await startCapture(vpp, wanted);
    let written = false;
    await letPacketsCome(bed, 2, async () => {
      written ||= await stopCapture(vpp);
      assert.ok(written);
    });
    if (bed.simulator !== undefined) await stopCapture(vpp);
  },
};
