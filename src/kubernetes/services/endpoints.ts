/** The endpoints of one port of a service, out of all slices of the service. */

import { addressOf, familyOf } from "../addresses.js";
import type { EndpointSlice, Hint, SliceEndpoint } from "../objects.js";

export interface EndpointValue {
  readonly address: string;
  readonly port: number;
  readonly node?: string;
  readonly zone?: string;
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
  readonly "for-zone"?: readonly string[];
  readonly "for-node"?: readonly string[];
}

/**
 * Endpoints of the ports with this name and protocol, by address and port; what two slices tell of the same endpoint is one, the
 * better news counts. Members with their default are left out.
 * @param name "" for a port without a name
 */
export function endpointsOf(
  slices: readonly EndpointSlice[],
  name: string,
  protocol: "tcp" | "udp" | "sctp",
): readonly EndpointValue[] {
  const found = new Map<string, EndpointValue>();
  for (const slice of slices) {
    for (const { port } of matchingPorts(slice, name, protocol)) {
      // A slice port without a number means all ports, which no service has.
      if (!Number.isInteger(port) || port! < 1 || port! > 65_535) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const value = endpointValue(endpoint, port!, slice.addressType);
        if (value === undefined) continue;
        const id = `${value.address} ${port}`;
        const earlier = found.get(id);
        if (earlier === undefined || rank(value) > rank(earlier)) found.set(id, value);
      }
    }
  }
  return [...found.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}

function matchingPorts({ ports }: EndpointSlice, name: string, protocol: string) {
  return (ports ?? []).filter(
    (port) => (port.name ?? "") === name && (port.protocol ?? "TCP").toLowerCase() === protocol,
  );
}

/** The addresses of an endpoint stand for the same thing: the first one counts, as for kube-proxy. */
function endpointValue(
  endpoint: SliceEndpoint,
  port: number,
  addressType: string | undefined,
): EndpointValue | undefined {
  const address = addressOf(endpoint.addresses?.[0]);
  if (address === undefined || familyOf(address) !== (addressType === "IPv6" ? 6 : 4)) return undefined;
  // Conditions that nobody knows are those of an endpoint that works.
  const ready = endpoint.conditions?.ready ?? true;
  const serving = endpoint.conditions?.serving ?? ready;
  const terminating = endpoint.conditions?.terminating ?? false;
  const zones = namesOf(endpoint.hints?.forZones);
  const nodes = namesOf(endpoint.hints?.forNodes);
  return {
    address,
    port,
    ...(endpoint.nodeName !== undefined && { node: endpoint.nodeName }),
    ...(endpoint.zone !== undefined && { zone: endpoint.zone }),
    ...(!ready && { ready }),
    ...(serving !== ready && { serving }),
    ...(terminating && { terminating }),
    ...(zones.length > 0 && { "for-zone": zones }),
    ...(nodes.length > 0 && { "for-node": nodes }),
  };
}

function namesOf(hints: readonly Hint[] | null | undefined): readonly string[] {
  return [...new Set((hints ?? []).map(({ name }) => name).filter((name) => name !== undefined))];
}

function rank({ ready = true, serving = ready }: EndpointValue): number {
  return ready ? 2 : Number(serving);
}
