import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { ControlPing, FibPathNhProto, IpRouteAddDel } from "../src/api/index.js";
import { ByteWriter, connectVpp, decodeMessage, encodeMessage, type VppClient, writeMessage } from "../src/index.js";

// node scripts/run.mjs packages/vpp-binapi-ts/bench/pipelined-calls.ts [socket of a real VPP]
// Calls per second with the default window against a server that does nothing (or a VPP), and the codec alone.

const calls = 100_000;
const rounds = 5;

const folder = mkdtempSync(join(tmpdir(), "binapi-bench-"));
const realSocket = process.argv[2];
const socketPath = realSocket ?? join(folder, "api.sock");
const server = realSocket === undefined ? await startServer(socketPath) : undefined;
const client = await connectVpp({ socketPath });
try {
  await report("control_ping", () => ping(client));
  await report("ip_route_add_del, one path, add", (index) => route(client, index, true));
  await report("ip_route_add_del, one path, delete", (index) => route(client, index, false));
  reportCodec();
} finally {
  client.close();
  await server?.terminate();
  rmSync(folder, { recursive: true });
}

function ping(client: VppClient): Promise<unknown> {
  return client.call(ControlPing);
}

function route(client: VppClient, index: number, isAdd: boolean): Promise<unknown> {
  return client.call(IpRouteAddDel, routeFields(index, isAdd));
}

function routeFields(index: number, isAdd: boolean) {
  const ip4 = new Uint8Array([10, (index >>> 16) & 0xff, (index >>> 8) & 0xff, index & 0xff]);
  const path = {
    swIfIndex: 0,
    weight: 1,
    proto: FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4,
    nh: { address: { ip4: new Uint8Array([192, 0, 2, 1]) } },
  };
  return { isAdd, route: { prefix: { address: { af: 0 as const, un: { ip4 } }, len: 32 }, paths: [path] } };
}

async function report(name: string, call: (index: number) => Promise<unknown>): Promise<void> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await callAll(call);
    rates.push((calls / (performance.now() - start)) * 1000);
  }
  show(name, rates);
}

/** A thousand at a time wait, as in a large commit; a hundred thousand would measure the garbage collector. */
async function callAll(call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const callOneByOne = async () => {
    while (next < calls) await call(next++);
  };
  await Promise.all(Array.from({ length: 1000 }, callOneByOne));
}

function reportCodec(): void {
  const head = { id: 1, clientIndex: 1, context: 1 };
  const fields = routeFields(1, true);
  const bytes = encodeMessage(IpRouteAddDel, head, fields);
  const writer = new ByteWriter();
  show(
    "encode ip_route_add_del",
    repeat(() => {
      writer.offset = 0;
      writeMessage(writer, IpRouteAddDel, head, fields);
    }),
  );
  show(
    "decode ip_route_add_del",
    repeat(() => decodeMessage(IpRouteAddDel, bytes)),
  );
}

function repeat(act: () => void): number[] {
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (let index = 0; index < calls; index++) act();
    return (calls / (performance.now() - start)) * 1000;
  });
}

function show(name: string, rates: readonly number[]): void {
  const sorted = rates.map(Math.round).sort((a, b) => a - b);
  console.log(
    `${name.padEnd(38)} ${sorted[Math.floor(sorted.length / 2)]} a second (${sorted[0]} to ${sorted.at(-1)})`,
  );
}

async function startServer(path: string): Promise<Worker> {
  const worker = new Worker(new URL("./trivial-server.js", import.meta.url), { workerData: { socketPath: path } });
  await once(worker, "message");
  return worker;
}
