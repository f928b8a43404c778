import assert from "node:assert/strict";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { VppConnection } from "vpp-binapi-ts";
import type { StatsEntry } from "vpp-binapi-ts/stats";
import { openSimulatedStats, startSimulator } from "vpp-sim";
import { SocketLink } from "../../src/southbound/socket-link.js";
import { vppTelemetry } from "../../src/southbound/telemetry/telemetry.js";

const path = "sweetcomb-telemetry:telemetry";

/** As VPP 26.06 has them with two workers. */
const entries: readonly StatsEntry[] = [
  { name: "/sys/boottime", kind: "scalar", value: 1_000_000n },
  { name: "/sys/last_update", kind: "scalar", value: 60n },
  { name: "/sys/heartbeat", kind: "scalar", value: 6n },
  { name: "/sys/num_worker_threads", kind: "gauge", value: 2n },
  { name: "/sys/vector_rate", kind: "gauge", value: 5n },
  { name: "/sys/input_rate", kind: "gauge", value: 900n },
  { name: "/sys/vector_rate_per_worker", kind: "simple", counters: [[0n, 4n, 6n, 0n]] },
  { name: "/sys/loops_per_worker", kind: "simple", counters: [[100n, 200n, 300n, 0n]] },
  { name: "/mem/main heap", kind: "simple", counters: [[1000n, 300n, 700n, 0n, 1000n, 1n, 2n]] },
  { name: "/mem/main heap/used", kind: "simple", counters: [[300n]] },
  { name: "/buffer-pools/default-numa-0/available", kind: "gauge", value: 16_000n },
  { name: "/buffer-pools/default-numa-0/cached", kind: "gauge", value: 0n },
  { name: "/buffer-pools/default-numa-0/used", kind: "gauge", value: 384n },
  { name: "/err/ip4-input/ip4 ttl <= 1", kind: "simple", counters: [[1n], [2n]] },
  { name: "/err/dhcp-proxy-to-client/bad svr/fib", kind: "simple", counters: [[4n], [0n]] },
  { name: "/err/ip4-input/ip4 spoofed", kind: "simple", counters: [[0n], [0n]] },
  { name: "/sys/node/names", kind: "names", names: ["null-node", undefined, "ip4-lookup"] },
  { name: "/sys/node/calls", kind: "simple", counters: [[0n, 0n, 7n]] },
  { name: "/sys/node/vectors", kind: "simple", counters: [[0n, 0n, 70n]] },
  { name: "/sys/node/suspends", kind: "simple", counters: [[0n, 0n, 0n]] },
  { name: "/sys/node/clocks", kind: "simple", counters: [[0n, 0n, 7000n]] },
];

test("load, memory, buffers and what nodes met are told as VPP counted them", async () => {
  const telemetry = vppTelemetry(async (fits) => entries.filter(({ name }) => fits(name)));
  assert.deepEqual((await telemetry.read({}))[path], {
    "boot-time": "1970-01-12T13:46:40.000Z",
    "last-update": "1970-01-12T13:47:40.000Z",
    heartbeat: "6",
    workers: 2,
    "vector-rate": "5",
    "input-rate": "900",
    thread: [
      { index: 0, "vector-rate": "0", loops: "100" },
      { index: 1, "vector-rate": "4", loops: "200" },
      { index: 2, "vector-rate": "6", loops: "300" },
    ],
    "memory-heap": [{ name: "main heap", total: "1000", used: "300", free: "700" }],
    "buffer-pool": [{ name: "default-numa-0", available: "16000", cached: "0", used: "384" }],
    "node-error": [
      { node: "ip4-input", reason: "ip4 ttl <= 1", count: "3" },
      { node: "dhcp-proxy-to-client", reason: "bad svr/fib", count: "4" },
    ],
    node: [{ name: "ip4-lookup", calls: "7", vectors: "70", suspends: "0", clocks: "7000" }],
  });
});

test("one who asks for memory makes nothing else be read", async () => {
  const looked: string[] = [];
  const telemetry = vppTelemetry(async (fits) => {
    const found = entries.filter(({ name }) => fits(name));
    looked.push(...found.map(({ name }) => name));
    return found;
  });
  const document = await telemetry.read({ paths: [`/${path}/memory-heap/used`] });
  assert.deepEqual(looked, ["/mem/main heap"]);
  assert.deepEqual(Object.keys(document[path] as object), ["memory-heap"]);
});

test("there is no telemetry of a VPP that is away, and that of the next one begins anew", async () => {
  const socketPath = join(tmpdir(), `sweetcomb-telemetry-${process.pid}.sock`);
  const simulator = await startSimulator({ socketPath });
  const connection = new VppConnection({ socketPath, name: "telemetry", longestDelayMs: 20 });
  const silent = { info() {}, warn() {}, error() {} };
  const link = new SocketLink(connection, silent, [], () => openSimulatedStats(simulator.statsPath));
  const telemetry = vppTelemetry(async (fits) => link.connected?.readStats(fits));
  const isConnected = () => new Promise<void>((resolve) => link.onConnected(resolve));
  const bootTime = async () => ((await telemetry.read({}))[path] as { "boot-time": string })["boot-time"];
  try {
    const first = isConnected();
    connection.start();
    await first;
    const before = await bootTime();

    const gone = once(connection, "down");
    await simulator.die();
    await gone;
    assert.deepEqual(await telemetry.read({}), {});

    const second = isConnected();
    await untilAnotherSecond(before);
    await simulator.restart();
    await second;
    assert.ok((await bootTime()) > before, "the counters are those of the new process");
  } finally {
    link.close();
    connection.close();
    await simulator.close();
  }
});

/** Times of boot are whole seconds. */
async function untilAnotherSecond(time: string): Promise<void> {
  while (Date.now() < Date.parse(time) + 1000) await new Promise((resolve) => setTimeout(resolve, 50));
}
