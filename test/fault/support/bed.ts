/** A simulator that outlives the server, and the server on it. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Simulator, startSimulator } from "vpp-sim";
import { type ServerProcess, startServerProcess } from "../../support/server-process.js";

export interface Bed {
  readonly simulator: Simulator;
  server: ServerProcess;
}

/** Starts both. They end with the test. */
export async function startBed(test: TestContext, words: readonly string[] = []): Promise<Bed> {
  const simulator = await startVpp(test);
  const bed = { simulator, server: await startServerProcess(["--vpp-socket", simulator.socketPath, ...words]) };
  test.after(() => bed.server.dispose());
  // The last that is asked at the start: from then on VPP hears what the test does, and nothing else.
  const isAsked = () => simulator.journal.some(({ message }) => message === "get_api_json");
  await eventually("the server has asked for VPP's API", isAsked, 60_000);
  return bed;
}

export async function startVpp(test: TestContext): Promise<Simulator> {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-vpp-"));
  const simulator = await startSimulator({ socketPath: join(folder, "api.sock") });
  test.after(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return simulator;
}

/** Asks again until the answer is true. Throws with what was waited for when it takes longer. */
export async function eventually(what: string, holds: () => Promise<boolean> | boolean, patienceMs = 10_000) {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
