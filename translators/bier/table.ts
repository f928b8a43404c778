import { BierTableAddDel, BierTableDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { mplsTables } from "../mpls/table.js";

export type TableKey = { readonly subDomain: string; readonly length: string };

export interface TableValue {
  readonly set?: number;
  readonly "local-label"?: number;
}

export const bierTables = defineKind<TableKey>("bier-table", ["subDomain", "length"]);

/** VPP's numbers of lengths, from 0. */
const lengths: readonly number[] = [64, 128, 256, 512, 1024];

/** VPP counts how often a table was added, so nothing is changed in place. */
export const bierTable = defineTranslator<TableKey, TableValue>({
  name: bierTables.name,
  kind: bierTables,
  path: "/sweetcomb-bier:bier/table",
  keys: { subDomain: "table/sub-domain", length: "table/bit-string-length" },
  leafs: ["set", "local-label"],
  when: () => true,
  messages: [BierTableAddDel, BierTableDump],
  claims: ({ value }) => {
    const label = value["local-label"];
    return label === undefined ? [] : [{ what: `local label ${label} of BIER`, leaf: "local-label" }];
  },
  dependsOn: ({ value }) => (value["local-label"] === undefined ? [] : [mplsTables.at({ tableId: "0" })]),
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => addOrDelete(context, entry, false),
  async *dump({ vpp }) {
    for await (const { btLabel, btTblId } of vpp.dump(BierTableDump)) {
      const { btSubDomain, btSet, btHdrLenId } = btTblId;
      const label = swapped(btLabel);
      const value = { set: btSet, ...(label !== NO_LABEL && { "local-label": label }) };
      yield { key: { subDomain: String(btSubDomain), length: String(lengths[btHdrLenId]) }, value };
    }
  },
});

/** How VPP names a table. */
export function wireTable({ subDomain, length }: TableKey, set = 0) {
  return { btSet: set, btSubDomain: Number(subDomain), btHdrLenId: lengths.indexOf(Number(length)) };
}

async function addOrDelete(
  { vpp }: TranslatorContext,
  { key, value }: Entry<TableKey, TableValue>,
  btIsAdd: boolean,
): Promise<void> {
  await vpp.call(BierTableAddDel, { btTblId: wireTable(key, value.set), btLabel: value["local-label"] ?? 0, btIsAdd });
}

const NO_LABEL = 0x10_0000;

/** VPP 26.06 shows labels in the byte order of its host. */
function swapped(number: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes.readUInt32LE();
}
