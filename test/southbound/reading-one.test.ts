/** Reading one entry of a list costs what that entry costs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const LIST = "/ietf-interfaces:interfaces/interface";

const ROUTE =
  "/ietf-routing:routing/control-plane-protocols/control-plane-protocol/static-routes/ietf-ipv4-unicast-routing:ipv4/route";

const fewRoutes = {
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))),
  ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": { "special-next-hop": "unreachable" } })),
};

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const loopbacks = (count: number) =>
  a.interfaces(...numbers(count).map((index) => a.loopback(`loop${index}`, a.addresses(`10.0.${index}.1/24`))));

async function readInterface(bed: TestBed, name: string) {
  bed.simulator!.clearJournal();
  const read = await bed.southbound.read({ paths: [LIST], entries: new Map([[LIST, [{ name }]]]) });
  return { interfaces: interfacesIn(read), requests: bed.simulator!.journal.length };
}

function interfacesIn(document: Readonly<Record<string, unknown>>) {
  return (document["ietf-interfaces:interfaces"] as { interface: { name: string }[] } | undefined)?.interface ?? [];
}

test("one interface is read without asking VPP about the others, and is as among all", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(loopbacks(3));
    const few = await readInterface(bed, "loop1");
    await bed.configure(loopbacks(30));
    const many = await readInterface(bed, "loop1");
    assert.equal(many.requests, few.requests);
    const all = interfacesIn(await bed.southbound.read({ paths: [LIST] }));
    assert.deepEqual(
      many.interfaces,
      all.filter(({ name }) => name === "loop1"),
    );
    assert.deepEqual((await readInterface(bed, "loop99")).interfaces, []);
  } finally {
    await bed.close();
  }
});

test("one route is looked up, and the table is not walked, however it is written", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(fewRoutes);
    for (const prefix of ["198.51.100.0/24", "198.51.100.7/24", "203.0.113.0/24"]) {
      bed.simulator!.clearJournal();
      await bed.southbound.read({ paths: [ROUTE], entries: new Map([[ROUTE, [{ "destination-prefix": prefix }]]]) });
      const asked = bed.simulator!.journal.map(({ message }) => message);
      assert.ok(asked.includes("ip_route_lookup_v2") && !asked.includes("ip_route_v2_dump"), `${prefix}: ${asked}`);
    }
  } finally {
    await bed.close();
  }
});

test("of the tables and of the neighbours only those are asked for that are read", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(fewRoutes);
    const asked = async (list: string, entry: Readonly<Record<string, string>>, message: string) => {
      bed.simulator!.clearJournal();
      await bed.southbound.read({ paths: [list], entries: new Map([[list, [entry]]]) });
      return bed
        .simulator!.journal.filter((entry) => entry.message === message)
        .map(({ fields }) => fields as a.Member);
    };
    const ribs = await asked("/ietf-routing:routing/ribs/rib", { name: "ipv6-vrf-red" }, "ip_route_v2_dump");
    const tables = ribs.map(({ table }) => table as { tableId: number; isIp6: boolean });
    assert.deepEqual(
      tables.map(({ tableId, isIp6 }) => [tableId, isIp6]),
      [[10, true]],
    );
    assert.deepEqual(await asked("/ietf-routing:routing/ribs/rib", { name: "none" }, "ip_route_v2_dump"), []);
    const neighbors = await asked(LIST, { name: "loop0" }, "ip_neighbor_dump");
    assert.ok(neighbors.length > 0 && neighbors.every(({ swIfIndex }) => Number(swIfIndex) < 10));
  } finally {
    await bed.close();
  }
});
