import { MplsTableAddDel, MplsTableDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { makeTableZero } from "./first-table.js";
import { withRoomForTable } from "./room-for-tables.js";

export type TableKey = { readonly tableId: string };

interface Value {
  readonly name?: string;
}

export const tablePath = "/sweetcomb-mpls:mpls/table";
export const tableKeys = { tableId: "table/table-id" } as const;

/** Tables of labels. Their handle is their number. */
export const mplsTables = defineKind<TableKey>("mpls-table", ["tableId"]);

/** A table of labels. */
export const mplsTable = defineTranslator<TableKey, Value>({
  name: mplsTables.name,
  kind: mplsTables,
  path: tablePath,
  keys: tableKeys,
  leafs: ["name"],
  when: () => true,
  messages: [MplsTableAddDel, MplsTableDump],
  // Table 0 comes first, where VPP looks for it.
  after: ({ key: { tableId } }) => (tableId === "0" ? [] : [mplsTables.at({ tableId: "0" })]),
  async create(context, { key, value }) {
    const { name = "" } = value;
    await withRoomForTable(context, () =>
      key.tableId === "0" ? makeTableZero(context, name) : addOrDelete(context, key, name, true),
    );
    return Number(key.tableId);
  },
  update: "recreate",
  // VPP keeps the table as long as something of others is in it.
  delete: (context, { key }) => addOrDelete(context, key, "", false),
  async *dump({ vpp }) {
    for await (const { mtTable } of vpp.dump(MplsTableDump)) {
      const { mtTableId, mtName } = mtTable;
      yield { key: { tableId: String(mtTableId) }, value: mtName === "" ? {} : { name: mtName }, handle: mtTableId };
    }
  },
  // VPP makes up a name for a table without one.
  chosenByVpp: ["name"],
  // A table that was there before keeps its name, also when it is deleted and made again.
  matches: () => true,
});

async function addOrDelete(
  { vpp }: TranslatorContext,
  { tableId }: TableKey,
  mtName: string,
  mtIsAdd: boolean,
): Promise<void> {
  await vpp.call(MplsTableAddDel, { mtIsAdd, mtTable: { mtTableId: Number(tableId), mtName } });
}
