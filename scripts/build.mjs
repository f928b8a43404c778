// Turns every .ts file into a .js file under dist/, one by one and only where the source is newer.
// Types are checked apart from this (npm run typecheck), so that a start needs no compiler run.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { writeAtomically } from "../packages/libyang-wasm/scripts/setup/cache.mjs";
import { bundle } from "./bundle.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const sourceFolders = { src: "dist/src", translators: "dist/translators", test: "dist/test", bench: "dist/bench" };
for (const name of readdirSync(join(root, "packages"))) {
  for (const part of ["src", "test", "bench", "examples"]) {
    sourceFolders[`packages/${name}/${part}`] = `packages/${name}/dist/${part}`;
  }
}

/** Builds what is out of date. Returns the number of files written. */
export function build() {
  let written = 0;
  for (const [from, to] of Object.entries(sourceFolders)) written += buildFolder(join(root, from), join(root, to));
  return written;
}

function buildFolder(from, to) {
  if (!existsSync(from)) return 0;
  const wanted = new Set();
  let written = 0;
  for (const file of filesBelow(from)) {
    if (!file.endsWith(".ts") || file.endsWith(".d.ts")) continue;
    const target = join(to, relative(from, file).replace(/\.ts$/, ".js"));
    wanted.add(target);
    if (existsSync(target) && statSync(target).mtimeMs > statSync(file).mtimeMs) continue;
    writeModule(file, target);
    written++;
  }
  if (existsSync(to)) for (const file of filesBelow(to)) if (file.endsWith(".js") && !wanted.has(file)) rmSync(file);
  return written;
}

function writeModule(file, target) {
  const { code } = transformSync(readFileSync(file, "utf8"), {
    loader: "ts",
    target: "node20",
    format: "esm",
    sourcefile: relative(dirname(target), file),
    sourcemap: "inline",
    sourcesContent: false,
  });
  // Another build may run at the same time: the file appears whole or not at all.
  writeAtomically(target, code);
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`${build()} files built`);
  await bundle();
}
