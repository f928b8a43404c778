import type { EntryChange } from "./object-entry.js";
import type { ObjectTable } from "./object-table.js";

/** Notes changes that VPP cannot be told now: what is made or changed waits. Returns how to take that back. */
export function noteForLater(changes: readonly EntryChange[], table: ObjectTable): () => void {
  const earlier = changes.map(({ id }) => [id, table.get(id)] as const);
  for (const { id, after } of changes) {
    if (after === undefined) table.delete(id);
    else table.set(after, undefined, true);
  }
  return () => {
    for (const [id, known] of earlier) {
      if (known === undefined) table.delete(id);
      else table.set(known.entry, known.handle, known.pending);
    }
  };
}
