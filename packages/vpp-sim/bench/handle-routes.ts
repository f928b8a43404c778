// What the simulator itself can do: routes handled per second, without a socket in between.
//
//   node scripts/build.mjs && node packages/vpp-sim/dist/bench/handle-routes.js [ROUTES]
import type { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { encodeMessage, tableName } from "vpp-binapi-ts";
import { IpRouteAddDel, IpRouteV2Dump, SockclntCreate } from "vpp-binapi-ts/api";
import { allFeatures } from "../src/features/index.js";
import { Connection } from "../src/server/connection.js";
import { messageTable } from "../src/server/message-table.js";
import { VppProcess } from "../src/server/process.js";

const routes = Number(process.argv[2] ?? 100_000);
const connection = new Connection({ destroyed: false, write() {} } as unknown as Socket);
const vppProcess = new VppProcess(1, {});
vppProcess.receive(
  connection,
  encodeMessage(SockclntCreate, { id: 15, clientIndex: 0, context: 0 }, { name: "bench" }),
);
const { entries } = messageTable(allFeatures(), 1);
const idOf = (name: string) => entries.find((entry) => entry.name === name)!.index;

const additions = Array.from({ length: routes }, (_, index) => addition(index));
for (const round of ["new", "same again"]) {
  report(`${routes} routes, ${round}`, routes, () => additions.forEach(handle));
}
const dump = encodeMessage(IpRouteV2Dump, head(IpRouteV2Dump), { table: {} });
report(`a dump of ${routes} routes`, routes, () => handle(dump));

function addition(index: number): Buffer {
  const address = { af: 0, un: { ip4: Uint8Array.of(10, index >> 16, index >> 8, index) } } as const;
  const path = { swIfIndex: 0, weight: 1, nh: { address: { ip4: Uint8Array.of(192, 0, 2, 2) } } };
  return encodeMessage(IpRouteAddDel, head(IpRouteAddDel), {
    isAdd: true,
    route: { prefix: { address, len: 32 }, paths: [path] },
  });
}

function head(message: Parameters<typeof tableName>[0]) {
  return { id: idOf(tableName(message)), clientIndex: connection.clientIndex!, context: 1 };
}

function handle(bytes: Buffer): void {
  const request = vppProcess.receive(connection, bytes)!;
  for (const written of vppProcess.answer(request)) written.flush();
}

function report(what: string, count: number, run: () => void): void {
  const start = performance.now();
  run();
  const seconds = (performance.now() - start) / 1000;
  console.log(`${what}: ${Math.round(count / seconds)} a second`);
}
