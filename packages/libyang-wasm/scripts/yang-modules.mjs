// Puts the published YANG modules that yang-sources.json lists into one folder of the user's cache, out of Debian
// packages. None of them is committed.
//
//   node scripts/yang-modules.mjs      prints the folder
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachePath, withLock } from "./setup/cache.mjs";
import { ensurePackages } from "./setup/debian-packages.mjs";
import { ensureSource, libyangSource } from "./setup/debian-sources.mjs";
import { SetupError } from "./setup/run.mjs";

const listFile = new URL("../yang-sources.json", import.meta.url);
const suite = "trixie";

/**
 * Makes sure that all listed modules are there, each of the listed revision.
 * @param log receives one progress line at a time
 * @returns a folder with one file NAME@REVISION.yang for each entry of the list
 */
export async function ensureYangModules({ log = console.error } = {}) {
  const report = (line) => log(`yang-modules: ${line}`);
  const text = readFileSync(listFile, "utf8");
  const folder = cachePath("yang-modules", createHash("sha256").update(text).digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  return withLock("yang-modules", report, async () => {
    if (!existsSync(folder)) await collect(JSON.parse(text), folder, report);
    return folder;
  });
}

async function collect(entries, folder, report) {
  const packageNames = [...new Set(entries.map((entry) => entry.package))];
  const debianPackages = packageNames.filter((name) => name !== libyangSource.package);
  const folders = await ensurePackages(suite, debianPackages, report);
  const shipped = new Map();
  for (const name of debianPackages) shipped.set(name, modulesBelow(folders[name]));
  shipped.set(libyangSource.package, modulesBelow(await ensureSource(libyangSource, report)));

  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const { module, revision, package: name } of entries) {
    const file = shipped.get(name).get(`${module}@${revision}`);
    if (!file) throw new SetupError(`The package ${name} does not ship ${module} of ${revision}.`);
    copyFileSync(file, join(unfinished, `${module}@${revision}.yang`));
  }
  renameSync(unfinished, folder);
  // what else the packages hold is not needed again
  for (const name of debianPackages) rmSync(folders[name], { recursive: true, force: true });
  report(`${entries.length} modules in ${folder}`);
}

/** Files by "name@latest revision", as the files themselves say. */
function modulesBelow(folder) {
  const modules = new Map();
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!file.endsWith(".yang")) continue;
    const text = readFileSync(join(folder, file), "utf8");
    const name = /^\s*(?:sub)?module\s+"?([\w.-]+)"?\s*\{/m.exec(text)?.[1];
    const revisions = [...text.matchAll(/^\s*revision\s+"?(\d{4}-\d{2}-\d{2})"?/gm)].map((match) => match[1]);
    if (name) modules.set(`${name}@${revisions.sort().at(-1) ?? ""}`, join(folder, file));
  }
  return modules;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await ensureYangModules());
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`yang-modules: ${error.message}`);
    process.exitCode = 1;
  }
}
