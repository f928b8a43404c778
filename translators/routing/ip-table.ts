import { IpTableAddDelV2, IpTableDump } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";

type Key = { readonly vrf: string };

interface Value {
  readonly ipv4?: { readonly "table-id": number };
  readonly ipv6?: { readonly "table-id": number };
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
    messages: [IpTableAddDelV2, IpTableDump],
    async create(context, { key, value }) {
      const tableId = value[family]!["table-id"];
      await addOrDelete(context, family, tableId, key.vrf, true);
      return tableId;
    },
    update: "recreate",
    // VPP keeps the table as long as something of others is in it.
    delete: (context, { key, value }) => addOrDelete(context, family, value[family]!["table-id"], key.vrf, false),
    async *dump(context) {
      const configured = new Map<number, string>();
      const names = new Set<string>();
      for (const { key, value } of context.allConfigured<Key, Value>(ipTables[family])) {
        configured.set(value[family]!["table-id"], key.vrf);
        names.add(key.vrf);
      }
      for await (const { table } of context.vpp.dump(IpTableDump)) {
        if (table.tableId === 0 || table.isIp6 !== (family === "ipv6")) continue;
        // A table that was there before keeps its name, so the number decides.
        const vrf = configured.get(table.tableId) ?? nameOfOther(table, names);
        names.add(vrf);
        yield { key: { vrf }, value: { [family]: { "table-id": table.tableId } }, handle: table.tableId };
      }
    },
  });
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
