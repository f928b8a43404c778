// Binary packages of Debian unpacked into a private folder: no root, nothing is installed.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withArchive } from "./apt.mjs";
import { cachePath } from "./cache.mjs";
import { run, SetupError } from "./run.mjs";

/**
 * Makes sure that the packages of one suite are unpacked in the cache.
 * @returns the folder of each package, by package name
 */
export async function ensurePackages(suite, names, log) {
  const folders = Object.fromEntries(names.map((name) => [name, cachePath("packages", suite, name)]));
  const missing = names.filter((name) => !existsSync(folders[name]));
  if (missing.length === 0) return folders;
  log(`fetching ${missing.join(", ")} of ${suite}`);
  const download = mkdtempSync(cachePath("packages", "download-"));
  try {
    await withArchive("deb", [suite], (aptGet) =>
      aptGet(["download", ...missing.map((name) => `${name}/${suite}`)], download),
    );
    for (const name of missing) await unpack(download, name, folders[name]);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
  return folders;
}

async function unpack(download, name, folder) {
  const archive = readdirSync(download).find((file) => file.startsWith(`${name}_`));
  if (!archive) throw new SetupError(`apt-get did not deliver the package ${name}.`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  await run("dpkg-deb", ["-x", join(download, archive), unfinished], { hint: "Install the package dpkg." });
  renameSync(unfinished, folder);
}
