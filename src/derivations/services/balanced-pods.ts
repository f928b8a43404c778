/** Direct server return by pods: packets reach them in GRE, or with the DSCP of the service, and have their port already. */

import type { Inputs } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { affinityShortcoming, balancedUnits, commonRefusal, type Encapsulation, sourceRefusal } from "./balanced.js";
import type { DataPlane } from "./data-plane.js";
import type { Frontend } from "./frontends.js";
import { isIpv6, type ProxyNode } from "./service.js";
import { weightShortcoming } from "./shortcomings.js";

export function balancedPods(node: ProxyNode, inputs: Inputs): DataPlane {
  const isMarked = node["direct-server-return"] === "l3dsr";
  const encapsulationOf = ({ address }: Frontend): Encapsulation => {
    if (isMarked) return "l3dsr";
    return isIpv6(address) ? "gre6" : "gre4";
  };
  const refusal = (frontend: Frontend): Trouble | undefined =>
    commonRefusal(frontend) ??
    sourceRefusal(encapsulationOf(frontend), node) ??
    portRefusal(frontend) ??
    (isMarked ? l3dsrRefusal(frontend) : undefined);
  return {
    refusal,
    shortcomings: (frontend) => [...affinityShortcoming(frontend), ...weightShortcoming(frontend.endpoints)],
    units: (frontend, _node, from) => {
      const servers = [...new Set(frontend.endpoints.map(({ address }) => address))];
      const dscp = isMarked ? frontend.dscp : undefined;
      const balanced = { encapsulation: encapsulationOf(frontend), dscp, servers };
      return balancedUnits(frontend, balanced, from, { node, inputs, refusal });
    },
  };
}

function portRefusal({ endpoints, port }: Frontend): Trouble | undefined {
  const other = endpoints.find((endpoint) => endpoint.port !== port);
  if (other === undefined) return undefined;
  const text = `Endpoints have port ${other.port}, and packets reach them with port ${port}.`;
  return { reason: "target-port", text };
}

function l3dsrRefusal({ address, dscp }: Frontend): Trouble | undefined {
  if (isIpv6(address)) return { reason: "family", text: "VPP has L3DSR for IPv4 only." };
  if (dscp !== undefined) return undefined;
  return { reason: "dscp", text: "The service has no DSCP that would tell its endpoints the address." };
}
