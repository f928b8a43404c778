import type { Configuration, TestBed } from "../translators/test-bed.js";
import { assertContains } from "./contains.js";

/** Configures, then holds VPP's read-back against it, before and after another look by a resync. */
export async function isReadBack(bed: TestBed, configuration: Configuration): Promise<void> {
  await bed.configure(configuration);
  assertContains(await bed.southbound.read({}), configuration);
  await bed.resync();
  assertContains(await bed.southbound.read({}), configuration);
}
