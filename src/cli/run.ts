/** The command: the server on a terminal, or what there is beside it. */

import { readFileSync } from "node:fs";
import pino from "pino";
import { loadConfiguration } from "../config/load-configuration.js";
import { UsageError } from "../config/read-flags.js";
import { loadEngine } from "../datastore/engine/engine-client.js";
import type { RunningServer } from "../main.js";
import { engineOptions } from "../start/engine-options.js";

/** Exit status of a command line that cannot be understood, as that of getopt's programs. */
const EXIT_USAGE = 2;

const words = process.argv.slice(2);
const isKubernetes = words[0] === "kubernetes";
try {
  if (words.includes("--help") || words.includes("-h")) await tellUsage();
  else if (words.includes("--version")) console.log(version());
  else if (isKubernetes) {
    const { kubernetesCommand } = await import("./kubernetes/kubernetes.js");
    await kubernetesCommand(words.slice(1), process.env);
  } else await serve();
} catch (failure) {
  if (failure instanceof UsageError) {
    console.error(`sweetcomb: ${failure.message}\nsweetcomb --help lists all options`);
    process.exit(EXIT_USAGE);
  }
  console.error(`sweetcomb: cannot start: ${explain(failure)}`);
  process.exit(1);
}

async function tellUsage(): Promise<void> {
  if (isKubernetes) console.log((await import("./kubernetes/kubernetes.js")).KUBERNETES_USAGE);
  else console.log((await import("./usage.js")).usage());
}

function version(): string {
  const file = new URL("../../../package.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

/** Reads the configuration, starts, says how the server is reached, ends on a signal. */
async function serve(): Promise<void> {
  const configuration = loadConfiguration(words, process.env);
  const log = pino({ level: configuration.log.level }, pino.destination(2));
  // The engine reads its modules on its own thread while this one loads the rest of the program.
  const loading = loadEngine(engineOptions(configuration));
  const { startServer } = await import("../main.js");
  const server = await startServer(configuration, loading, log, (status) => void end(server, status));
  for (const listener of server.listeners) console.log(listener);
  console.log("ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end(server, 0));
}

async function end(server: RunningServer, status: number): Promise<void> {
  await server.close();
  process.exit(status);
}

/** A sentence for the operator; a port that is taken is named by its number. */
function explain(failure: unknown): string {
  const { code, port, address, message } = failure as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === "EADDRINUSE") return `port ${port} of ${address} is taken by another process`;
  if (code === "EACCES" && port !== undefined) return `port ${port} needs privileges that this process does not have`;
  return message ?? String(failure);
}
