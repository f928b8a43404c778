/** Reading one entry of a list costs what that entry costs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const LIST = "/ietf-interfaces:interfaces/interface";

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
