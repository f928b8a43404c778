import type { Target } from "./apply.js";
import type { EntryChange } from "./object-entry.js";
import type { KnownObject, ObjectTable } from "./object-table.js";
import { clearEntry } from "./secrets.js";
import type { Loss } from "./vpp-event.js";

/**
 * What has to be made anew, and then waits, since its device does not carry it any more. Costs what stands on the devices that went
 * down. Asks VPP, which may be gone meanwhile.
 */
export async function lostObjects(
  losses: readonly Loss[],
  { registry, table, context }: Target,
): Promise<readonly EntryChange[]> {
  const looks = standingOn(losses, table).map(async ({ entry }) => {
    const { translator } = registry.byName(entry.translator);
    const isCarried = (await translator.isCarried?.(context, clearEntry(registry, entry))) ?? true;
    return isCarried ? [] : [{ id: entry.id, before: entry, after: entry, inPlace: false }];
  });
  return (await Promise.all(looks)).flat();
}

/** The objects that depend on these, or on others that do. */
function standingOn(losses: readonly Loss[], table: ObjectTable): readonly KnownObject[] {
  const lost = losses.flatMap(({ kind, handle }) => table.withHandle(kind.name, handle)?.entry.id ?? []);
  const reached = new Set(lost);
  for (const id of reached) for (const dependent of table.dependents(id)) reached.add(dependent);
  for (const id of lost) reached.delete(id);
  return Array.from(reached).flatMap((id) => {
    const known = table.get(id);
    return known === undefined || known.pending ? [] : [known];
  });
}
