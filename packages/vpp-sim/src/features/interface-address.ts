import {
  IpAddressDump,
  IpDump,
  IpUnnumberedDump,
  SwInterfaceAddDelAddress,
  SwInterfaceAddressReplaceBegin,
  SwInterfaceAddressReplaceEnd,
  SwInterfaceIp6EnableDisable,
  SwInterfaceIp6GetLinkLocalAddress,
  SwInterfaceIp6SetLinkLocalAddress,
  SwInterfaceSetUnnumbered,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { type Interface, SUB_IF_FLAG } from "../state/interface.js";
import { addAddress, disableIp6, enableIp6, removeAddress, removeAllAddresses } from "../state/interfaces.js";
import { familyOf, type IpAddress, type IpPrefix, isLinkLocal, overlap, sameAddress } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";
import { prefixFromWire, prefixToWire } from "../values.js";
import { onInterface } from "./on-interface.js";
import { takesFreedWay } from "./ways-to-groups.js";

/** IP addresses of interfaces, borrowed ones (unnumbered), and IPv6 on a link (vnet/ip). */
export const interfaceAddress: Feature = {
  name: "interface-address",
  handlers: [
    onInterface(SwInterfaceAddDelAddress, (vpp, owner, { isAdd, delAll, prefix }) => {
      if (owner.kind === "local") return Retval.UNSUPPORTED;
      if (isAdd) return add(vpp, owner, prefixFromWire(prefix));
      if (delAll) {
        removeAllAddresses(vpp, owner);
        return Retval.OK;
      }
      return remove(vpp, owner, prefixFromWire(prefix));
    }),
    answerDump(IpAddressDump, function* (vpp, { swIfIndex, isIpv6 }) {
      const owner = vpp.interfaces.get(swIfIndex);
      // What an unnumbered interface has is its lender's, and is shown there.
      if (owner === undefined || vpp.unnumbered.has(swIfIndex)) return;
      for (const address of owner[isIpv6 ? "ip6" : "ip4"].addresses) {
        yield { swIfIndex, prefix: prefixToWire(address) };
      }
    }),
    answerDump(IpDump, function* (vpp, { isIpv6 }) {
      for (const { swIfIndex } of vpp.interfaces.values()) yield { swIfIndex, isIpv6 };
    }),
    answer(SwInterfaceAddressReplaceBegin, (vpp) => {
      for (const address of everyAddress(vpp)) address.isStale = true;
      return {};
    }),
    answer(SwInterfaceAddressReplaceEnd, (vpp) => {
      for (const owner of vpp.interfaces.values()) {
        const stale = [...owner.ip4.addresses, ...owner.ip6.addresses].filter(({ isStale }) => isStale);
        for (const address of stale) removeAddress(vpp, owner, address);
      }
      return {};
    }),
    answer(SwInterfaceSetUnnumbered, (vpp, { swIfIndex: lender, unnumberedSwIfIndex: borrower, isAdd }) => {
      const [from, to] = [vpp.interfaces.get(lender), vpp.interfaces.get(borrower)];
      if (to === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (isAdd && from === undefined) return { retval: Retval.INVALID_SW_IF_INDEX_2 };
      const inOneTable = from?.ip4.tableId === to.ip4.tableId && from.ip6.tableId === to.ip6.tableId;
      if (isAdd && !inOneTable) return { retval: Retval.UNEXPECTED_INTF_STATE };
      if (isAdd) vpp.unnumbered.set(borrower, lender);
      else vpp.unnumbered.delete(borrower);
      return { retval: Retval.OK };
    }),
    answerDump(IpUnnumberedDump, function* (vpp, { swIfIndex: asked }) {
      for (const { swIfIndex } of vpp.interfaces.values()) {
        const ipSwIfIndex = vpp.unnumbered.get(swIfIndex);
        const isAsked = asked === NONE || asked === swIfIndex;
        if (ipSwIfIndex !== undefined && isAsked) yield { swIfIndex, ipSwIfIndex };
      }
    }),
    onInterface(SwInterfaceIp6EnableDisable, (vpp, owner, { enable }) => {
      const wasEnabled = owner.ip6.linkLocal !== undefined;
      if (enable) enableIp6(vpp, owner);
      else disableIp6(vpp, owner);
      // It counts all the same: IPv6 stays when the last address goes.
      if (enable && wasEnabled) return Retval.VALUE_EXIST;
      return enable || wasEnabled ? Retval.OK : Retval.IP6_NOT_ENABLED;
    }),
    onInterface(SwInterfaceIp6SetLinkLocalAddress, (vpp, owner, { ip }) => {
      setLinkLocal(vpp, owner, ip);
      return Retval.OK;
    }),
    answer(SwInterfaceIp6GetLinkLocalAddress, (vpp, { swIfIndex }) => {
      const owner = vpp.interfaces.get(swIfIndex);
      if (owner === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (owner.ip6.linkLocal === undefined) return { retval: Retval.IP6_NOT_ENABLED };
      return { retval: Retval.OK, ip: owner.ip6.linkLocal };
    }),
  ],
};

function add(vpp: Vpp, owner: Interface, prefix: IpPrefix): number {
  const { address, length } = prefix;
  const isIp6 = address.length === 16;
  if (isIp6 && isLinkLocal(address)) return addLinkLocal(vpp, owner, prefix);
  if (isIp6 && length > 128) return Retval.ADDRESS_LENGTH_MISMATCH;
  if (takesLooseFrames(owner)) return Retval.UNSUPPORTED;
  if (isIp6 && takesFreedWay(vpp, owner)) throw new VppDies("of a way to groups that it has freed before");
  // An unnumbered interface takes the address without an error and forgets it.
  if (vpp.unnumbered.has(owner.swIfIndex)) return Retval.OK;
  const renewed = owner[familyOf(address)].addresses.find(
    (held) => held.isStale && held.length === length && sameAddress(held.address, address),
  );
  if (renewed !== undefined) {
    renewed.isStale = false;
    return Retval.OK;
  }
  if (isTaken(vpp, owner, prefix)) return isIp6 ? Retval.DUPLICATE_IF_ADDRESS : Retval.ADDRESS_IN_USE;
  addAddress(vpp, owner, prefix);
  return Retval.OK;
}

/** Only a sub-interface that matches its tags exactly can have addresses. */
function takesLooseFrames({ part }: Interface): boolean {
  if (part === undefined || part.subIfFlags === 0) return false;
  return (part.subIfFlags & (SUB_IF_FLAG.exactMatch | SUB_IF_FLAG.default)) === 0;
}

function addLinkLocal(vpp: Vpp, owner: Interface, { address, length }: IpPrefix): number {
  if (length !== 128) return Retval.ADDRESS_LENGTH_MISMATCH;
  setLinkLocal(vpp, owner, address);
  return Retval.OK;
}

function setLinkLocal(vpp: Vpp, owner: Interface, address: IpAddress): void {
  if (owner.ip6.linkLocal === undefined) enableIp6(vpp, owner);
  owner.ip6.linkLocal = address;
}

/**
 * An address must not overlap with any other of the same table, whoever holds it. Only a second address of the very
 * same subnet, on the same interface, is fine.
 */
function isTaken(vpp: Vpp, owner: Interface, prefix: IpPrefix): boolean {
  const family = familyOf(prefix.address);
  for (const other of vpp.interfaces.values()) {
    if (other[family].tableId !== owner[family].tableId) continue;
    for (const held of other[family].addresses) {
      if (!overlap(held, prefix)) continue;
      const isSecond = other === owner && held.length === prefix.length && !sameAddress(held.address, prefix.address);
      if (!isSecond) return true;
    }
  }
  return false;
}

function remove(vpp: Vpp, owner: Interface, prefix: IpPrefix): number {
  return removeAddress(vpp, owner, prefix) ? Retval.OK : Retval.ADDRESS_NOT_FOUND_FOR_INTERFACE;
}

function* everyAddress(vpp: Vpp) {
  for (const { ip4, ip6 } of vpp.interfaces.values()) yield* [...ip4.addresses, ...ip6.addresses];
}
