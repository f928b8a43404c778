import assert from "node:assert/strict";
import { test } from "node:test";
import { Fib } from "../../src/state/fib.js";
import { fibPath, inOrder, PATH_TYPE, unionBytes } from "../../src/state/fib-path.js";
import { FIB_SOURCE } from "../../src/state/fib-sources.js";
import { prefixText } from "../../src/state/ip.js";

const prefix = (text: string) => {
  const [address, length] = text.split("/");
  return { address: Uint8Array.from(address!.split(".").map(Number)), length: Number(length) };
};
const via = (swIfIndex: number, nextHop: string) => fibPath({ swIfIndex, nextHop: unionBytes(prefix(`${nextHop}/32`).address) });
const through = (nextHop: string) => fibPath({ nextHop: unionBytes(prefix(`${nextHop}/32`).address) });

test("the longest prefix is found", () => {
  const fib = new Fib();
  const table = fib.find("ip4", 0)!;
  for (const route of ["10.0.0.0/8", "10.1.0.0/16", "10.1.1.0/24"]) {
    fib.setRoute(table, prefix(route), FIB_SOURCE.api, [via(1, "192.0.2.1")]);
  }
  const found = (address: string) => prefixText(table.lookup(prefix(`${address}/32`).address, 32)!.prefix);
  assert.deepEqual(["10.1.1.1", "10.1.2.1", "10.2.1.1", "11.0.0.1"].map(found), [
    "10.1.1.0/24",
    "10.1.0.0/16",
    "10.0.0.0/8",
    "0.0.0.0/0",
  ]);
});

test("the better source wins, and the other is there when it goes", () => {
  const fib = new Fib();
  const table = fib.find("ip4", 0)!;
  const route = prefix("10.0.0.0/8");
  fib.setRoute(table, route, FIB_SOURCE.api, [via(1, "192.0.2.1")]);
  const entry = fib.setRoute(table, route, FIB_SOURCE.interface, [via(2, "0.0.0.0")]);
  assert.equal(fib.pathsOf(table, entry)[0]!.swIfIndex, 2);
  assert.ok(fib.removeRoute(table, route, FIB_SOURCE.interface));
  assert.equal(fib.pathsOf(table, entry)[0]!.swIfIndex, 1);
  assert.ok(!fib.removeRoute(table, route, FIB_SOURCE.interface));
});

test("a recursive route keeps a route to its next hop, as long as any needs it", () => {
  const fib = new Fib();
  const table = fib.find("ip4", 0)!;
  fib.setRoute(table, prefix("192.0.2.0/24"), FIB_SOURCE.interface, [via(1, "0.0.0.0")]);
  for (const route of ["10.0.0.0/8", "11.0.0.0/8"]) {
    fib.setRoute(table, prefix(route), FIB_SOURCE.api, [through("192.0.2.9")]);
  }
  const helper = table.find(prefix("192.0.2.9/32"))!;
  assert.deepEqual(fib.pathsOf(table, helper), [via(1, "192.0.2.9")]);
  fib.removeRoute(table, prefix("10.0.0.0/8"), FIB_SOURCE.api);
  assert.ok(table.find(prefix("192.0.2.9/32")));
  fib.removeRoute(table, prefix("11.0.0.0/8"), FIB_SOURCE.api);
  assert.equal(table.find(prefix("192.0.2.9/32")), undefined);
});

test("a route that leads to itself drops", () => {
  const fib = new Fib();
  const table = fib.find("ip4", 0)!;
  fib.setRoute(table, prefix("10.0.0.0/8"), FIB_SOURCE.api, [through("10.0.0.1")]);
  const [path] = fib.pathsOf(table, table.find(prefix("10.0.0.1/32"))!);
  assert.equal(path?.type, PATH_TYPE.drop);
});

test("paths are kept by preference, kind and next hop", () => {
  const backup = { ...via(1, "192.0.2.1"), preference: 1 };
  const paths = [backup, fibPath({ type: PATH_TYPE.drop }), through("192.0.2.6"), via(1, "0.0.0.0"), via(1, "192.0.2.9"), via(2, "192.0.2.5")];
  assert.deepEqual(inOrder(paths), [paths[5], paths[4], paths[3], paths[2], paths[1], backup]);
});
