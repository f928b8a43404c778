/** VPP 26.06 does not answer punt_socket_register when it cannot read what is to be punted. */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, PuntReasonDump, PuntType } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/** Numbers below 256 that name no IP protocol for VPP. */
const UNKNOWN_PROTOCOLS: ReadonlySet<number> = new Set([61, 63, 68, 99, 114]);
const FIRST_UNASSIGNED = 144;
const FIRST_EXPERIMENTAL = 253;

/** What of a registration VPP would not know; undefined when it would answer. */
export async function needsKnownPunt({ punt }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { type = PuntType.PUNT_API_TYPE_L4, punt: what } = asFields(punt);
  switch (type) {
    case PuntType.PUNT_API_TYPE_L4:
      return unknownProtocol(asFields(what).l4);
    case PuntType.PUNT_API_TYPE_IP_PROTO:
      return unknownProtocol(asFields(what).ipProto);
    case PuntType.PUNT_API_TYPE_EXCEPTION:
      return unknownReason(asFields(what).exception, vpp);
    default:
      return `there is no type ${type} of what is punted`;
  }
}

function unknownProtocol(of: unknown): string | undefined {
  const { af = AddressFamily.ADDRESS_IP4, protocol = 0 } = asFields(of);
  if (af !== AddressFamily.ADDRESS_IP4 && af !== AddressFamily.ADDRESS_IP6) return `there is no address family ${af}`;
  const number = Number(protocol);
  const isUnassigned = number >= FIRST_UNASSIGNED && number < FIRST_EXPERIMENTAL;
  return isUnassigned || UNKNOWN_PROTOCOLS.has(number) ? `there is no protocol ${number}` : undefined;
}

async function unknownReason(of: unknown, vpp: VppCaller): Promise<string | undefined> {
  const { id = 0 } = asFields(of);
  for await (const { reason } of vpp.dump(PuntReasonDump, { reason: { id: 0, name: "" } })) {
    if (reason.id === id) return undefined;
  }
  return `there is no reason ${id}`;
}

function asFields(value: unknown): VppFields {
  return (value ?? {}) as VppFields;
}
