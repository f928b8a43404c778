// The files that one C file reads, so that a changed header recompiles only what includes it.
import { dirname, posix } from "node:path";

const includeLine = /^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]/gm;

/** Returns the virtual paths reached from `path` by #include, itself first. System headers are not in the map. */
export function filesRead(files, path, includeFolders) {
  const reached = new Set([path]);
  for (const current of reached) {
    for (const [, name] of files.get(current).matchAll(includeLine)) {
      const candidates = [dirname(current), ...includeFolders].map((folder) => posix.join(folder, name));
      const found = candidates.find((candidate) => files.has(candidate));
      if (found) reached.add(found);
    }
  }
  return [...reached];
}
