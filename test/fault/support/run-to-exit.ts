/** Runs the server where it is expected not to come up. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../../server/run.js", import.meta.url));
const PATIENCE_MS = 30_000;

export interface Exit {
  /** Null when it had to be killed because it went on. */
  readonly code: number | null;
  readonly output: string;
  readonly error: string;
}

/** Free ports are taken unless `words` say otherwise. */
export function runToExit(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Exit> {
  const ports = ["--netconf-port", "0", "--netconf-tls-port", "0", "--restconf-port", "0", "--health-port", "0"];
  const child = spawn(process.execPath, [entry, ...ports, ...words], { env: { ...process.env, ...environment } });
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  let [output, error] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) =>
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output, error });
    }),
  );
}

/** Expects one line on standard error, nothing on standard output, and exit status 1. */
export async function assertRefused(words: readonly string[], says: RegExp): Promise<void> {
  const { code, output, error } = await runToExit(["--vpp-socket", "sim", ...words]);
  assert.equal(code, 1, `${output}${error}`);
  assert.equal(output, "");
  assert.match(error, /^sweetcomb: cannot start: [^\n]+\n$/);
  assert.match(error, says);
}
