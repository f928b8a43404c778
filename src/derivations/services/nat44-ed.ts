/** The nat44-ed plugin: a frontend is an entry of a mapping table (ietf-nat). IPv4, TCP and UDP. */

import { createHash } from "node:crypto";
import type { DerivedUnit } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { unitPath } from "../unit-path.js";
import type { DataPlane } from "./data-plane.js";
import type { Frontend } from "./frontends.js";
import { isIpv6, type ProxyNode } from "./service.js";

export const nat44Ed: DataPlane = { refusal, shortcomings, units };

const protocolNumbers = { tcp: 6, udp: 17 } as const;
/** As the model has it by default. */
const INSTANCE = 1;

function refusal({ protocol, address, endpoints }: Frontend): Trouble | undefined {
  if (isIpv6(address)) return { reason: "family", text: "The nat44-ed plugin translates IPv4 only." };
  if (protocol === "sctp") return { reason: "protocol", text: "The nat44-ed plugin does not map ports of SCTP." };
  if (endpoints.length === 0) return { reason: "no-endpoint", text: "No endpoint takes connections." };
  return undefined;
}

function shortcomings(_frontend: Frontend, { "twice-nat-address": twice }: ProxyNode): readonly Trouble[] {
  if (twice !== undefined) return [];
  const text =
    "Without a twice-nat-address clients keep their source: an endpoint does not reach itself, and answers of endpoints elsewhere may not come back.";
  return [{ reason: "no-node-address", text }];
}

/** The mapping, in the instance that the node has (`natInstance`). One endpoint is a plain mapping, for VPP shares connections among two at least. */
function units(frontend: Frontend, node: ProxyNode, from: string): readonly DerivedUnit[] {
  const { address, protocol, port, endpoints, affinity } = frontend;
  const index = mappingIndex(`${address} ${protocol} ${port}`);
  const [first] = endpoints;
  if (protocol === "sctp" || first === undefined) return [];
  const mapping = {
    index,
    type: "static",
    "transport-protocol": protocolNumbers[protocol],
    "external-src-address": `${address}/32`,
    "external-src-port": { "start-port-number": port },
    // No connection of an endpoint gets the virtual address as its source, and the address needs no pool.
    "sweetcomb-nat:out2in-only": true,
    ...twiceNat(frontend, node),
  };
  const inside =
    endpoints.length === 1
      ? {
          "internal-src-address": `${first.address}/32`,
          "internal-src-port": { "start-port-number": first.port },
        }
      : {
          ...(affinity !== undefined && { "sweetcomb-nat:affinity": affinity }),
          "sweetcomb-nat:local": endpoints.map((each) => ({
            address: each.address,
            port: each.port,
            probability: each.weight ?? 1,
          })),
        };
  const table = ["mapping-entry", { index: String(index) }] as const;
  const value = { ...mapping, ...inside };
  return [{ ...unitPath([...instanceSteps(node), ["mapping-table"], table]), from, value }];
}

/** Packets of a pod are translated both ways: its own connections to services, and those of others to it. */
export function natInterfaceUnits(name: string, node: ProxyNode, from: string): readonly DerivedUnit[] {
  const value = { interface: name, inside: true, outside: true, "output-feature": false };
  return [{ ...unitPath([...instanceSteps(node), ["sweetcomb-nat:interface", { interface: name }]]), from, value }];
}

/** Clients from outside get another source where an endpoint is elsewhere; of others, only the endpoint itself. */
function twiceNat({ source, endpoints }: Frontend, { name, "twice-nat-address": twice }: ProxyNode) {
  if (twice === undefined) return {};
  const isElsewhere = endpoints.some((endpoint) => name === undefined || endpoint.node !== name);
  return { "sweetcomb-nat:twice-nat": source !== undefined && isElsewhere ? "always" : "self" };
}

/** Where mappings and interfaces of pods are; one, as long as the node has this data plane. */
export function natInstance(node: ProxyNode, from: string): DerivedUnit {
  const { "twice-nat-address": twice } = node;
  const pool = { "pool-id": 1, "external-ip-pool": `${twice}/32`, "sweetcomb-nat:twice-nat": true };
  return {
    ...unitPath(instanceSteps(node)),
    from,
    value: {
      id: idOf(node),
      type: "ietf-nat:napt44",
      // Packets that are for no service pass.
      "sweetcomb-nat:nat44": { processing: "endpoint-dependent", forwarding: true },
      ...(twice !== undefined && { policy: [{ id: 1, "external-ip-address-pool": [pool] }] }),
    },
  };
}

function instanceSteps(node: ProxyNode) {
  return [["ietf-nat:nat"], ["instances"], ["instance", { id: String(idOf(node)) }]] as const;
}

function idOf({ "nat-instance": id = INSTANCE }: ProxyNode): number {
  return id;
}

/** Mappings have numbers: one out of what is mapped, which does not change when others come and go. */
function mappingIndex(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE();
}
