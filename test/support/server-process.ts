/** The real server as a process of its own, on free ports, with folders that vanish with it. */

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../server/run.js", import.meta.url));

export interface ServerProcess {
  readonly folder: string;
  readonly pid: number;
  readonly certs: string;
  readonly netconfPort: number;
  readonly netconfTlsPort: number;
  readonly restconfPort: number;
  readonly healthPort: number;
  readonly vppSocket: string;
  /** What the server has written on standard error. */
  readonly log: () => string;
  /** Exit status of the process, once it has ended by itself; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Ends the process; "SIGKILL" is the crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts the server again on the same folders; on new ports. */
  restart(words?: readonly string[]): Promise<ServerProcess>;
  /** Ends the process and removes its folders. */
  dispose(): Promise<void>;
}

export function startServerProcess(words: readonly string[] = []): Promise<ServerProcess> {
  return startIn(mkdtempSync(join(tmpdir(), "sweetcomb-test-")), words);
}

async function startIn(folder: string, words: readonly string[]): Promise<ServerProcess> {
  const certs = join(folder, "certs");
  const places = ["--state-dir", join(folder, "state"), "--certs-dir", certs];
  const ports = ["--netconf-port", "0", "--netconf-tls-port", "0", "--restconf-port", "0", "--health-port", "0"];
  const socket = words.includes("--vpp-socket") ? [] : ["--vpp-socket", "sim"];
  const child = spawn(process.execPath, [entry, ...places, ...ports, ...socket, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const lines = await untilReady(child, () => log);
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await ended;
  };
  return {
    folder,
    pid: child.pid!,
    certs,
    netconfPort: numberIn(lines, /^netconf .* -p (\d+) /m),
    netconfTlsPort: numberIn(lines, /^netconf .* -connect \S+:(\d+) /m),
    restconfPort: numberIn(lines, /^restconf .*localhost:(\d+)\//m),
    healthPort: numberIn(lines, /^health .*:(\d+)\/readyz$/m),
    vppSocket: /^vpp\s+(?:simulator at )?(\S+)/m.exec(lines)![1]!,
    log: () => log,
    ended,
    stop,
    restart: async (again = words) => {
      await stop();
      return startIn(folder, again);
    },
    dispose: async () => {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function untilReady(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    createInterface({ input: child.stdout! }).on("line", (line) => {
      text += `${line}\n`;
      if (line === "ready") resolve(text);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready: ${log()}`)));
  });
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)![1]);
}
