/** Ports of the rules of administrators. */

import type { AdminPort } from "../objects.js";
import { type PortValue, protocolOf, united } from "./ports.js";

export type AdminPorts = readonly AdminPort[];

/** The ports with numbers, and the named ones as this destination has them, whatever their protocol. */
export function portsFor(ports: AdminPorts, destination: ReadonlyMap<string, number>): readonly PortValue[] {
  return united(ports.flatMap((port) => [...numbered(port), ...named(port, destination)]));
}

export function namedPortsOf(ports: AdminPorts): readonly string[] {
  return ports.flatMap(({ namedPort }) => namedPort ?? []);
}

/** What of them is no port. */
export function adminPortTroubles(ports: AdminPorts): readonly string[] {
  const unknown = ports.filter((port) => port.namedPort === undefined && numbered(port).length === 0);
  return unknown.map((port) => `${JSON.stringify(port)} is no port that a policy can have`);
}

function numbered({ portNumber, portRange }: AdminPort): readonly PortValue[] {
  if (portNumber !== undefined) return rangeOf(portNumber.protocol, portNumber.port, portNumber.port);
  return portRange === undefined ? [] : rangeOf(portRange.protocol, portRange.start, portRange.end);
}

function rangeOf(protocol = "TCP", first: number | undefined, last: number | undefined): readonly PortValue[] {
  const known = protocolOf(protocol);
  if (known === undefined || !isPort(first) || !isPort(last) || last < first) return [];
  return [{ protocol: known, first, ...(last > first && { last }) }];
}

function isPort(number: number | undefined): number is number {
  return number !== undefined && Number.isInteger(number) && number >= 1 && number <= 65_535;
}

function named({ namedPort }: AdminPort, destination: ReadonlyMap<string, number>): readonly PortValue[] {
  if (namedPort === undefined) return [];
  return ["TCP", "UDP", "SCTP"].flatMap((protocol) => {
    const number = destination.get(`${namedPort}/${protocol.toLowerCase()}`);
    return rangeOf(protocol, number, number);
  });
}
