/** What nat44-ed and nat44-ei keep alike: whether they are enabled, pools, interfaces and mappings. */

import type { NatTimeouts } from "vpp-binapi-ts/api";
import type { Stream } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

export interface Nat44Settings {
  readonly insideVrf: number;
  readonly outsideVrf: number;
  readonly sessions: number;
  readonly users: number;
  readonly userSessions: number;
  readonly flags: number;
  readonly forwardingEnabled: boolean;
  readonly mssValue: number;
  readonly timeouts: NatTimeouts;
}

export interface PoolAddress {
  readonly ipAddress: Uint8Array;
  readonly vrfId: number;
  readonly twiceNat: boolean;
}

export interface PoolInterface {
  readonly swIfIndex: number;
  readonly twiceNat: boolean;
  /** Whether its address was taken out of the pool. Default: false. */
  readonly isSpent?: boolean;
}

export interface NatSides {
  readonly swIfIndex: number;
  readonly isInside: boolean;
  readonly isOutside: boolean;
}

/** A static mapping, or an identity mapping. */
export interface NatMapping {
  readonly local: Uint8Array;
  readonly external: Uint8Array;
  readonly localPort: number;
  readonly externalPort: number;
  readonly protocol: number;
  readonly vrfId: number;
  readonly flags: number;
  /** The interface whose address is the external one; all ones for none. */
  readonly swIfIndex: number;
  readonly isIdentity: boolean;
  readonly isAddressOnly: boolean;
  readonly tag: string;
}

export const defaultTimeouts: NatTimeouts = { udp: 300, tcpEstablished: 7440, tcpTransitory: 240, icmp: 60 };

export type Nat44Tables = ReturnType<typeof nat44Tables>;

export function nat44Tables(name: string) {
  const ofInterface = (record: { readonly swIfIndex: number }, swIfIndex: number) => record.swIfIndex === swIfIndex;
  return {
    settings: recordsOf<Nat44Settings>(`${name}-settings`),
    addresses: recordsOf<PoolAddress>(`${name}-addresses`),
    poolInterfaces: recordsOf<PoolInterface>(`${name}-pool-interfaces`, ofInterface),
    sides: recordsOf<NatSides>(`${name}-interfaces`, ofInterface),
    outputs: recordsOf<{ readonly swIfIndex: number }>(`${name}-output-interfaces`, ofInterface),
    mappings: recordsOf<NatMapping>(`${name}-mappings`),
  };
}

export function settingsOf(tables: Nat44Tables, vpp: Vpp): Nat44Settings | undefined {
  const settings = tables.settings(vpp).get("");
  return settings !== undefined && settings.sessions > 0 ? settings : undefined;
}

/** What VPP tells of its settings, before it was ever enabled too. */
export function shownSettings(tables: Nat44Tables, vpp: Vpp): Partial<Omit<Nat44Settings, "mssValue">> {
  const { mssValue: _, ...shown } = tables.settings(vpp).get("") ?? { mssValue: 0 };
  return shown;
}

/** Interfaces that are outside for what leaves. Of none VPP says that it stopped at the beginning. */
export function shownOutputs(tables: Nat44Tables, vpp: Vpp): Stream<{ readonly swIfIndex: number }> {
  const details = [...tables.outputs(vpp).values()];
  return { details, retval: Retval.OK, cursor: details.length === 0 ? 0 : NONE };
}

/** Buckets that VPP makes for so many elements: two and a half in each, as a power of two. */
export function bucketsFor(elements: number): number {
  const wanted = Math.floor(elements / 2.5);
  let lower = 1;
  while (lower * 2 < wanted) lower *= 2;
  return lower * 2 - wanted < wanted - lower ? lower * 2 : lower;
}

/** 0 for none. */
export function mssOf(tables: Nat44Tables, vpp: Vpp): number {
  return tables.settings(vpp).get("")?.mssValue ?? 0;
}

export function changeSettings(tables: Nat44Tables, vpp: Vpp, change: Partial<Nat44Settings>): void {
  const none = { insideVrf: 0, outsideVrf: 0, sessions: 0, users: 0, userSessions: 0, flags: 0 };
  const initial = { ...none, forwardingEnabled: false, mssValue: 0, timeouts: defaultTimeouts };
  tables.settings(vpp).set("", { ...initial, ...tables.settings(vpp).get(""), ...change });
}

/** Disabled, it has forgotten all but its timers. */
export function forgetNat44(tables: Nat44Tables, vpp: Vpp): void {
  const { addresses, poolInterfaces, sides, outputs, mappings } = tables;
  for (const table of [addresses, poolInterfaces, sides, outputs, mappings]) table(vpp).clear();
  const none = { insideVrf: 0, outsideVrf: 0, sessions: 0, users: 0, userSessions: 0, flags: 0 };
  changeSettings(tables, vpp, { ...none, forwardingEnabled: false });
}

/** Address by address until one is refused. */
export function setPoolRange(
  tables: Nat44Tables,
  vpp: Vpp,
  range: { readonly first: Uint8Array; readonly last: Uint8Array; readonly vrfId: number; readonly twiceNat: boolean },
  isAdd: boolean,
): number {
  const { twiceNat, vrfId } = range;
  for (let number = numberOf(range.first); number <= numberOf(range.last); number++) {
    const key = `${number} ${twiceNat}`;
    const isThere = tables.addresses(vpp).has(key);
    if (isAdd === isThere) return isAdd ? Retval.VALUE_EXIST : Retval.NO_SUCH_ENTRY;
    if (isAdd) tables.addresses(vpp).set(key, { ipAddress: bytesOf(number), vrfId, twiceNat });
    else tables.addresses(vpp).delete(key);
  }
  return Retval.OK;
}

/** The pool: addresses that were given, and those that interfaces have. */
export function* poolAddresses(tables: Nat44Tables, vpp: Vpp): Iterable<PoolAddress> {
  yield* tables.addresses(vpp).values();
  for (const { swIfIndex, twiceNat, isSpent = false } of tables.poolInterfaces(vpp).values()) {
    const ipAddress = isSpent ? undefined : firstAddress(vpp, swIfIndex);
    if (ipAddress !== undefined) yield { ipAddress, vrfId: NONE, twiceNat };
  }
}

export function isInPool(tables: Nat44Tables, vpp: Vpp, address: Uint8Array): boolean {
  for (const { ipAddress, twiceNat } of poolAddresses(tables, vpp)) {
    if (!twiceNat && same(ipAddress, address)) return true;
  }
  return false;
}

/** @param whenOnlyOther what comes of taking back one side of an interface that has the other: gone altogether, or a refusal */
export function setSide(
  tables: Nat44Tables,
  vpp: Vpp,
  swIfIndex: number,
  isInside: boolean,
  isAdd: boolean,
  whenOnlyOther: number | "gone" = Retval.NO_SUCH_ENTRY,
): number {
  const key = String(swIfIndex);
  if (isAdd && tables.outputs(vpp).has(key)) return Retval.VALUE_EXIST;
  const before = tables.sides(vpp).get(key) ?? { swIfIndex, isInside: false, isOutside: false };
  if (!isAdd && !before.isInside && !before.isOutside) return Retval.NO_SUCH_ENTRY;
  if (!isAdd && !(isInside ? before.isInside : before.isOutside)) {
    if (whenOnlyOther !== "gone") return whenOnlyOther;
    tables.sides(vpp).delete(key);
    return Retval.OK;
  }
  const after = { ...before, ...(isInside ? { isInside: isAdd } : { isOutside: isAdd }) };
  if (after.isInside || after.isOutside) tables.sides(vpp).set(key, after);
  else tables.sides(vpp).delete(key);
  return Retval.OK;
}

export function setOutput(tables: Nat44Tables, vpp: Vpp, swIfIndex: number, isAdd: boolean): number {
  const key = String(swIfIndex);
  if (!isAdd) return tables.outputs(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY;
  if (tables.sides(vpp).has(key) || tables.outputs(vpp).has(key)) return Retval.VALUE_EXIST;
  tables.outputs(vpp).set(key, { swIfIndex });
  return Retval.OK;
}

/** The mapping as VPP keeps it; several identity mappings may have one address, in different VRFs. */
export function keptMapping(tables: Nat44Tables, vpp: Vpp, asked: NatMapping): NatMapping {
  const ports = asked.isAddressOnly ? { localPort: 0, externalPort: 0, protocol: 0 } : {};
  // The request for the address of an interface is kept as it came.
  const inside = settingsOf(tables, vpp)?.insideVrf ?? 0;
  const vrfId = asked.vrfId === NONE && asked.swIfIndex === NONE ? inside : asked.vrfId;
  const external = asked.swIfIndex === NONE ? asked.external : new Uint8Array(4);
  return { ...asked, ...ports, external, vrfId };
}

/** Names the outside of a mapping, and the VRF of an identity mapping. */
export function mappingKey({
  external,
  externalPort,
  protocol,
  vrfId,
  swIfIndex,
  isIdentity,
  local,
}: NatMapping): string {
  const target = swIfIndex === NONE ? text(external) : `interface ${swIfIndex} ${isIdentity ? "" : text(local)}`;
  return `${target} ${externalPort} ${protocol}${isIdentity ? ` identity ${vrfId}` : ""}`;
}

/** Mappings as they work: those to the address of an interface with that address, if it has one. */
export function* workingMappings(tables: Nat44Tables, vpp: Vpp): Iterable<NatMapping> {
  for (const mapping of tables.mappings(vpp).values()) {
    if (mapping.swIfIndex === NONE) yield mapping;
    const external = mapping.swIfIndex === NONE ? undefined : firstAddress(vpp, mapping.swIfIndex);
    if (external === undefined) continue;
    const vrfId = mapping.vrfId === NONE ? (settingsOf(tables, vpp)?.insideVrf ?? 0) : mapping.vrfId;
    yield { ...mapping, external, vrfId, swIfIndex: NONE };
  }
}

export function firstAddress(vpp: Vpp, swIfIndex: number): Uint8Array | undefined {
  return vpp.interfaces.get(swIfIndex)?.ip4.addresses[0]?.address;
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

export function text(address: Uint8Array): string {
  return address.join(".");
}

function numberOf(address: Uint8Array): number {
  return address.reduce((number, octet) => number * 256 + octet, 0);
}

function bytesOf(number: number): Uint8Array {
  return Uint8Array.from([24, 16, 8, 0], (shift) => (number >>> shift) & 0xff);
}
