/** A frontend as translations of the cnat plugin (sweetcomb-cnat). */

import type { DerivedUnit } from "../incremental.js";
import { unitPath } from "../unit-path.js";
import type { Frontend } from "./frontends.js";
import { isIpv6, type ProxyNode } from "./service.js";

/** Most backends that one translation of VPP has. */
const MOST_BACKENDS = 1024;

/** The virtual address and its translation; none when nobody answers, for VPP dies of a translation without backends. */
export function cnatUnits(frontend: Frontend, node: ProxyNode, from: string): readonly DerivedUnit[] {
  if (cnatTrouble(frontend) !== undefined) return [];
  const { address, shared, protocol, port, endpoints, affinity, source } = frontend;
  const virtualAddress = ["virtual-address", { address }] as const;
  const backends = endpoints.slice(0, MOST_BACKENDS).map((endpoint) => ({
    address: endpoint.address,
    port: endpoint.port,
    ...(source !== undefined && !isLocal(endpoint.node, node) && { "source-address": source }),
    "forward-only": false,
  }));
  return [
    {
      ...unitPath([["sweetcomb-cnat:cnat"], virtualAddress]),
      from,
      value: { address, shared, "on-interfaces-only": false },
    },
    {
      ...unitPath([["sweetcomb-cnat:cnat"], virtualAddress, ["translation", { protocol, port: String(port) }]]),
      from,
      value: {
        protocol,
        port,
        "load-balancing": affinity ? "maglev" : "flow-hash",
        ...(affinity && { "flow-hash": "source-address" }),
        "allocate-source-port": source !== undefined && protocol !== "sctp",
        "return-sessions": true,
        backend: backends,
      },
    },
  ];
}

/** Why cnat cannot serve a frontend; undefined when it can. */
export function cnatTrouble({ protocol, address, endpoints }: Frontend): string | undefined {
  if (endpoints.length === 0) return "no endpoint takes connections";
  if (protocol === "sctp" && isIpv6(address)) return "VPP does not rewrite SCTP in IPv6";
  return undefined;
}

function isLocal(name: string | undefined, node: ProxyNode): boolean {
  return node.name !== undefined && name === node.name;
}
