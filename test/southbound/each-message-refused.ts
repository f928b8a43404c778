import assert from "node:assert/strict";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import { assertContains } from "./contains.js";
import { revealed } from "./revealed.js";

/**
 * Goes from one configuration to another with the first message refused, then the second and so on, until none is left to
 * refuse: VPP has to be as before each time. At last the change is made, and taken back.
 */
export async function eachMessageIsRefused(bed: TestBed, first: Configuration, second: Configuration): Promise<void> {
  const asBefore = await configurationIn(bed);
  for (let nth = 1; ; nth++) {
    bed.simulator!.faults.add({ nth, action: { kind: "refuse", retval: -1 } });
    const refused = await isRefused(bed.configure(second));
    bed.simulator!.faults.clear();
    if (!refused) break;
    assert.deepEqual(await configurationIn(bed), asBefore, `after the refusal of message ${nth}`);
  }
  assertContains(revealed(await bed.southbound.read({})), second);
  await bed.configure(first);
  assert.deepEqual(await configurationIn(bed), asBefore);
}

async function isRefused(commit: Promise<void>): Promise<boolean> {
  try {
    await commit;
    return false;
  } catch (refusal) {
    assert.equal((refusal as { tag?: string }).tag, "operation-failed", String(refusal));
    return true;
  }
}
