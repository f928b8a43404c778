/** The server process with the modules of test/support/yang, which no translator knows. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ServerProcess, startServerProcess } from "./server-process.js";

// The tests run from dist/; the modules are not built and stay beside the source.
const yang = fileURLToPath(new URL("../../../test/support/yang/", import.meta.url));

export const labFlags: readonly string[] = [
  ...["--yang-dir", yang],
  ...["--implement", "example-lab"],
  ...["--implement", "example-lab-safety"],
];

export function startLabServer(words: readonly string[] = []): Promise<ServerProcess> {
  return startServerProcess([...labFlags, ...words]);
}

/** The same with example-statements. */
export function startStatementsServer(): Promise<ServerProcess> {
  return startLabServer(["--implement", "example-statements"]);
}

/** The same with file URLs, which are in `folder`. */
export async function startLabServerWithUrls(): Promise<{ readonly server: ServerProcess; readonly folder: string }> {
  const first = await startLabServer();
  const folder = join(first.folder, "configs");
  mkdirSync(folder);
  const file = join(first.folder, "config.json");
  writeFileSync(file, JSON.stringify({ netconf: { url: { folder } } }));
  return { server: await first.restart([...labFlags, "--config", file]), folder };
}
