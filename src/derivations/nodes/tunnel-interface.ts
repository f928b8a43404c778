/** Tunnels between the machines of a cluster: interfaces that borrow an address, for VPP takes IP packets only where there is one. */

import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";

/** A loopback from which tunnels borrow an address that is never a source or destination of packets. */
export interface Lender {
  readonly name: string;
  readonly ip: string;
}

export const nodeTunnelLender: Lender = { name: "tunnel-gateway", ip: "169.254.1.2" };
/** Units of two derivations may not be the same. */
export const podTunnelLender: Lender = { name: "pod-tunnel-gateway", ip: "169.254.1.3" };

const interfaces = ["ietf-interfaces:interfaces"] as const;

/** A point-to-point tunnel between two addresses of one family, and the loopback from which it borrows. */
export function tunnelUnits(
  name: string,
  kind: "gre" | "ipip",
  ends: { readonly local: string; readonly remote: string },
  lent: Lender,
  from: string,
): readonly DerivedUnit[] {
  const more = kind === "gre" ? { payload: "ip" } : { dscp: 0 };
  const { ip } = lent;
  const lender = ["interface", { name: lent.name }] as const;
  return [
    {
      ...unitPath([interfaces, lender]),
      from,
      value: { name: lent.name, enabled: true, type: "iana-if-type:softwareLoopback" },
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
        "sweetcomb-interfaces:unnumbered-to": lent.name,
      },
    },
  ];
}
