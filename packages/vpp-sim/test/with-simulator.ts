import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "../src/index.js";
import { RawClient } from "./raw-client.js";

/** Runs a test against a simulator of its own, with one client, and ends both. */
export async function withSimulator(
  options: Omit<SimulatorOptions, "socketPath">,
  run: (simulator: Simulator, client: RawClient) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vpp-sim-"));
  const simulator = await startSimulator({ ...options, socketPath: join(folder, "api.sock") });
  const client = await RawClient.open(simulator.socketPath);
  try {
    await run(simulator, client);
  } finally {
    await client.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}
