import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { CreateLoopback, DeleteLoopback } from "vpp-binapi-ts/api";
import type { StatsSegment } from "vpp-binapi-ts/stats";
import { openSimulatedStats } from "../../src/index.js";
import { withSimulator } from "../with-simulator.js";

test("the stats reader finds names and counters of interfaces", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    simulator.addTraffic(1, { rx: { packets: 3, bytes: 300 }, drops: 2 });
    simulator.addTraffic(1, { rx: { packets: 1, bytes: 100 }, tx: { packets: 5, bytes: 500 } });
    using stats = openSimulatedStats(simulator.statsPath);
    const entries = await stats.read((name) => name.startsWith("/if/") || name.startsWith("/interfaces/loop0/"));
    const { name: _name, ...names } = entries.find(({ name }) => name === "/if/names")!;
    assert.deepEqual(names, { kind: "names", names: ["local0", "loop0"] });
    const none = { packets: 0n, bytes: 0n };
    const rx = { name: "/if/rx", kind: "combined", counters: [[none, { packets: 4n, bytes: 400n }]] };
    assert.deepEqual(
      entries.find(({ name }) => name === "/if/rx"),
      rx,
    );
    const tx = { name: "/interfaces/loop0/tx", kind: "combined", counters: [[{ packets: 5n, bytes: 500n }]] };
    assert.deepEqual(
      entries.find(({ name }) => name === "/interfaces/loop0/tx"),
      tx,
    );
    assert.deepEqual(
      entries.find(({ name }) => name === "/if/drops"),
      { name: "/if/drops", kind: "simple", counters: [[0n, 2n]] },
    );
  }));

test("the directory follows the interfaces", () =>
  withSimulator({}, async (simulator, client) => {
    using stats = openSimulatedStats(simulator.statsPath);
    await client.ask(CreateLoopback);
    assert.equal(await comesToList(stats, "/interfaces/loop0/rx", true), true);
    await client.ask(DeleteLoopback, { swIfIndex: 1 });
    assert.equal(await comesToList(stats, "/interfaces/loop0/rx", false), false);
  }));

/** Whether a name is listed, once that is as expected: where writing the file takes long, changes are written some time after they are answered. */
async function comesToList(stats: StatsSegment, name: string, expected: boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await stats.names()).includes(name) === expected) break;
    await setTimeout(20);
  }
  return (await stats.names()).includes(name);
}

test("the file of a simulator that has ended cannot be read", async () => {
  let path = "";
  await withSimulator({}, async ({ statsPath }) => {
    path = statsPath;
  });
  assert.throws(() => openSimulatedStats(path), /there is no/);
});
