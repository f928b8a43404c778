/** What others see while the candidate of one session is in the place of the shared one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createManagementBed } from "../support/management-bed.js";

const interfaces = (name: string) =>
  `<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"><interface><name>${name}</name>` +
  '<type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:other</type></interface></interfaces>';
const edit = (name: string) =>
  `<edit-config><target><candidate/></target><config>${interfaces(name)}</config></edit-config>`;

test("whoever reads the shared candidate while a private one is at work gets the shared one, whole", async () => {
  const bed = await createManagementBed();
  try {
    const own = bed.openSession();
    own.usesPrivateCandidate = true;
    const shared = bed.openSession();
    await Promise.all([bed.netconf(own, edit("mine")), bed.netconf(shared, edit("ours"))]);
    // Edits of the one and reads of the other, handed to the engine without waiting for each other.
    const edits = ["a", "b", "c", "d"].map((name) => bed.netconf(own, edit(name)));
    const reads = await Promise.all(Array.from({ length: 12 }, () => bed.read("candidate")));
    assert.deepEqual(await Promise.all(edits), ["ok", "ok", "ok", "ok"]);
    for (const read of [...reads, await bed.read("candidate")]) {
      assert.match(read, /"ours"/);
      assert.doesNotMatch(read, /"(?:mine|a|b|c|d)"/);
    }
  } finally {
    await bed.close();
  }
});
