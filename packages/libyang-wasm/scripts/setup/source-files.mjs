// The whole input of the compiler as one map from a virtual path to text:
//   ly/      libyang as released            pcre/   pcre2 as released
//   gen/     headers rendered by us         csrc/   C of this package
// Both compilers see exactly these files, under these paths, whatever folder they lie in on this machine.
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { renderHeaders } from "./headers.mjs";
import { applyTransformations } from "./transformations.mjs";

/** Reads everything. `csrc` is the folder of our own C files; its `*.transform.mjs` change libyang's files. */
export async function readSourceFiles({ libyang, pcre2, csrc }) {
  const files = new Map();
  addFolder(files, join(libyang, "src"), "ly/src", [".c", ".h"]);
  addFolder(files, join(libyang, "models"), "ly/models", [".h"]);
  addFolder(files, join(libyang, "compat"), "ly/compat", [".c"]);
  addFolder(files, join(pcre2, "src"), "pcre/src", [".c", ".h"]);
  addFolder(files, csrc, "csrc", [".c", ".h"]);
  for (const [path, text] of renderHeaders(libyang, pcre2)) files.set(path, text);
  useFlatModelPaths(files);
  await applyTransformations(files, csrc);
  return files;
}

function addFolder(files, folder, prefix, extensions) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(files, path, `${prefix}/${entry.name}`, extensions);
    else if (extensions.includes(extname(entry.name)))
      files.set(`${prefix}/${basename(entry.name)}`, readFileSync(path, "utf8"));
  }
}

/** The npm compiler's file system knows no "..", so the built-in modules are included relative to ly/. */
function useFlatModelPaths(files) {
  for (const [path, text] of files) {
    if (path.startsWith("ly/src/") && text.includes('"../models/')) {
      files.set(path, text.replaceAll('"../models/', '"models/'));
    }
  }
}
