/** The server on a terminal: reads the configuration, starts, says how it is reached, ends on a signal. */

import pino from "pino";
import { loadConfiguration } from "../config/load-configuration.js";
import { type RunningServer, startServer } from "../main.js";

try {
  const configuration = loadConfiguration(process.argv.slice(2), process.env);
  const log = pino({ level: configuration.log.level }, pino.destination(2));
  const server = await startServer(configuration, log, (status) => void end(server, status));
  for (const listener of server.listeners) console.log(listener);
  console.log("ready");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end(server, 0));
} catch (failure) {
  console.error(`sweetcomb: cannot start: ${explain(failure)}`);
  process.exit(1);
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
