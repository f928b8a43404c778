import type { Configuration, TestBed } from "../translators/test-bed.js";
import { assertContains } from "./contains.js";
import { revealed } from "./revealed.js";

/** Configures, then holds VPP's read-back against it, before and after another look by a resync. */
export async function isReadBack(bed: TestBed, configuration: Configuration): Promise<void> {
  await bed.configure(configuration);
  assertContains(revealed(await bed.southbound.read({})), configuration);
  await bed.resync();
  assertContains(revealed(await bed.southbound.read({})), configuration);
}
