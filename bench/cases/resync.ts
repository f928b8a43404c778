/**
 * A VPP that starts anew gets 20,000 routes, 2,000 ACL rules and 1,000 services back: the time from its first answer to the end
 * of the resync, beside that of the bare API calls, which a plain client sends to a VPP of the same kind all at once.
 * With VPP_COMMAND and VPP_SOCKET on a real VPP, otherwise on the simulator.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectVpp } from "vpp-binapi-ts";
import { startSimulator } from "vpp-sim";
import { RealVpp } from "../../test/support/real-vpp.js";
import { startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { configurationOf, sendBare } from "../support/large-configuration.js";
import { format } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";

interface Restartable {
  /** Starts a process with nothing in it, and resolves when it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const resync: BenchCase = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-bench-"));
  const socketPath = process.env.VPP_SOCKET ?? join(folder, "vpp.sock");
  const vpp = await startVpp(socketPath);
  const bareMs = await bareCalls(socketPath);
  await vpp.restart();
  const server = await startServerProcess(["--vpp-socket", socketPath]);
  const restconf = new BenchRestconf(server.restconfPort, server.certs);
  for (const [path, document] of configurationOf()) await restconf.send("PUT", path, JSON.stringify(document));
  await vpp.restart();
  const answeredAt = performance.now();
  const operations = await untilResynchronised(restconf);
  const resyncMs = performance.now() - answeredAt;
  report(
    `${operations} objects back in ${format(resyncMs)} ms, bare calls ${format(bareMs)} ms, ratio ${(resyncMs / bareMs).toFixed(2)}`,
  );
  restconf.close();
  await server.dispose();
  await vpp.stop();
  rmSync(folder, { recursive: true });
};

async function startVpp(socketPath: string): Promise<Restartable> {
  const command = process.env.VPP_COMMAND;
  if (command === undefined) {
    const simulator = await startSimulator({ socketPath, journalLimit: 0 });
    return { restart: () => simulator.restart(), stop: () => simulator.close() };
  }
  const vpp = new RealVpp(command, socketPath);
  await vpp.start();
  const restart = async () => {
    await vpp.kill();
    await vpp.start();
  };
  return { restart, stop: () => vpp.kill() };
}

async function bareCalls(socketPath: string): Promise<number> {
  const client = await connectVpp({ socketPath, name: "bare" });
  const startedAt = performance.now();
  await sendBare(client);
  const ms = performance.now() - startedAt;
  client.close();
  return ms;
}

/** Number of operations of the resync after the restart: more than one has to do before it. */
async function untilResynchronised(restconf: BenchRestconf): Promise<number> {
  for (;;) {
    const text = await restconf.send("GET", "/restconf/data/sweetcomb-vpp:vpp/state");
    const state = JSON.parse(text)["sweetcomb-vpp:state"];
    const { operations = 0, failures = 0 } = state.connected ? (state["last-resync"] ?? {}) : {};
    if (failures > 0) throw new Error(`VPP refused ${failures} objects`);
    if (operations > 1000) return operations;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
