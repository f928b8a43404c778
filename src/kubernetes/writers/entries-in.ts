/** The entries that a document of the datastore holds. */

import { type EntryId, type EntryValue, entryId, LISTS, type ListName } from "../entry.js";

/** @param document RFC 7951, from its top-level members on */
export function entriesIn(document: Readonly<Record<string, unknown>>): ReadonlySet<EntryId> {
  const found = new Set<EntryId>();
  for (const list of Object.keys(LISTS) as ListName[]) {
    const { parent, name } = LISTS[list];
    const members = (document[parent.slice(1)] ?? {}) as Readonly<Record<string, unknown>>;
    const content = members[name.slice(name.indexOf(":") + 1)];
    if (content === undefined) continue;
    for (const value of Array.isArray(content) ? content : [content]) found.add(entryId(list, value as EntryValue));
  }
  return found;
}
