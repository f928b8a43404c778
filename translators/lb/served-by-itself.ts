/**
 * Servers whose address is one of a virtual address. VPP looks up where a packet for the server goes, finds the virtual address again, and sends the packet round: VPP
 * 26.06 ends with the first one. Tables other than that of the default VRF have no virtual addresses. A virtual address of cnat may lead back to one of lb, round
 * which VPP sends the packet for ever: so it is no server at all.
 */

import type { ConfiguredObjects, Entry, Refusal } from "../../src/southbound/translator.js";
import { virtualAddresses } from "../cnat/virtual-addresses.js";
import { familyOf, prefix } from "../ip/addresses.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { prefixHolds } from "../ip/prefix-relations.js";
import { hostPrefix } from "../ip/tunnel-ends.js";
import { type ServerKey, servers } from "./servers.js";
import { type VipKey, vips } from "./vips.js";

/** By what a virtual address is found for a server. */
export function vipMarks({ key }: Entry<VipKey, unknown>): readonly string[] {
  return blocksOf(prefix(key.prefix)).map((block) => vipMark(key.prefix, block));
}

/** By what a server is found for a virtual address. */
export function serverMarks({ key }: Entry<ServerKey, unknown>): readonly string[] {
  return blocksOf(hostPrefix(key.address)).map((block) => serverMark(key.address, block));
}

/** The refusal of a virtual address that has the address of a server. */
export function refuseVipOfServer({ key }: Entry<VipKey, unknown>, objects: ConfiguredObjects): Refusal | undefined {
  const held = prefix(key.prefix);
  for (const block of blocksToLookIn(held)) {
    for (const { key: server } of objects.marked(serverMark(key.prefix, block), servers)) {
      if (prefixHolds(held, hostPrefix(server.address))) return refusal(server.address, key.prefix);
    }
  }
  return undefined;
}

/** The same for a virtual address of cnat. */
export function refuseVirtualAddressOfServer(address: string, objects: ConfiguredObjects): Refusal | undefined {
  for (const block of blocksToLookIn(hostPrefix(address))) {
    for (const { key: server } of objects.marked(serverMark(address, block), servers)) {
      if (server.address === address) return refusal(address, `${address} of cnat`);
    }
  }
  return undefined;
}

/** The refusal of a server whose address a virtual address has. */
export function refuseServerInVip(
  { key: { address } }: Entry<ServerKey, unknown>,
  objects: ConfiguredObjects,
): Refusal | undefined {
  if (objects.configured(virtualAddresses.at({ address })) !== undefined) return refusal(address, `${address} of cnat`);
  const host = hostPrefix(address);
  for (const block of blocksToLookIn(host)) {
    for (const { key } of objects.marked(vipMark(address, block), vips)) {
      if (prefixHolds(prefix(key.prefix), host)) return refusal(address, key.prefix);
    }
  }
  return undefined;
}

function refusal(server: string, vip: string): Refusal {
  const message = `The server ${server} is in the virtual address ${vip}: VPP 26.06 would send the first packet to it round until it ends`;
  return { leaf: "", tag: "operation-not-supported", message };
}

function vipMark(text: string, block: string): string {
  return `${familyOf(text)} virtual address ${block}`;
}

function serverMark(text: string, block: string): string {
  return `${familyOf(text)} server ${block}`;
}
