// npm test: everything that a fresh clone needs, then types, lint and tests. `npm test -- WORD` runs the test files whose
// path has the word in it, and nothing else.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "./prepare.mjs";

const word = process.argv[2];
await prepare((line) => console.log(line));
if (word === undefined) {
  run("node_modules/.bin/tsc", ["--noEmit", "-p", "tsconfig.json"]);
  run("node_modules/.bin/biome", ["check", "--diagnostic-level=warn", "."]);
}
const folders = ["dist/test", ...readdirSync("packages").map((name) => `packages/${name}/dist/test`)];
const files = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".test.js") && file.includes(word ?? ""))
  .sort();
// This reporter tells once more at the end what has failed, where the end of a log is all that was kept.
const reporter = "--test-reporter=spec";
run(process.execPath, ["--enable-source-maps", "--test", reporter, "--test-concurrency=2", ...files]);

function run(command, words) {
  const { status } = spawnSync(command, words, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
