/** What takes the link of an interface away, with the groups that IGMP knows there. */

import type { VppCaller } from "vpp-binapi-ts";
import { IfStatusFlags } from "vpp-binapi-ts/api";
import { tooManyToForget } from "../../vpp-limits/forgotten-groups.js";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** Of what deletes an interface by its number. */
export async function needsFewGroups({ swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  const groups = await tooManyToForget(vpp, Number(swIfIndex), 1);
  return groups === undefined ? undefined : `VPP would forget the ${groups} groups of interface ${swIfIndex} at once`;
}

/** Of sw_interface_set_flags. */
export async function needsFewGroupsToGoDown(fields: VppFields, vpp: VppCaller): Missing {
  const staysUp = (Number(fields.flags ?? 0) & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) !== 0;
  return staysUp ? undefined : needsFewGroups(fields, vpp);
}
