import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { SchemaOptions } from "../engine/engine-client.js";

/**
 * A text that is another one when anything in the YANG modules is: revisions alone do not tell, since a module may change without a new one.
 * @param options what the engine loads. Folders that are not there are passed over
 */
export async function schemaMark({
  searchDirs,
  modules,
}: Pick<SchemaOptions, "searchDirs" | "modules">): Promise<string> {
  let sum = crc32(JSON.stringify(modules));
  for (const folder of searchDirs) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".yang")).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name))));
    for (const [index, text] of texts.entries()) sum = crc32(text, crc32(names[index]!, sum));
  }
  return sum.toString(16);
}
