import { setTimeout as delay } from "node:timers/promises";
import type { OfferedApi } from "./offered-api.js";
import { type Deed, piecesOf } from "./step.js";

/** What ends VPP by a timer or by a packet ends it a little later. */
const LATER_MS = 1500;

/** Does all once more. @returns whether VPP ends or hangs with them */
export async function endsWith(api: OfferedApi, deeds: readonly Deed[]): Promise<boolean> {
  for (const piece of piecesOf(deeds)) {
    const outcome = "path" in piece ? await api.send(piece) : await api.receive(piece);
    if (outcome === "gone" || (outcome === "silent" && !(await api.isAlive()))) return true;
  }
  await delay(LATER_MS);
  return !(await api.isAlive());
}
