/** VRFs chosen by the source address of packets (plugin svs). */

import { AddressFamily, SvsDump, SvsEnableDisable, SvsRouteAddDel, SvsTableAddDel } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, prefix } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";

type TableKey = { readonly family: string; readonly table: string };
type RouteKey = TableKey & { readonly prefix: string };

const path = "/sweetcomb-services:source-vrfs/source-vrf";
const keys = { family: "source-vrf/address-family", table: "source-vrf/table-id" };
const tables = defineKind<TableKey>("source-vrf", ["family", "table"]);

/**
 * A table with its interface. Of an interface that gets another VRF, VPP changes tables that have nothing to do with it, so
 * it is taken away before, whichever family changes.
 */
export const sourceVrf = defineTranslator<TableKey, { readonly interface: string }>({
  name: tables.name,
  kind: tables,
  path,
  keys,
  leafs: ["interface"],
  messages: [SvsTableAddDel, SvsEnableDisable, SvsDump],
  dependsOn: ({ value: { interface: name } }) => [
    interfaces.at({ name }),
    interfaceVrfs.ipv4.at({ name }),
    interfaceVrfs.ipv6.at({ name }),
  ],
  create: (context, entry) =>
    allOrNone(
      parts.map((set) => ({
        do: () => set(context, entry, true),
        undo: () => set(context, entry, false),
      })),
    ),
  update: "recreate",
  delete: (context, entry) =>
    allOrNone(
      [...parts].reverse().map((set) => ({
        do: () => goneIsFine(set(context, entry, false), "NO_SUCH_FIB"),
        undo: () => set(context, entry, true),
      })),
    ),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { af, tableId, swIfIndex } of vpp.dump(SvsDump)) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      const family = af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
      if (name !== undefined) yield { key: { family, table: String(tableId) }, value: { interface: name } };
    }
  },
});

/** What VPP does not show. */
export const sourceVrfRoute = defineTranslator<RouteKey, { readonly vrf: string }>({
  name: "source-vrf-route",
  path: `${path}/route`,
  keys: { ...keys, prefix: "route/source-prefix" },
  leafs: ["vrf"],
  messages: [SvsRouteAddDel],
  dependsOn: ({ key: { family, table }, value }) => [
    tables.at({ family, table }),
    ...tableDependency(family as Family, value.vrf),
  ],
  create: (context, entry) => setRoute(context, entry, true),
  update: (context, entry) => setRoute(context, entry, true),
  delete: (context, entry) => goneIsFine(setRoute(context, entry, false), "NO_SUCH_FIB"),
  dump: "unreadable",
});

type Part = (
  context: TranslatorContext,
  entry: Entry<TableKey, { readonly interface: string }>,
  isThere: boolean,
) => Promise<unknown>;

const parts: readonly Part[] = [
  ({ vpp }, { key }, isAdd) => vpp.call(SvsTableAddDel, { isAdd, ...wireTable(key) }),
  ({ vpp, handleOf }, { key, value }, isEnable) =>
    vpp.call(SvsEnableDisable, {
      isEnable,
      ...wireTable(key),
      swIfIndex: handleOf(interfaces.at({ name: value.interface })),
    }),
];

function wireTable({ family, table }: TableKey) {
  return {
    af: family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4,
    tableId: Number(table),
  };
}

async function setRoute(
  context: TranslatorContext,
  { key, value }: Entry<RouteKey, { readonly vrf: string }>,
  isAdd: boolean,
): Promise<void> {
  await context.vpp.call(SvsRouteAddDel, {
    isAdd,
    prefix: prefix(key.prefix),
    tableId: Number(key.table),
    sourceTableId: tableIdOf(context, key.family as Family, value.vrf),
  });
}
