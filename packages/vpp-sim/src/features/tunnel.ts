/** What the kinds of tunnels have in common: a key that tells them apart, a number in their name, an interface. */

import { NONE, Retval } from "../retval.js";
import type { NewInterface } from "../state/interface.js";
import { addInterface, deleteInterface, setAdminUp } from "../state/interfaces.js";
import { addressKey, type Family, familyOf, type IpAddress, sameAddress } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire, type WireAddress, withoutZeros } from "../values.js";

export interface Tunnel<Request> {
  readonly swIfIndex: number;
  /** Number in VPP's pool of the kind. */
  readonly device: number;
  /** Number in the name. */
  readonly instance: number;
  readonly sharesInstance: boolean;
  readonly request: Request;
}

export interface TunnelKind<Request> {
  readonly kind: string;
  readonly deviceType: string;
  /** Name of an interface without its number. */
  readonly word: string;
  keyOf(request: Request): string;
  /** What VPP says when there is such a tunnel already. */
  readonly whenThere: number;
  /** VPP sets a new tunnel admin up. */
  readonly isUp: boolean;
  /** Default: no MAC address and no MTU. */
  interfaceOf?(vpp: Vpp, request: Request, device: number): TunnelInterface;
}

export interface TunnelInterface extends Partial<NewInterface> {
  readonly linkMtu?: number;
  /** Where it is not as with the others of the kind. */
  readonly isUp?: boolean;
  /** Others may have its number as well. Default: false. */
  readonly sharesInstance?: boolean;
}

/** Handlers' way to the tunnels of one kind. */
export function tunnelsOf<Request extends object>(definition: TunnelKind<Request>) {
  const { kind, deviceType, word, keyOf, whenThere, isUp: isUsuallyUp, interfaceOf } = definition;
  const tunnels = recordsOf<Tunnel<Request>>(`${kind}-tunnels`, (tunnel, swIfIndex) => tunnel.swIfIndex === swIfIndex);

  function add(vpp: Vpp, request: Request, asked = NONE) {
    if (tunnels(vpp).has(keyOf(request))) return { retval: whenThere, swIfIndex: NONE };
    const others = [...tunnels(vpp).values()];
    const device = lowestFree(others.map((other) => other.device));
    const instance = asked === NONE ? device : asked;
    const {
      linkMtu,
      isUp = isUsuallyUp,
      sharesInstance = false,
      ...more
    } = interfaceOf?.(vpp, request, device) ?? {
      mtu: 0,
    };
    const isTaken = !sharesInstance && others.some((other) => !other.sharesInstance && other.instance === instance);
    if (isTaken) return { retval: Retval.INSTANCE_IN_USE, swIfIndex: NONE };
    const added = addInterface(vpp, { kind, deviceType, name: `${word}${instance}`, ...more });
    if (linkMtu !== undefined) added.linkMtu = linkMtu;
    tunnels(vpp).set(keyOf(request), { swIfIndex: added.swIfIndex, device, instance, sharesInstance, request });
    everMade(vpp).set(kind, { kind });
    if (isUp) setAdminUp(vpp, added, true);
    return { retval: Retval.OK, swIfIndex: added.swIfIndex };
  }

  function remove(vpp: Vpp, request: Request) {
    const gone = tunnels(vpp).get(keyOf(request));
    if (gone === undefined) return { retval: Retval.NO_SUCH_ENTRY, swIfIndex: NONE };
    setAdminUp(vpp, vpp.interfaces.get(gone.swIfIndex)!, false);
    deleteInterface(vpp, vpp.interfaces.get(gone.swIfIndex)!);
    return { retval: Retval.OK, swIfIndex: gone.swIfIndex };
  }

  return {
    find: (vpp: Vpp, request: Request) => tunnels(vpp).get(keyOf(request)),
    bySwIfIndex: (vpp: Vpp, swIfIndex: number) =>
      [...tunnels(vpp).values()].find((tunnel) => tunnel.swIfIndex === swIfIndex),
    replace(vpp: Vpp, tunnel: Tunnel<Request>, request: Request) {
      tunnels(vpp).set(keyOf(request), { ...tunnel, request });
    },
    add,
    remove,
    addOrDelete: (vpp: Vpp, isAdd: boolean, request: Request, instance?: number) =>
      isAdd ? add(vpp, request, instance) : remove(vpp, request),
    /** Those that a dump shows: one or, for no sw_if_index, all in the order of VPP's pool. */
    shown: (vpp: Vpp, swIfIndex: number) =>
      [...tunnels(vpp).values()]
        .filter((tunnel) => swIfIndex === NONE || tunnel.swIfIndex === swIfIndex)
        .sort((left, right) => left.device - right.device),
  };
}

/** By kind. VPP hands packets to a kind's node since it made the first such tunnel. */
const everMade = recordsOf<{ readonly kind: string }>("tunnel-kinds");

/** `show ip local` and `show ip6 local`, as far as tunnels of GRE and IP in IP go. */
export function showTunnelInputs(vpp: Vpp, family: Family): string {
  const [ip, digit] = family === "ip4" ? ["ip4", 4] : ["ip6", 6];
  const inputs = ["gre", "ipip"]
    .filter((kind) => everMade(vpp).has(kind))
    .map((kind) => `${kind}: ${kind}${digit}-input\n`);
  return `Protocols handled by ${ip}_local\n${inputs.join("")}`;
}

/** Addresses and numbers as one text. */
export function tunnelKey(...parts: readonly (WireAddress | number)[]): string {
  return parts.map((part) => (typeof part === "number" ? part : addressKey(addressFromWire(part)))).join("|");
}

interface Ends {
  readonly source: WireAddress;
  readonly destination: WireAddress;
  readonly tableId: number;
}

/** What VPP finds wrong with the ends of a tunnel, in its order; undefined when it takes them. */
export function refuseEnds(vpp: Vpp, { source, destination, tableId }: Ends): number | undefined {
  const [from, to] = [addressFromWire(source), addressFromWire(destination)];
  if (familyOf(from) !== familyOf(to)) return Retval.INVALID_PROTOCOL;
  if (sameAddress(from, to)) return Retval.SAME_SRC_DST;
  return vpp.fib.find(familyOf(from), tableId) === undefined ? Retval.NO_SUCH_FIB : undefined;
}

interface EndsOrGroup extends Ends {
  /** Of the table. */
  readonly family: Family;
  readonly mcastSwIfIndex: number;
  /** What VPP says when the ends are of two families. Default: it does not look. */
  readonly familiesDiffer?: number;
}

/** The same for the kinds whose destination may be a group, which look for the table first. */
export function refuseEndsOrGroup(
  vpp: Vpp,
  { source, destination, tableId, family, mcastSwIfIndex, familiesDiffer }: EndsOrGroup,
): number | undefined {
  const [from, to] = [addressFromWire(withoutZeros(source)), addressFromWire(withoutZeros(destination))];
  if (vpp.fib.find(family, tableId) === undefined) return Retval.NO_SUCH_FIB;
  if (familiesDiffer !== undefined && familyOf(from) !== familyOf(to)) return familiesDiffer;
  if (sameAddress(from, to)) return Retval.SAME_SRC_DST;
  const isStray = vpp.interfaces.get(mcastSwIfIndex) === undefined;
  return isMulticast(to) && isStray ? Retval.INVALID_SW_IF_INDEX : undefined;
}

function isMulticast(address: IpAddress): boolean {
  return address.length === 4 ? (address[0]! & 0xf0) === 0xe0 : address[0] === 0xff;
}

function lowestFree(numbers: readonly number[]): number {
  const taken = new Set(numbers);
  let number = 0;
  while (taken.has(number)) number++;
  return number;
}
