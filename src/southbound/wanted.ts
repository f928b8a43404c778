/** What of VPP's state a request is about. */

import type { StateRequest } from "../datastore/southbound-port.js";
import { isAtOrBelow } from "../schema/is-at-or-below.js";
import type { ListKey, RegisteredTranslator } from "./registry.js";
import type { ObjectKey } from "./translator.js";

/** Whether one of the paths that are asked for lies above a schema path, is it, or lies below it. */
export function isWanted(schemaPath: string, { paths }: StateRequest): boolean {
  if (paths === undefined) return true;
  return paths.some((asked) => isAtOrBelow(asked, schemaPath) || isAtOrBelow(schemaPath, asked));
}

/** Whether an object with this key stands in the entries that are asked for, of all lists on its path. */
export function isEntryWanted(
  { keysOfLists }: RegisteredTranslator,
  key: ObjectKey,
  { entries }: StateRequest,
): boolean {
  if (entries === undefined) return true;
  return keysOfLists.every(([list, keys]) => {
    const wanted = entries.get(list);
    return wanted === undefined || wanted.some((entry) => keys.every((listKey) => mayBe(listKey, entry, key)));
  });
}

/** A leaf that the request does not name may have any value, and one that it may write otherwise, too. */
function mayBe({ leaf, name, verbatim }: ListKey, entry: ObjectKey, key: ObjectKey): boolean {
  const asked = entry[leaf];
  return asked === undefined || !verbatim || asked === key[name];
}

/** Values of a key, as the request writes them, with which alone objects are asked for; undefined where it may be any. */
export function askedKeys(
  { keysOfLists }: RegisteredTranslator,
  keyName: string,
  { entries }: StateRequest,
): readonly string[] | undefined {
  for (const [list, keys] of keysOfLists) {
    const leaf = keys.find(({ name }) => name === keyName)?.leaf;
    const asked = leaf === undefined ? undefined : entries?.get(list)?.map((entry) => entry[leaf]);
    if (asked?.every((value) => value !== undefined)) return asked;
  }
  return undefined;
}
