// Source transformations: changes that our C needs in a file of libyang, kept next to the C that needs them.
//
// A file csrc/**/NAME.transform.mjs exports
//   file        path of the changed file as the compiler sees it, e.g. "ly/src/xpath.c"
//   transform   (text, { insertBefore, replace }) => new text; the helpers throw when a place is not found
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "./run.mjs";

/** Applies all transformations below `csrc`, in the order of their paths, to the map of source files. */
export async function applyTransformations(files, csrc) {
  for (const name of readdirSync(csrc, { recursive: true }).sort()) {
    if (!name.endsWith(".transform.mjs")) continue;
    const { file, transform } = await import(pathToFileURL(join(csrc, name)).href);
    const before = files.get(file);
    if (before === undefined) throw new SetupError(`csrc/${name} changes ${file}, which does not exist.`);
    const after = transform(before, { insertBefore, replace });
    if (after === before) throw new SetupError(`csrc/${name} changed nothing in ${file}.`);
    files.set(file, after);
  }
}

/** Puts a piece of text in front of a place that occurs exactly once. */
export function insertBefore(text, place, piece) {
  return replace(text, place, piece + place);
}

/** Replaces a place that occurs exactly once. */
export function replace(text, place, piece) {
  const [before, after, ...more] = text.split(place);
  if (after === undefined || more.length > 0) throw new SetupError(`Not found exactly once:\n${place}`);
  return before + piece + after;
}
