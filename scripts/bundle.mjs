// Joins the built files of the server's process into a few, dist/server/: to find, read and link a thousand takes a good part of a
// start. Threads and other processes run the files one by one, as built.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeAtomically } from "../packages/libyang-wasm/scripts/setup/cache.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "dist", "server");
const entry = join(folder, "run.js");

/** Bundles when a built file is newer than the bundle. */
export async function bundle() {
  const bundledMs = existsSync(entry) ? statSync(entry).mtimeMs : 0;
  if (builtFiles().every((file) => statSync(file).mtimeMs <= bundledMs)) return;
  const { outputFiles } = await build({
    entryPoints: [join(root, "dist/src/cli/run.js")],
    bundle: true,
    // What is imported only when it is wanted stays apart.
    splitting: true,
    external: [...packagesOfOthers()],
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    outdir: folder,
    write: false,
    logLevel: "warning",
    plugins: [{ name: "places", setup: keepPlaces }],
  });
  // The entry last: what it names is there then.
  const files = [...outputFiles].sort((a, b) => Number(a.path === entry) - Number(b.path === entry));
  for (const { path, contents } of files) writeAtomically(path, contents);
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name), { force: true });
}

/** A module that looks for files beside itself finds them where it was. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\/dist\/.*\.js$/ }, ({ path }) => {
    const text = readFileSync(path, "utf8");
    if (!text.includes("import.meta.url")) return undefined;
    const place = `new URL(${JSON.stringify(relative(folder, path))}, import.meta.url).href`;
    return { contents: text.replaceAll("import.meta.url", place), loader: "js", resolveDir: dirname(path) };
  });
}

function builtFiles() {
  const folders = ["dist/src", "dist/translators", ...ourPackages().map((name) => `packages/${name}/dist/src`)];
  return folders
    .map((path) => join(root, path))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path, { recursive: true }).map((file) => join(path, file)))
    .filter((file) => file.endsWith(".js"));
}

function ourPackages() {
  return readdirSync(join(root, "packages"));
}

function packagesOfOthers() {
  const ours = ourPackages();
  const manifests = ["package.json", ...ours.map((name) => `packages/${name}/package.json`)];
  const named = manifests.flatMap((path) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, path), "utf8"));
    return Object.keys(dependencies);
  });
  return new Set(named.filter((name) => !ours.includes(name)));
}
