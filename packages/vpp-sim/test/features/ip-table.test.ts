import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateLoopback,
  IpRouteAddDel,
  IpTableAddDelV2,
  IpTableDump,
  IpTableFlush,
  SwInterfaceAddDelAddress,
  SwInterfaceSetFlags,
} from "vpp-binapi-ts/api";
import { withSimulator } from "../with-simulator.js";

// Facts that a running VPP 26.06 was asked for, beyond the recordings.

const prefix = (text: string) => {
  const [address, length] = text.split("/");
  const ip4 = Uint8Array.from(address!.split(".").map(Number));
  return { address: { af: 0, un: { ip4 } }, len: Number(length) };
};

test("a flushed table sets its interfaces admin down", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    await client.ask(SwInterfaceSetFlags, { swIfIndex: 1, flags: 1 });
    await client.ask(IpTableFlush, { table: { tableId: 0, isIp6: false } });
    assert.equal(simulator.state.interfaces[1]!.flags, 0);
  }));

test("a route does not hold its table", () =>
  withSimulator({}, async (_simulator, client) => {
    const table = { tableId: 11, isIp6: false, name: "t" };
    await client.ask(IpTableAddDelV2, { table, isAdd: true });
    const path = { swIfIndex: 0, weight: 1 };
    const route = { tableId: 11, prefix: prefix("10.0.0.0/8"), paths: [path] };
    await client.ask(IpRouteAddDel, { isAdd: true, route });
    await client.ask(IpTableAddDelV2, { table, isAdd: false });
    assert.equal((await client.ask(IpTableDump)).length, 2);
    assert.deepEqual(await client.ask(IpRouteAddDel, { isAdd: false, route }), [
      { retval: -3, statsIndex: 0xffffffff },
    ]);
  }));

test("addresses of one subnet share its route, which keeps the first one's host bits", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    await client.ask(SwInterfaceSetFlags, { swIfIndex: 1, flags: 1 });
    const set = (text: string, isAdd: boolean) =>
      client.ask(SwInterfaceAddDelAddress, { swIfIndex: 1, isAdd, prefix: prefix(text) });
    await set("192.0.2.1/24", true);
    await set("192.0.2.2/24", true);
    await set("192.0.2.1/24", false);
    assert.deepEqual(connected(simulator), ["192.0.2.1/24", "192.0.2.2/32", "192.0.2.0/32", "192.0.2.255/32"].sort());
    await set("192.0.2.2/24", false);
    assert.deepEqual(connected(simulator), []);
  }));

test("a /31 has a route to itself and one to the other end", () =>
  withSimulator({}, async (simulator, client) => {
    await client.ask(CreateLoopback);
    await client.ask(SwInterfaceSetFlags, { swIfIndex: 1, flags: 1 });
    await client.ask(SwInterfaceAddDelAddress, { swIfIndex: 1, isAdd: true, prefix: prefix("198.51.100.0/31") });
    assert.deepEqual(connected(simulator), ["198.51.100.0/31", "198.51.100.0/32", "198.51.100.1/32"]);
  }));

function connected({ state }: { state: { tables: { routes: { prefix: string; source: string }[] }[] } }): string[] {
  const routes = state.tables.flatMap((table) => table.routes);
  return routes
    .filter(({ source }) => source === "interface")
    .map((route) => route.prefix)
    .sort();
}
