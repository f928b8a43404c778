import type { TranslatorContext } from "../../src/southbound/translator.js";
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

/** The instance under which routes of a table are shown that no instance has configured. */
export function instanceOfTable(tableId: number): InstanceKey {
  return { type: staticType, name: `table-${tableId}` };
}
