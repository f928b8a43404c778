/** Tunnels between the machines of a cluster: interfaces that borrow an address, for VPP takes IP packets only where there is one. */

import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";

const LENDER = "tunnel-gateway";
/** Never a source or destination of packets. */
const LENDER_ADDRESS = "169.254.1.2";

const interfaces = ["ietf-interfaces:interfaces"] as const;

/** A point-to-point tunnel between two addresses of one family, and the loopback from which it borrows. */
export function tunnelUnits(
  name: string,
  kind: "gre" | "ipip",
  ends: { readonly local: string; readonly remote: string },
  from: string,
): readonly DerivedUnit[] {
  const more = kind === "gre" ? { payload: "ip" } : { dscp: 0 };
  const lender = ["interface", { name: LENDER }] as const;
  const ip = LENDER_ADDRESS;
  return [
    {
      ...unitPath([interfaces, lender]),
      from,
      value: { name: LENDER, enabled: true, type: "iana-if-type:softwareLoopback" },
    },
    {
      ...unitPath([interfaces, lender, ["ietf-ip:ipv4"], ["address", { ip }]]),
      from,
      value: { ip, "prefix-length": 32 },
    },
    {
      ...unitPath([interfaces, ["interface", { name }]]),
      from,
      value: {
        name,
        enabled: true,
        type: `sweetcomb-tunnels:${kind}`,
        [`sweetcomb-tunnels:${kind}`]: { mode: "point-to-point", ...ends, flags: "", ...more },
        "sweetcomb-interfaces:unnumbered-to": LENDER,
      },
    },
  ];
}
