/** The cnat plugin: a frontend is a translation (sweetcomb-cnat). */

import type { DerivedUnit } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { unitPath } from "../unit-path.js";
import type { DataPlane } from "./data-plane.js";
import type { Frontend } from "./frontends.js";
import { type Endpoint, isIpv6, type ProxyNode } from "./service.js";
import { weightShortcoming } from "./shortcomings.js";

/** Most backends that one translation of VPP has. */
const MOST_BACKENDS = 1024;

export const cnat: DataPlane = { refusal, shortcomings, units };

/** VPP dies of a translation without backends, so there is none when nobody answers. */
function refusal(frontend: Frontend): Trouble | undefined {
  const { protocol, address, endpoints } = frontend;
  if (endpoints.length === 0) return { reason: "no-endpoint", text: "No endpoint takes connections." };
  if (othersOf(frontend).length === 0) {
    return { reason: "no-endpoint", text: "The only endpoint is the service's own address and port." };
  }
  if (protocol === "sctp" && isIpv6(address)) {
    return { reason: "protocol", text: "VPP does not rewrite SCTP in IPv6." };
  }
  return undefined;
}

/** The endpoints without the frontend itself: VPP would translate the first packet to that for ever. */
function othersOf({ address, port, endpoints }: Frontend): readonly Endpoint[] {
  return endpoints.filter((endpoint) => endpoint.address !== address || endpoint.port !== port);
}

function shortcomings({ endpoints, affinity }: Frontend): readonly Trouble[] {
  const troubles: Trouble[] = [];
  if (endpoints.length > MOST_BACKENDS) {
    const text = `Of ${endpoints.length} endpoints the first ${MOST_BACKENDS} are used.`;
    troubles.push({ reason: "too-many-endpoints", text });
  }
  troubles.push(...weightShortcoming(endpoints));
  if (affinity !== undefined) {
    const text = "A client stays by a hash of its address, without a timeout, and may move when endpoints change.";
    troubles.push({ reason: "affinity-timeout", text });
  }
  return troubles;
}

/** The virtual address and its translation. */
function units(frontend: Frontend, node: ProxyNode, from: string): readonly DerivedUnit[] {
  const { address, protocol, port, affinity, source, direct } = frontend;
  const endpoints = othersOf(frontend);
  const virtualAddress = ["virtual-address", { address }] as const;
  const backends = (direct ? inOrder(endpoints) : endpoints).slice(0, MOST_BACKENDS).map((endpoint) => {
    const isElsewhere = !isLocal(endpoint.node, node);
    // An endpoint that is on no node has none that would translate.
    const forwarded = direct && isElsewhere && endpoint.node !== undefined;
    return {
      address: endpoint.address,
      port: endpoint.port,
      ...(source !== undefined && isElsewhere && !forwarded && { "source-address": source }),
      "forward-only": forwarded,
    };
  });
  return [
    {
      ...unitPath([["sweetcomb-cnat:cnat"], virtualAddress]),
      from,
      // Shared with the node, or with the route that rejects what has no translation: otherwise VPP drops that silently, and
      // goes on with it as long as a connection to the address lives, also when its translations have gone.
      value: { address, shared: true, "on-interfaces-only": false },
    },
    {
      ...unitPath([["sweetcomb-cnat:cnat"], virtualAddress, ["translation", { protocol, port: String(port) }]]),
      from,
      value: {
        protocol,
        port,
        "load-balancing": affinity === undefined && !direct ? "flow-hash" : "maglev",
        ...(affinity !== undefined && { "flow-hash": "source-address" }),
        "allocate-source-port": source !== undefined && protocol !== "sctp",
        "return-sessions": true,
        backend: backends,
      },
    },
  ];
}

/** All nodes have to come to the same Maglev table. */
function inOrder(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const nameOf = ({ address, port }: Endpoint) => `${address} ${port}`;
  return [...endpoints].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

function isLocal(name: string | undefined, node: ProxyNode): boolean {
  return node.name !== undefined && name === node.name;
}
