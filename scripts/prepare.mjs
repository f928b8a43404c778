// What a fresh clone lacks: installed packages, libyang, published YANG modules, built sources. Fast where all is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const installed = join(root, "node_modules", ".sweetcomb-installed");
const libyang = join(root, "packages", "libyang-wasm", "dist", "libyang.wasm");
/** Where the server and the tests find the published modules. */
const yangLink = join(root, "dist", "yang");

/** @param log receives a line for each step that takes time */
export async function prepare(log) {
  installPackages(log);
  const { build } = await import("./build.mjs");
  build();
  const { bundle } = await import("./bundle.mjs");
  await bundle();
  await buildLibyang(log);
  const { ensureYangModules } = await import("../packages/libyang-wasm/scripts/yang-modules.mjs");
  placeLink(await ensureYangModules({ log }));
}

/** Looks closely only when a file of the package has changed since the last time. */
async function buildLibyang(log) {
  const folders = ["packages/libyang-wasm/csrc", "packages/libyang-wasm/scripts"].map((folder) => join(root, folder));
  const stamp = join(root, "packages", "libyang-wasm", "dist", ".built-from");
  const state = JSON.stringify(folders.flatMap(filesBelow).map((file) => [file, statSync(file).mtimeMs]));
  if (existsSync(libyang) && existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  const { ensureLibyang } = await import("../packages/libyang-wasm/scripts/build.mjs");
  await ensureLibyang({ log });
  writeFileSync(stamp, state);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** npm install by the lock file, once for each content of package-lock.json. */
function installPackages(log) {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  log("installing npm packages");
  // "npm ci" insists on packages for all platforms, which not every registry mirror has; "--no-save" leaves the lock file as it is.
  const arguments_ = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", arguments_, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`"npm ${arguments_.join(" ")}" failed: is the npm registry in reach?`);
  writeFileSync(installed, wanted);
}

function placeLink(folder) {
  if (existsSync(yangLink) && readlinkSync(yangLink) === folder) return;
  mkdirSync(join(root, "dist"), { recursive: true });
  rmSync(yangLink, { force: true });
  symlinkSync(folder, yangLink);
}
