// Keeps the cache small: what has not been used for long is removed.
import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/** Marks files as used now. */
export function touch(paths) {
  const now = new Date();
  for (const path of paths) utimesSync(path, now, now);
}

/** Removes the files of a folder that have the extension, except the `keep` ones used last. */
export function pruneFolder(folder, extension, keep) {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name))
    .map((path) => ({ path, usedMs: statSync(path).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  for (const { path } of files.slice(keep)) rmSync(path, { force: true });
}
