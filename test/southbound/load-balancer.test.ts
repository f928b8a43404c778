import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const vip = (number: number, ...addresses: readonly string[]) =>
  a.vip(`203.0.113.${number}/32`, "udp", 53, { encapsulation: "nat4" }, ...addresses);

test("a server that moves between virtual addresses that translate goes back when VPP refuses any message", async () => {
  const bed = await createTestBed();
  try {
    const first = a.loadBalancer({ vip: [vip(1, "192.0.2.31", "192.0.2.32"), vip(2, "192.0.2.33")] });
    const second = a.loadBalancer({ vip: [vip(1, "192.0.2.32"), vip(2, "192.0.2.33", "192.0.2.31"), vip(3)] });
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    assert.deepEqual(await bed.restartServer(), []);
  } finally {
    await bed.close();
  }
});
