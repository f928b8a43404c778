/** What of VPP's state a request is about. */

import type { StateRequest } from "../datastore/southbound-port.js";
import { isAtOrBelow } from "../schema/is-at-or-below.js";
import type { RegisteredTranslator } from "./registry.js";
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
    return wanted === undefined || wanted.some((entry) => keys.every(([leaf, name]) => isSame(entry[leaf], key[name])));
  });
}

/** A leaf that the request does not name may have any value. */
function isSame(asked: string | undefined, value: string | undefined): boolean {
  return asked === undefined || asked === value;
}
