/** The ports of a policy's rule, with names resolved for one destination. */

import type { PolicyPort } from "../objects.js";
import { portId } from "./policy-pods.js";

export interface PortValue {
  readonly protocol: "tcp" | "udp" | "sctp";
  readonly first: number;
  readonly last?: number;
}

const protocols = { TCP: "tcp", UDP: "udp", SCTP: "sctp" } as const;

export function isNamed({ port }: PolicyPort): boolean {
  return typeof port === "string" && !/^\d+$/.test(port);
}

/** Ports with a number, and those that stand for all of a protocol. */
export function numberedPorts(ports: readonly PolicyPort[]): readonly PortValue[] {
  return united(ports.filter((port) => !isNamed(port)).flatMap(numbered));
}

/** The named ports as this destination has them. What it does not have is left out. */
export function resolvedPorts(
  ports: readonly PolicyPort[],
  destination: ReadonlyMap<string, number>,
): readonly PortValue[] {
  return united(
    ports.filter(isNamed).flatMap(({ port, protocol = "TCP" }) => {
      const number = destination.get(portId(String(port), protocol));
      const known = protocolOf(protocol);
      return number === undefined || known === undefined ? [] : [{ protocol: known, first: number }];
    }),
  );
}

/** What is wrong with a port; undefined when nothing is. */
export function portTrouble({ port, endPort, protocol = "TCP" }: PolicyPort): string | undefined {
  if (protocolOf(protocol) === undefined) return `"${protocol}" is no protocol that a policy can have`;
  if (endPort !== undefined && !(Number(port) <= endPort)) return `endPort ${endPort} has no port below it`;
  return undefined;
}

export function protocolOf(protocol: string): PortValue["protocol"] | undefined {
  return Object.hasOwn(protocols, protocol) ? protocols[protocol as keyof typeof protocols] : undefined;
}

function numbered(port: PolicyPort): readonly PortValue[] {
  const protocol = protocolOf(port.protocol ?? "TCP");
  if (protocol === undefined || portTrouble(port) !== undefined) return [];
  if (port.port === undefined) return [{ protocol, first: 0 }];
  const first = Number(port.port);
  const isRange = port.endPort !== undefined && port.endPort > first;
  return [{ protocol, first, ...(isRange && { last: port.endPort! }) }];
}

/** One range for each protocol and first port: the longest. */
export function united(ports: readonly PortValue[]): readonly PortValue[] {
  const found = new Map<string, PortValue>();
  for (const port of ports) {
    const id = `${port.protocol} ${port.first}`;
    const earlier = found.get(id);
    if (earlier === undefined || (port.last ?? port.first) > (earlier.last ?? earlier.first)) found.set(id, port);
  }
  return [...found.values()];
}
