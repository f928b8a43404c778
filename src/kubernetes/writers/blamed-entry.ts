/** Which entry an error speaks of. */

import { type EntryChange, type EntryId, instancePath } from "../entry.js";

/** What errors of NETCONF and RESTCONF tell of the place. */
export interface ErrorPlace {
  /** Number of the edit in the patch. */
  readonly edit?: string | undefined;
  /** Instance path of a node in the entry, or of something above all entries. */
  readonly path?: string | undefined;
}

/** Undefined when the error names none of those that were written. */
export function blamedEntry({ edit, path }: ErrorPlace, changes: readonly EntryChange[]): EntryId | undefined {
  if (edit !== undefined) return changes[Number(edit)]?.id;
  if (path === undefined) return undefined;
  const isWithin = (entry: string) => path === entry || path.startsWith(`${entry}/`);
  return changes.find(({ id }) => isWithin(instancePath(id)))?.id;
}
