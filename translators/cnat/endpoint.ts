/**
 * Ends of connections, between YANG and VPP. An end by address has no interface; one that says nothing is all zero. There is no end
 * by the address of an interface: VPP 26.06 goes on to catch packets for the address when the interface has lost it.
 */

import { AddressFamily, type CnatEndpoint } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { address, type Family } from "../ip/addresses.js";

/** An end with this address and port. */
export function endpoint(text: string, port: number): CnatEndpoint {
  const addr = address(text);
  return { addr, swIfIndex: NO_INTERFACE, ifAf: addr.af, port };
}

/** The end that a packet keeps, but for the port where one is given. */
export function keptEndpoint(family: Family, port = 0): CnatEndpoint {
  return endpoint(family === "ipv4" ? "0.0.0.0" : "::", port);
}

export function isKept({ addr: { af, un } }: CnatEndpoint): boolean {
  const bytes = af === AddressFamily.ADDRESS_IP6 ? un.ip6 : un.ip4;
  return bytes?.every((octet) => octet === 0) ?? true;
}
