import assert from "node:assert/strict";
import { test } from "node:test";
import { changesVpp, createTestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import * as a from "./configurations.js";

test("parts of an interface that VPP refuses to delete are as before, and are not made a second time", async () => {
  const bed = await createTestBed();
  try {
    const configuration = a.interfaces(
      a.loopback("loop0", { description: "stays", "sweetcomb-interfaces:packet-mtu": 1500 }),
    );
    await bed.configure(configuration);
    const before = await configurationIn(bed);
    bed.simulator!.faults.add({ message: "delete_loopback", nth: 1, action: { kind: "refuse", retval: -1 } });
    bed.simulator!.clearJournal();
    await assert.rejects(bed.configure({}), { tag: "operation-failed" });
    assert.deepEqual(await configurationIn(bed), before);
    const sent = bed.simulator!.journal.map(({ message }) => message).filter(changesVpp);
    assert.deepEqual(sent, ["delete_loopback"]);
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /loop0/);
  } finally {
    await bed.close();
  }
});
