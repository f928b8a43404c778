import { MplsIpBindUnbind } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { familyOf, prefix } from "../ip/addresses.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { refuseUnlessTableZeroIsFirst } from "./first-table.js";
import { mplsTables, type TableKey, tableKeys, tablePath } from "./table.js";

type Key = TableKey & { readonly vrf: string; readonly prefix: string };

interface Value {
  readonly label: number;
}

/** A label for a route of a VRF. VPP keeps the binding whether or not there is such a route, and has no dump of it. */
export const mplsBinding = defineTranslator<Key, Value>({
  name: "mpls-binding",
  path: `${tablePath}/binding`,
  keys: { ...tableKeys, vrf: "binding/vrf", prefix: "binding/prefix" },
  leafs: ["label"],
  messages: [MplsIpBindUnbind],
  dependsOn: ({ key }) => [mplsTables.at(key), ...tableDependency(familyOf(key.prefix), key.vrf)],
  async create(context, entry) {
    await refuseUnlessTableZeroIsFirst(context, "label");
    await bind(context, entry, true);
  },
  update: "recreate",
  delete: (context, entry) => goneIsFine(bind(context, entry, false)),
  dump: "unreadable",
});

async function bind(context: TranslatorContext, { key, value }: Entry<Key, Value>, mbIsBind: boolean): Promise<void> {
  await context.vpp.call(MplsIpBindUnbind, {
    mbMplsTableId: Number(key.tableId),
    mbLabel: value.label,
    mbIpTableId: tableIdOf(context, familyOf(key.prefix), key.vrf),
    mbIsBind,
    mbPrefix: prefix(key.prefix),
  });
}
