import type { ConfiguredObjects, TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { ipTables } from "./ip-table.js";
import { type InstanceKey, type InstanceValue, staticInstances, staticType, vrfMark } from "./static-instance.js";

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
export function* instancesBeside(
  objects: ConfiguredObjects,
  family: Family,
  { type, name }: InstanceKey,
): Iterable<InstanceKey> {
  const kind = staticInstances[family];
  const own = objects.configured<InstanceValue>(kind.at({ type, name }));
  for (const { key } of objects.marked<InstanceKey, InstanceValue>(vrfMark(own ?? {}), kind)) {
    if (key.type !== type || key.name !== name) yield key;
  }
}

/** The instance under which routes of a table are shown that no instance has configured. */
export function instanceOfTable(tableId: number): InstanceKey {
  return { type: staticType, name: `table-${tableId}` };
}
