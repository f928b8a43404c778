/** The lb plugin: a frontend is a virtual address whose packets reach servers unchanged but for what is around them (sweetcomb-lb). */

import type { DerivedUnit, Inputs } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { unitPath } from "../unit-path.js";
import type { DataPlane } from "./data-plane.js";
import { type Frontend, frontendsOf } from "./frontends.js";
import { addressOf, isIpv6, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";

export type Encapsulation = "gre4" | "gre6" | "l3dsr";

export interface Balanced {
  readonly encapsulation: Encapsulation;
  readonly dscp?: number | undefined;
  /** Addresses of the servers. */
  readonly servers: readonly string[];
}

const top = ["sweetcomb-lb:load-balancer"] as const;

/** Sizes and times, as the models have them by default. */
const defaults = {
  "new-flows-table-length": 1024,
  "sticky-buckets-per-core": 1024,
  "flow-timeout": 40,
} as const;

/**
 * By which services with the same virtual address and port find each other. Servers are units of their own, so that only one
 * of such services may give them.
 * @param external addresses that clients outside use
 */
export function balancedWords(external: readonly string[], { port: ports = [] }: Service): readonly string[] {
  return external.flatMap((address) => ports.map(({ protocol, number }) => balancedWord(address, protocol, number)));
}

/** Where services are balanced, and which of them are not. */
export interface BalancingNode extends Pick<DataPlane, "refusal"> {
  readonly node: ProxyNode;
  /** Services are to be found by their `balancedWords`. */
  readonly inputs: Inputs;
}

/**
 * Whether no other service that is served and comes earlier by name has the frontend's address and port.
 * @param path instance path of the frontend's service
 */
export function isFirstServed(frontend: Frontend, path: string, { node, inputs, refusal }: BalancingNode): boolean {
  const { address, protocol, port } = frontend;
  const having = [...inputs.having(SERVICE_PATH, balancedWord(address, protocol, port))];
  const earlier = having.filter(([other]) => other < path).map(([, service]) => service as unknown as Service);
  const isServed = (other: Frontend) =>
    other.address === address && other.protocol === protocol && other.port === port && refusal(other) === undefined;
  return !earlier.some((service) => frontendsOf(service, node).some(isServed));
}

/** What the lb plugin does not do, whatever the servers are. */
export function commonRefusal({ protocol, endpoints }: Frontend): Trouble | undefined {
  if (endpoints.length === 0) return { reason: "no-endpoint", text: "No endpoint takes connections." };
  if (protocol !== "sctp") return undefined;
  return { reason: "protocol", text: "The lb plugin of VPP knows ports of TCP and UDP only." };
}

/** VPP puts an address of this machine in front of a packet, so there has to be one. */
export function sourceRefusal(encapsulation: Encapsulation, node: ProxyNode): Trouble | undefined {
  const family = encapsulation === "gre6" ? "ipv6" : "ipv4";
  if (encapsulation === "l3dsr" || addressOf(node.address, family) !== undefined) return undefined;
  return { reason: "no-node-address", text: `Without an address of the node, VPP has no source for ${encapsulation}.` };
}

export function affinityShortcoming({ affinity }: Frontend): readonly Trouble[] {
  if (affinity === undefined) return [];
  const text = "A client stays by a hash of its address, without a timeout, and may move when servers change.";
  return [{ reason: "affinity-timeout", text }];
}

/** The settings that all have in common, the servers, and the virtual address. */
export function balancedUnits(
  frontend: Frontend,
  { encapsulation, dscp, servers }: Balanced,
  from: string,
  around: BalancingNode,
): readonly DerivedUnit[] {
  const { address, protocol, port, affinity } = frontend;
  const { node } = around;
  const { "load-balancer": settings = {} } = node;
  const key = { prefix: `${address}/${isIpv6(address) ? 128 : 32}`, protocol, port: String(port) };
  const vip = ["vip", key] as const;
  const isFirst = isFirstServed(frontend, from, around);
  return [
    globalUnit(node, from),
    ...(isFirst ? servers : []).map((server) => ({
      ...unitPath([top, vip, ["application-server", { address: server }]]),
      from,
      value: { address: server, "flush-on-removal": false },
    })),
    {
      ...unitPath([top, vip]),
      from,
      value: {
        ...key,
        port,
        encapsulation,
        ...(dscp !== undefined && { dscp }),
        "new-flows-table-length": settings["new-flows-table-length"] ?? defaults["new-flows-table-length"],
        "source-ip-sticky": affinity !== undefined,
      },
    },
  ];
}

function globalUnit({ address, "load-balancer": settings = {} }: ProxyNode, from: string): DerivedUnit {
  const ipv4 = addressOf(address, "ipv4");
  const ipv6 = addressOf(address, "ipv6");
  return {
    ...unitPath([top, ["global"]]),
    from,
    value: {
      ...(ipv4 !== undefined && { "ipv4-source-address": ipv4 }),
      ...(ipv6 !== undefined && { "ipv6-source-address": ipv6 }),
      "sticky-buckets-per-core": settings["sticky-buckets-per-core"] ?? defaults["sticky-buckets-per-core"],
      "flow-timeout": settings["flow-timeout"] ?? defaults["flow-timeout"],
    },
  };
}

function balancedWord(address: string, protocol: string, port: number): string {
  return `${address} ${protocol} ${port}`;
}
