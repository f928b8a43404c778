// npm test: everything a fresh clone needs, then the checks. `npm test -- PATTERN` runs the test files whose path has it.
import { spawnSync } from "node:child_process";
import { readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";

build();
const pattern = process.argv[2] ?? "";
const files = ["dist/test", ...readdirSync("packages").map((name) => `packages/${name}/dist/test`)]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".test.js") && file.includes(pattern))
  .sort();
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-concurrency=2", ...files], {
  stdio: "inherit",
});
process.exit(status ?? 1);
