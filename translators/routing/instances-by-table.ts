import type { ConfiguredObjects, TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { ipTables } from "./ip-table.js";
import { type InstanceKey, type InstanceValue, staticInstances, staticType } from "./static-instance.js";

/** The configured instances of static routing whose routes are in each table. */
export function instancesByTable(
  context: TranslatorContext,
  family: Family,
): ReadonlyMap<number, readonly InstanceKey[]> {
  const byTable = new Map<number, InstanceKey[]>();
  const tableIds = new Map(Array.from(context.handles(ipTables[family]), ([{ vrf }, tableId]) => [vrf, tableId]));
  for (const { key, value } of context.allConfigured<InstanceKey, InstanceValue>(staticInstances[family])) {
    const vrf = value["sweetcomb-routing:vrf"];
    const tableId = vrf === undefined ? 0 : tableIds.get(vrf);
    if (tableId === undefined) continue;
    byTable.set(tableId, [...(byTable.get(tableId) ?? []), key]);
  }
  return byTable;
}

/** The other instances whose routes are in the same table. */
export function instancesBeside(
  objects: ConfiguredObjects,
  family: Family,
  { type, name }: InstanceKey,
): readonly InstanceKey[] {
  const groups = objects.once(`instances of ${family} by VRF`, () => instancesByVrf(objects, family));
  const own = objects.configured<InstanceValue>(staticInstances[family].at({ type, name }));
  const group = groups.get(own?.["sweetcomb-routing:vrf"]) ?? [];
  return group.length <= 1 ? [] : group.filter((instance) => instance.type !== type || instance.name !== name);
}

function instancesByVrf(objects: ConfiguredObjects, family: Family): ReadonlyMap<string | undefined, InstanceKey[]> {
  const byVrf = new Map<string | undefined, InstanceKey[]>();
  for (const { key, value } of objects.allConfigured<InstanceKey, InstanceValue>(staticInstances[family])) {
    const vrf = value["sweetcomb-routing:vrf"];
    const group = byVrf.get(vrf);
    if (group === undefined) byVrf.set(vrf, [key]);
    else group.push(key);
  }
  return byVrf;
}

/** The instance under which routes of a table are shown that no instance has configured. */
export function instanceOfTable(tableId: number): InstanceKey {
  return { type: staticType, name: `table-${tableId}` };
}
