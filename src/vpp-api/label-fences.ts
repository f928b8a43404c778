/**
 * Bindings, policies of segment routing and paths by a label use table 0 of labels. VPP 26.06 takes the table with the lowest place
 * among its tables for it, whichever that is, and deletes that one with the last policy (fib_table_unlock is given the number).
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband, FibPathNhProto, FibPathType } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** The first place is 0: "MPLS-VRF:0, fib_index:0 locks:[API:1, ]", and the routes of one label. */
export async function needsTableZeroFirst(_fields: VppFields, vpp: VppCaller): Missing {
  const { reply } = await vpp.call(CliInband, { cmd: "show mpls fib table 0 1048575" });
  const isFirst = /^.*, fib_index:0 locks:/m.test(reply);
  return isFirst ? undefined : "table 0 of labels is not there, or was not there first";
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
