/** The command: the server on a terminal, or what there is beside it. */

import pino from "pino";
import { loadConfiguration } from "../config/load-configuration.js";
import { loadEngine } from "../datastore/engine/engine-client.js";
import type { RunningServer } from "../main.js";
import { engineOptions } from "../start/engine-options.js";

const [command, ...others] = process.argv.slice(2);
try {
  if (command === "kubernetes") {
    const { kubernetesCommand } = await import("./kubernetes/kubernetes.js");
    await kubernetesCommand(others, process.env);
  } else await serve();
} catch (failure) {
  console.error(`sweetcomb: cannot start: ${explain(failure)}`);
  process.exit(1);
}

/** Reads the configuration, starts, says how the server is reached, ends on a signal. */
async function serve(): Promise<void> {
  const configuration = loadConfiguration(process.argv.slice(2), process.env);
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
