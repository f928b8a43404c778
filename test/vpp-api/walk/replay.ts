import { setTimeout as delay } from "node:timers/promises";
import type { OfferedApi } from "./offered-api.js";
import type { Step } from "./step.js";

/** What ends VPP by a timer or by a packet ends it a little later. */
const LATER_MS = 1500;

/** Sends the steps once more. @returns whether VPP ends or hangs with them */
export async function endsWith(api: OfferedApi, steps: readonly Step[]): Promise<boolean> {
  for (const step of steps) {
    const outcome = await api.send(step);
    if (outcome === "gone" || (outcome === "silent" && !(await api.isAlive()))) return true;
  }
  await delay(LATER_MS);
  return !(await api.isAlive());
}
