/** What upgrades have left out of running, in files beside the store: one an upgrade, until the operator removes it. */

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LeftOut } from "../engine/protocol.js";

const NAME = /^left-out-\d+\.json$/;

/** Paths without an ending, for the parts that were left out of a revision and for the store as it was. */
export function leftOutFiles(folder: string, revision: number): { readonly parts: string; readonly store: string } {
  const name = join(folder, `left-out-${revision}`);
  return { parts: `${name}.json`, store: `${name}.lmdb` };
}

export async function writeLeftOut(path: string, parts: readonly Partial<LeftOut>[]): Promise<void> {
  await writeFile(path, `${JSON.stringify(parts, undefined, 2)}\n`, { mode: 0o600 });
}

/** What all files of the folder tell, the oldest upgrade first. */
export async function readLeftOut(folder: string): Promise<readonly Pick<LeftOut, "path" | "message">[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name));
  const texts = await Promise.all(names.sort().map((name) => readFile(join(folder, name), "utf8")));
  const parts = texts.flatMap((text) => JSON.parse(text) as readonly LeftOut[]);
  return parts.map(({ path, message }) => ({ path, message }));
}
