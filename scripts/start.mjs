#!/usr/bin/env node
// npm start: prepares what is missing, then runs the server in this process. Flags after "--" are the server's.
import { prepare } from "./prepare.mjs";

try {
  await prepare((line) => console.error(line));
} catch (error) {
  console.error(`sweetcomb: cannot start: ${error.message}`);
  process.exit(1);
}
await import("../dist/server/run.js");
