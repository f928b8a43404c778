// Reading the lines that objects and accesses come in.
import type { ConfigTree } from "../../../src/config-tree/index.js";

export interface ObjectLine {
  readonly schema: number;
  readonly path: string;
  readonly keys: readonly (readonly string[])[];
  readonly before: unknown;
  readonly after: unknown;
}

export function parseLines<T>(lines: Uint8Array): T[] {
  const text = Buffer.from(lines).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

export function changedObjects(tree: ConfigTree, ids: readonly number[]): ObjectLine[] {
  return parseLines<ObjectLine>(tree.objects(ids));
}

/** Path to content of every object in the tree. */
export function objectsByPath(tree: ConfigTree, ids: readonly number[]): Map<string, unknown> {
  const found = new Map<string, unknown>();
  tree.allObjects(ids, (lines) => {
    for (const { path, after } of parseLines<ObjectLine>(lines)) found.set(path, after);
  });
  return found;
}
