/** Which VPP the server is for. */

import { existsSync } from "node:fs";
import { openSimulatedStats } from "vpp-sim";
import type { Configuration } from "../config/configuration.js";
import { startSimulatorProcess } from "../simulator/simulator-process.js";

/** Where VPP listens unless its own configuration says otherwise. */
const STANDARD_SOCKET = "/run/vpp/api.sock";

/** The socket to connect to, and how it is told to an operator; the simulator is started where no VPP is given. */
export async function vppSocket({ vppSocket: given, stateDir }: Configuration, closing: (() => unknown)[]) {
  const path = given === "auto" ? (existsSync(STANDARD_SOCKET) ? STANDARD_SOCKET : "sim") : given;
  if (path !== "sim") return { path, description: path, openCounters: undefined };
  const starting = startSimulatorProcess(stateDir);
  closing.push(async () => {
    const started = await starting.catch(() => undefined);
    await started?.close();
  });
  const simulator = await starting;
  return {
    path: simulator.socketPath,
    description: `simulator at ${simulator.socketPath}`,
    // The simulator keeps its counters in a file beside its socket.
    openCounters: () => openSimulatedStats(`${simulator.socketPath}.stats`),
  };
}
