// Source transformations: changes that our C needs in a file of libyang, kept next to the C that needs them.
//
// A file csrc/**/NAME.transform.mjs exports
//   file        path of the changed file as the compiler sees it, e.g. "ly/src/xpath.c"; or files, of several that are alike
//   transform   (text, { insertBefore, replace, replaceBody }) => new text; the helpers throw when a place is not found
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SetupError } from "./run.mjs";

/** Applies all transformations below `csrc`, in the order of their paths, to the map of source files. */
export async function applyTransformations(files, csrc) {
  for (const name of readdirSync(csrc, { recursive: true }).sort()) {
    if (!name.endsWith(".transform.mjs")) continue;
    const { file, files: changed = [file], transform } = await import(pathToFileURL(join(csrc, name)).href);
    for (const path of changed) files.set(path, changedText(files.get(path), path, name, transform));
  }
}

function changedText(before, path, name, transform) {
  if (before === undefined) throw new SetupError(`csrc/${name} changes ${path}, which does not exist.`);
  const after = transform(before, { insertBefore, replace, replaceBody });
  if (after === before) throw new SetupError(`csrc/${name} changed nothing in ${path}.`);
  return after;
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

/** Replaces what a function does; `head` is the end of its parameters, with the brace behind it. */
export function replaceBody(text, head, body) {
  const start = text.indexOf(head) + head.length;
  const end = text.indexOf("\n}\n", start);
  return replace(text, text.slice(start - head.length, end), `${head}${body}`);
}
