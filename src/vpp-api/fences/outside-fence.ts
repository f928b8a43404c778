/**
 * Tunnels to addresses that NAT gives connections outside. VPP 26.06 receives these itself on each outside interface, whichever of both comes first, so
 * outside interfaces are not asked for.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  type Address,
  AddressFamily,
  Det44MapDump,
  Nat44AddressDump,
  Nat44EiAddressDump,
  Nat44EiStaticMappingDump,
  Nat44LbStaticMappingDump,
  Nat44StaticMappingDump,
  Nat64PoolAddrDump,
} from "vpp-binapi-ts/api";
import { isIn } from "../../../translators/ip/prefix-relations.js";
import type { VppFields } from "./fence-checks.js";
import { tunnelInAnyTable } from "./own-end-fence.js";

type Missing = Promise<string | undefined>;

/** Of what gives a NAT addresses, by whatever names it has for the first and the last, or for the prefix. Costs all tunnels. */
export async function needsNoTunnelToOutside(fields: VppFields, vpp: VppCaller): Missing {
  const { isAdd, firstIpAddress, lastIpAddress, startAddr, endAddr } = fields;
  const { externalIpAddress, externalAddr, outAddr, outPlen = ADDRESS_BITS } = fields;
  const first = (firstIpAddress ?? startAddr ?? externalIpAddress ?? externalAddr ?? outAddr) as Uint8Array | undefined;
  if (isAdd !== true || first === undefined) return undefined;
  const last = (lastIpAddress ?? endAddr ?? first) as Uint8Array;
  return tunnelInAnyTable(false, vpp, (remote) => {
    const isInRange = Buffer.compare(bytesOf(remote), first) >= 0 && Buffer.compare(bytesOf(remote), last) <= 0;
    return isInRange || isIn({ address: ip4Address(first), len: Number(outPlen) }, remote);
  });
}

/** Whether an address of IPv4 is one of a NAT. Costs all of those. */
export async function isOutside(ip: Address, vpp: VppCaller): Promise<boolean> {
  for (const [message, outside] of KINDS) {
    if (!vpp.supports(message)) continue;
    for await (const { first, length = ADDRESS_BITS } of outside(vpp)) {
      if (isIn({ address: ip4Address(first), len: length }, ip)) return true;
    }
  }
  return false;
}

const ADDRESS_BITS = 32;

interface Outside {
  readonly first: Uint8Array;
  /** Of a prefix. Default: one address. */
  readonly length?: number;
}

/** With the message that a VPP without the plugin lacks. */
const KINDS = [
  [
    Nat44AddressDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { ipAddress } of vpp.dump(Nat44AddressDump)) yield { first: ipAddress };
    },
  ],
  [
    Nat44StaticMappingDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { externalIpAddress } of vpp.dump(Nat44StaticMappingDump)) yield { first: externalIpAddress };
    },
  ],
  [
    Nat44LbStaticMappingDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { externalAddr } of vpp.dump(Nat44LbStaticMappingDump)) yield { first: externalAddr };
    },
  ],
  [
    Nat44EiAddressDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { ipAddress } of vpp.dump(Nat44EiAddressDump)) yield { first: ipAddress };
    },
  ],
  [
    Nat44EiStaticMappingDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { externalIpAddress } of vpp.dump(Nat44EiStaticMappingDump)) yield { first: externalIpAddress };
    },
  ],
  [
    Nat64PoolAddrDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { address } of vpp.dump(Nat64PoolAddrDump)) yield { first: address };
    },
  ],
  [
    Det44MapDump,
    async function* (vpp: VppCaller): AsyncGenerator<Outside> {
      for await (const { outAddr, outPlen } of vpp.dump(Det44MapDump)) yield { first: outAddr, length: outPlen };
    },
  ],
] as const;

function ip4Address(ip4: Uint8Array): Address {
  return { af: AddressFamily.ADDRESS_IP4, un: { ip4 } };
}

function bytesOf({ un }: Address): Uint8Array {
  return un.ip4 ?? new Uint8Array();
}
