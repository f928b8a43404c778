import { IpMtableDump, IpTableAddDelV2, IpTableDump } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { leaveTables } from "../cnat/places-for-sessions.js";
import { countSessionsOf } from "../cnat/tables-made-later.js";
import type { Family } from "../ip/addresses.js";

type Key = { readonly vrf: string };

interface Value {
  readonly ipv4?: Table;
  readonly ipv6?: Table;
}

/** A dump for a comparison gives no number to a table that has lost its multicast routes: it is not what is configured. */
interface Table {
  readonly "table-id"?: number;
}

/** Tables by the name of their VRF. */
export const ipTables = {
  ipv4: defineKind<Key>("ipv4-table", ["vrf"]),
  ipv6: defineKind<Key>("ipv6-table", ["vrf"]),
};

export const ipv4Table = ipTable("ipv4");
export const ipv6Table = ipTable("ipv6");

/** The table of one family of a VRF. Its handle is the number by which VPP's messages name it. */
function ipTable(family: Family) {
  return defineTranslator<Key, Value>({
    name: ipTables[family].name,
    kind: ipTables[family],
    path: "/sweetcomb-routing:vrfs/vrf",
    keys: { vrf: "vrf/name" },
    leafs: [`${family}/table-id`],
    messages: [IpTableAddDelV2, IpTableDump, IpMtableDump],
    async create(context, { key, value }) {
      const tableId = value[family]!["table-id"]!;
      await addOrDelete(context, family, tableId, key.vrf, true);
      await countSessionsOf(context, tableId, family === "ipv6");
      return tableId;
    },
    update: "recreate",
    // VPP keeps the table as long as something of others is in it.
    async delete(context, { key, value }) {
      const tableId = value[family]!["table-id"] ?? context.handleOf(ipTables[family].at(key));
      await leaveTables(context);
      await addOrDelete(context, family, tableId, key.vrf, false);
    },
    async *dump(context) {
      const configured = new Map<number, string>();
      const names = new Set<string>();
      for (const { key, value } of context.allConfigured<Key, Value>(ipTables[family])) {
        configured.set(value[family]!["table-id"]!, key.vrf);
        names.add(key.vrf);
      }
      const multicast = context.showsState ? undefined : await multicastTables(context);
      for await (const { table } of context.vpp.dump(IpTableDump)) {
        if (table.tableId === 0 || table.isIp6 !== (family === "ipv6")) continue;
        // A table that was there before keeps its name, so the number decides.
        const vrf = configured.get(table.tableId) ?? nameOfOther(table, names);
        names.add(vrf);
        const isWhole = multicast?.has(nameOfTable(table)) ?? true;
        yield {
          key: { vrf },
          value: { [family]: isWhole ? { "table-id": table.tableId } : {} },
          handle: table.tableId,
        };
      }
    },
  });
}

/**
 * The multicast tables of both families. VPP takes that of a VRF away when another client deletes the table, and keeps the
 * unicast one for as long as something stands on it. Interfaces that come to it then would stay without multicast routes.
 */
function multicastTables({ vpp, oncePerRun }: TranslatorContext): Promise<ReadonlySet<string>> {
  return oncePerRun("multicast tables", async () => {
    const found = new Set<string>();
    for await (const { table } of vpp.dump(IpMtableDump)) found.add(nameOfTable(table));
    return found;
  });
}

function nameOfTable({ tableId, isIp6 }: { readonly tableId: number; readonly isIp6: boolean }): string {
  return `${isIp6 ? "ipv6" : "ipv4"} ${tableId}`;
}

/** The name of a table that is not configured. VPP takes one name for several tables; those after the first are called by their number. */
function nameOfOther(
  { name, tableId }: { readonly name: string; readonly tableId: number },
  taken: ReadonlySet<string>,
) {
  return name === "" || taken.has(name) ? String(tableId) : name;
}

/** The name by which keys mean table 0, which is always there. */
export const defaultVrf = "default";

/** The table of a VRF as a dependency; none for the default one. */
export function tableDependency(family: Family, vrf: string | undefined): readonly ObjectRef[] {
  return vrf === undefined || vrf === defaultVrf ? [] : [ipTables[family].at({ vrf })];
}

/** Number of the table of a VRF that an object depends on. */
export function tableIdOf(
  { handleOf }: Pick<TranslatorContext, "handleOf">,
  family: Family,
  vrf: string | undefined,
): number {
  return vrf === undefined || vrf === defaultVrf ? 0 : handleOf(ipTables[family].at({ vrf }));
}

/** Name of the VRF with this table; undefined for a table that is not known. */
export function vrfOfTable(
  { keyOf }: Pick<TranslatorContext, "keyOf">,
  family: Family,
  tableId: number,
): string | undefined {
  return tableId === 0 ? defaultVrf : keyOf(ipTables[family], tableId)?.vrf;
}

async function addOrDelete(
  { vpp }: TranslatorContext,
  family: Family,
  tableId: number,
  name: string,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(IpTableAddDelV2, { isAdd, createMfib: true, table: { tableId, isIp6: family === "ipv6", name } });
}
