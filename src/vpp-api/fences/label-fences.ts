/** Requests that use table 0 of labels, which VPP looks for where its first table is. */

import type { VppCaller } from "vpp-binapi-ts";
import { FibPathNhProto, FibPathType } from "vpp-binapi-ts/api";
import { askLabelTableRoom, lackForLabelTables } from "../../vpp-limits/label-table-room.js";
import { isLabelTableZeroFirst } from "../../vpp-limits/label-tables.js";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

export async function needsTableZeroFirst(_fields: VppFields, vpp: VppCaller): Missing {
  return (await isLabelTableZeroFirst(vpp)) ? undefined : "table 0 of labels is not there, or was not there first";
}

/** Of mpls_table_add_del. */
export async function needsRoomForTable({ mtIsAdd }: VppFields, vpp: VppCaller): Missing {
  if (mtIsAdd !== true || lackForLabelTables(await askLabelTableRoom(vpp), 1) === undefined) return undefined;
  return "VPP's heap has no room for another table of labels";
}

/** The same for a route with a path by a label: of ip_route_add_del, or of mpls_route_add_del. */
export async function needsTableOfPaths(fields: VppFields, vpp: VppCaller): Missing {
  return hasPathByLabel(fields) ? needsTableZeroFirst(fields, vpp) : undefined;
}

/** VPP looks up the label of a path of MPLS, whatever interface the path names. */
function hasPathByLabel({ isAdd, mrIsAdd, route, mrRoute }: VppFields): boolean {
  if (isAdd !== true && mrIsAdd !== true) return false;
  const { paths, mrPaths } = (route ?? mrRoute ?? {}) as VppFields;
  return ((paths ?? mrPaths ?? []) as readonly VppFields[]).some(
    ({ proto, type = FibPathType.FIB_API_PATH_TYPE_NORMAL }) =>
      proto === FibPathNhProto.FIB_API_PATH_NH_PROTO_MPLS && type === FibPathType.FIB_API_PATH_TYPE_NORMAL,
  );
}
