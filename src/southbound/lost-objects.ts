import type { Target } from "./apply.js";
import type { EntryChange } from "./object-entry.js";
import { clearEntry } from "./secrets.js";

/** What has to be made anew, and then waits, since its device does not carry it any more. Asks VPP, which may be gone meanwhile. */
export async function lostObjects({ registry, table, context }: Target): Promise<readonly EntryChange[]> {
  const changes: EntryChange[] = [];
  for (const { translator } of registry.all) {
    if (translator.isCarried === undefined) continue;
    for (const { entry, pending } of [...table.ofKind(translator.kind.name)]) {
      if (pending || entry.translator !== translator.name) continue;
      if (await translator.isCarried(context, clearEntry(registry, entry))) continue;
      changes.push({ id: entry.id, before: entry, after: entry, inPlace: false });
    }
  }
  return changes;
}
