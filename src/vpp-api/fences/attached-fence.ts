/**
 * Routes out of an interface of another table, without a next hop. VPP 26.06 takes the hosts of that table into the one of the route, and does not forget it
 * when the interface goes, or when a tunnel is bound elsewhere: it ends when the table goes (`fib_attached_export_import`).
 */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, FibPathType, IpRouteV2Dump, type Prefix, SwInterfaceGetTable } from "vpp-binapi-ts/api";
import { formatPrefix } from "../../../translators/ip/addresses.js";
import type { VppFields } from "./fence-checks.js";
import { NO_INTERFACE } from "./numbers.js";
import { unlessRefused } from "./unless-refused.js";
import { hasNextHop } from "./way-fences.js";

type Missing = Promise<string | undefined>;

const ANY_SOURCE = 0;
const LOCAL0 = 0;
const NONE = 0xffff_ffff;
const NO_IDENTIFIER: readonly number[] = [0, NONE];
const ATTACHED: readonly unknown[] = [
  FibPathType.FIB_API_PATH_TYPE_NORMAL,
  FibPathType.FIB_API_PATH_TYPE_LOCAL,
  FibPathType.FIB_API_PATH_TYPE_SOURCE_LOOKUP,
];

/** Of ip_route_add_del and ip_route_add_del_v2. Costs a question for each path. */
export async function needsInterfaceOfTable({ isAdd, route }: VppFields, vpp: VppCaller): Missing {
  const { tableId = 0, prefix, paths = [] } = (route ?? {}) as VppFields;
  if (isAdd !== true) return undefined;
  const isIpv6 = (prefix as Prefix | undefined)?.address.af === AddressFamily.ADDRESS_IP6;
  for (const swIfIndex of interfacesAlone(paths as readonly object[])) {
    const bound = await unlessRefused(vpp.call(SwInterfaceGetTable, { swIfIndex, isIpv6 }));
    if (bound !== undefined && bound.vrfId !== tableId) {
      return `interface ${swIfIndex} is in another table than the route, and the path has no next hop; /ietf-routing:routing does it`;
    }
  }
  return undefined;
}

/** Of sw_interface_set_table: VPP takes the hosts of the new table into the old one. Costs the routes of the old table. */
export async function needsNoRouteLeftBehind({ swIfIndex = 0, isIpv6, vrfId }: VppFields, vpp: VppCaller): Missing {
  const isIp6 = isIpv6 === true;
  const index = Number(swIfIndex);
  const bound = await unlessRefused(vpp.call(SwInterfaceGetTable, { swIfIndex: index, isIpv6: isIp6 }));
  if (bound === undefined || bound.vrfId === Number(vrfId ?? 0)) return undefined;
  for await (const { route } of vpp.dump(IpRouteV2Dump, { src: ANY_SOURCE, table: { tableId: bound.vrfId, isIp6 } })) {
    if (interfacesAlone(route.paths).includes(index)) {
      return `the route to ${formatPrefix(route.prefix)} leaves by interface ${index} without a next hop, and is in the table that it leaves`;
    }
  }
  return undefined;
}

/**
 * The interfaces by which paths leave that name no next hop. The table of local0 never goes, but with an identifier for reverse paths
 * VPP does not find even that, and ends at once.
 */
function interfacesAlone(paths: readonly object[]): readonly number[] {
  const alone = (paths as readonly VppFields[]).filter(
    (path) => ATTACHED.includes(path.type ?? ATTACHED[0]) && !hasNextHop(path),
  );
  return alone
    .filter(({ swIfIndex = LOCAL0, rpfId = NONE }) => swIfIndex !== LOCAL0 || !NO_IDENTIFIER.includes(Number(rpfId)))
    .map(({ swIfIndex = LOCAL0 }) => Number(swIfIndex))
    .filter((index) => index !== NO_INTERFACE);
}
