import { setTimeout as delay } from "node:timers/promises";
import { CliInband } from "vpp-binapi-ts/api";
import type { TestBed } from "../../translators/test-bed.js";
import { type Deed, perform } from "./deed.js";

/** What ends VPP by a timer ends it a little later. */
const LATER_MS = 1500;
/** How long a VPP may take for what takes it longest. */
const HUNG_MS = 20_000;

/** Does the same once more. @returns whether VPP ends or hangs with it */
export async function endsWith(bed: TestBed, deeds: readonly Deed[]): Promise<boolean> {
  for (const deed of deeds) {
    try {
      await perform(bed, deed);
    } catch {
      if (!(await isAlive(bed))) return true;
    }
  }
  await delay(LATER_MS);
  return !(await isAlive(bed));
}

/** Whether VPP answers, and can go through its heap: one that was written over ends VPP sooner or later. */
export async function isAlive(bed: TestBed): Promise<boolean> {
  try {
    const vpp = await bed.asOther();
    await vpp.call(CliInband, { cmd: "show memory main-heap" }, { timeoutMs: HUNG_MS });
    return true;
  } catch {
    return false;
  }
}
