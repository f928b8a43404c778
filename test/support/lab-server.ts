/** The server process with the modules of test/support/yang, which no translator knows. */

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
