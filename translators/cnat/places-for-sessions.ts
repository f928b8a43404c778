/**
 * VPP 26.06 counts the sessions of cnat in a vector with a place for each table (`sessions_per_vrf_ip4`). It grows when an interface is bound to a table,
 * but only from the first use of cnat on; sessions of a table behind its end are counted in the heap, on the size of what lies there.
 */

import { FeatureCnatEnableDisable, IpTableDump, SwInterfaceSetTable } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { findInterfaceThatDrops, interfaceThatDrops } from "../interfaces/parts-of-local0.js";
import { goneIsFine } from "../vpp-answers.js";

/** What VPP is asked with here. */
export const messagesOfPlaces = [FeatureCnatEnableDisable, IpTableDump, SwInterfaceSetTable] as const;

interface Table {
  readonly tableId: number;
  readonly isIp6: boolean;
}

/** To be awaited before VPP hears of anything that makes sessions. Binds a part of local0 to each table, once per VPP process. */
export function makePlaces(context: TranslatorContext): Promise<void> {
  return context.once("places for sessions of cnat", async () => {
    const { vpp } = context;
    (await useOf(context)).hasBegun = true;
    const swIfIndex = await interfaceThatDrops(context);
    // The first use of cnat: it was not enabled there.
    await vpp.call(FeatureCnatEnableDisable, { swIfIndex, enableDisable: false });
    const tables: Table[] = [];
    for await (const { table } of vpp.dump(IpTableDump)) if (table.tableId !== 0) tables.push(table);
    await bindInTurn(context, swIfIndex, tables);
  });
}

/** The same for a table that was made just now, since packets come to tables without interfaces too. */
export async function makePlace(context: TranslatorContext, table: Table): Promise<void> {
  await bindInTurn(context, await interfaceThatDrops(context), [table]);
}

/**
 * Takes the part of local0 out of the table that it was bound to when a server ended or lost its connection: VPP would keep that table.
 * Costs a list of interfaces, once per connection.
 */
export function leaveTables(context: TranslatorContext): Promise<void> {
  return context.once("tables left", async () => {
    const swIfIndex = await findInterfaceThatDrops(context.vpp);
    if (swIfIndex !== undefined) await bindInTurn(context, swIfIndex, []);
  });
}

/** Whether places were made in this VPP process by this server: VPP has those of tables made since only where they were asked for. */
export async function hasPlaces(context: TranslatorContext): Promise<boolean> {
  return (await useOf(context)).hasBegun;
}

function useOf(context: TranslatorContext): Promise<{ hasBegun: boolean }> {
  return context.once("use of cnat", async () => ({ hasBegun: false }));
}

/** VPP keeps a table as long as an interface is in it, so the last is table 0. */
async function bindInTurn({ vpp }: TranslatorContext, swIfIndex: number, tables: readonly Table[]): Promise<void> {
  const last = [false, true].map((isIp6) => ({ tableId: 0, isIp6 }));
  await Promise.all(
    [...tables, ...last].map(({ tableId: vrfId, isIp6: isIpv6 }) =>
      goneIsFine(vpp.call(SwInterfaceSetTable, { swIfIndex, isIpv6, vrfId })),
    ),
  );
}
