import type { VppCaller } from "vpp-binapi-ts";
import { IpTableDump } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/**
 * VPP counts sessions of a table in memory of others when its interfaces were bound to it before cnat was first used, which nothing tells.
 * The configuration has VPP make room for them (`translators/cnat/places-for-sessions.ts`).
 */
export async function needsTableZeroAlone(_fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  for await (const { table } of vpp.dump(IpTableDump)) {
    if (table.tableId !== 0) return `there is table ${table.tableId}; /sweetcomb-cnat:cnat does it`;
  }
  return undefined;
}

/** The same for interfaces where cnat is enabled. */
export async function needsTableZeroAloneToEnable(fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  return fields.enableDisable === true ? needsTableZeroAlone(fields, vpp) : undefined;
}
