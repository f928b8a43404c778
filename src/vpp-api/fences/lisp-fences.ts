/** What the interfaces of LISP must be for VPP 26.06 to outlive a forwarding entry by name. */

import type { VppCaller } from "vpp-binapi-ts";
import { SwInterfaceDump, SwInterfaceGetTable } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { ALL } from "./numbers.js";

/** VPP makes one interface a table, and takes a number that is none for it where another VNI has the table. */
export async function needsTableOfVni(
  { isAdd, vni = 0, dpTable = 0 }: VppFields,
  vpp: VppCaller,
): Promise<string | undefined> {
  if (isAdd !== true) return undefined;
  for await (const { interfaceName, swIfIndex } of vpp.dump(SwInterfaceDump, { swIfIndex: ALL })) {
    const other = /^lisp_gpe(\d+)$/.exec(interfaceName)?.[1];
    if (other === undefined || Number(other) === vni) continue;
    const { vrfId } = await vpp.call(SwInterfaceGetTable, { swIfIndex, isIpv6: false });
    if (vrfId === dpTable) return `table ${dpTable} belongs to VNI ${other}`;
  }
  return undefined;
}
