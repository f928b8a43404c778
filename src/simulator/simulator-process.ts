/** The simulator as a child process: it takes no time from the server, and ends with it. */

import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Longest path that a unix socket address holds (sun_path less the closing zero). */
const LONGEST_SOCKET_PATH = 107;

export interface SimulatorProcess {
  readonly socketPath: string;
  close(): Promise<void>;
}

/** Starts the simulator with its socket in the state folder, and resolves when it listens. */
export async function startSimulatorProcess(stateDir: string): Promise<SimulatorProcess> {
  const socketPath = socketPathIn(stateDir);
  // What a killed simulator has left; the state folder is ours alone.
  rmSync(socketPath, { force: true });
  const child = fork(new URL("./simulator-child.js", import.meta.url), [socketPath], { stdio: "inherit" });
  await listening(child);
  const close = () =>
    new Promise<void>((done) => {
      child.once("exit", () => done());
      child.disconnect();
    });
  return { socketPath, close };
}

/** A deep folder makes the path too long for a socket: then it lies in the temporary folder, under a name of its own. */
function socketPathIn(stateDir: string): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = join(resolve(stateDir), "vpp-sim.sock");
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path;
  const folder = join(tmpdir(), `sweetcomb-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, "vpp-sim.sock");
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    child.once("message", () => done());
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`the simulator ended with code ${code} before it listened`)));
  });
}
