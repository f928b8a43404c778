/** Entries as one document of the datastore (RFC 7951). */

import { type Entry, entryId, LISTS } from "../entry.js";

/** Sorted by their keys, so that equal entries give equal documents. */
export function datastoreDocument(entries: Iterable<Entry>): Readonly<Record<string, unknown>> {
  const document: Record<string, Record<string, unknown>> = {};
  const sorted = [...entries].sort((left, right) => (idOf(left) < idOf(right) ? -1 : 1));
  for (const { list, value } of sorted) {
    const { parent, name, keys } = LISTS[list];
    const container = parent.slice(1);
    const member = name.slice(name.indexOf(":") + 1);
    const members = document[container] ?? {};
    document[container] = members;
    if (keys.length > 0) members[member] = [...((members[member] as unknown[] | undefined) ?? []), value];
    else members[member] = value;
  }
  return document;
}

function idOf({ list, value }: Entry): string {
  return entryId(list, value);
}
