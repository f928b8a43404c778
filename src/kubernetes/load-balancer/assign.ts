/**
 * Which addresses services of type LoadBalancer get. A pure function of what the cluster has: whoever computes it comes to the
 * same, and what a status has already stays.
 */

import { addressOf, type Family, familyOf } from "../addresses.js";
import type { ObjectKey } from "../objects.js";
import type { Claim } from "./claim.js";
import { freeAddress, type Pool, poolHas, poolHasFamily } from "./pool.js";

export interface Assignment {
  readonly addresses: readonly string[];
  /** What is not as the service asks for. */
  readonly troubles: readonly string[];
}

/** What is known of a service while addresses are given. */
interface Given {
  readonly claim: Claim;
  readonly addresses: string[];
  readonly troubles: string[];
}

/** The assignments of those services that are ours, and of those that have been: they have nothing any more. */
export function assign(claims: Iterable<Claim>, pool: Pool): ReadonlyMap<ObjectKey, Assignment> {
  const inOrder = [...claims].sort(byAge);
  const owners = new Map<string, ObjectKey>();
  const take = (address: string, key: ObjectKey) => {
    if (!owners.has(address)) owners.set(address, key);
    return owners.get(address) === key;
  };
  for (const { key, isBalanced, isOurs, external, held } of inOrder) {
    for (const address of [...external, ...(isBalanced && !isOurs ? held : [])]) take(address, key);
  }
  const ours = inOrder.filter(({ isOurs }) => isOurs).map((claim): Given => ({ claim, addresses: [], troubles: [] }));
  for (const given of ours) keep(given, pool, take, owners);
  for (const given of ours) giveRequested(given, pool, take, owners);
  for (const given of ours) giveMissing(given, pool, take, owners);
  const left = inOrder.filter((claim) => hasBeenOurs(claim, pool));
  return new Map<ObjectKey, Assignment>([
    ...left.map(({ key }) => [key, { addresses: [], troubles: [] }] as const),
    ...ours.map(({ claim, addresses, troubles }) => [claim.key, { addresses, troubles }] as const),
  ]);
}

/** What others have given they take away themselves. */
function hasBeenOurs({ isBalanced, held }: Claim, pool: Pool): boolean {
  return !isBalanced && held.length > 0 && held.every((address) => poolHas(pool, address));
}

type Take = (address: string, key: ObjectKey) => boolean;
type Owners = ReadonlyMap<string, ObjectKey>;

/** What the status has stays, as long as no earlier service has it and the service has the family. */
function keep({ claim, addresses, troubles }: Given, pool: Pool, take: Take, owners: Owners): void {
  for (const address of claim.held) {
    if (!claim.families.includes(familyOf(address))) continue;
    if (take(address, claim.key)) {
      addresses.push(address);
      if (!poolHas(pool, address)) troubles.push(`its address ${address} is none of the pool; it keeps it`);
    } else troubles.push(`its address ${address} belongs to ${owners.get(address)}`);
  }
}

/** In place of the address that it has, when the one that it wants can be had. */
function giveRequested({ claim, addresses, troubles }: Given, pool: Pool, take: Take, owners: Owners): void {
  for (const wanted of claim.requested) {
    if (addresses.includes(wanted)) continue;
    const refusal = refusalOf(wanted, claim, pool, owners);
    if (refusal !== undefined) {
      troubles.push(`it asks for the address ${wanted}, ${refusal}`);
      continue;
    }
    take(wanted, claim.key);
    const others = addresses.filter((address) => familyOf(address) !== familyOf(wanted));
    addresses.splice(0, addresses.length, ...others, wanted);
  }
}

function refusalOf(wanted: string, { key, families }: Claim, pool: Pool, owners: Owners): string | undefined {
  if (addressOf(wanted) === undefined) return "which is none";
  if (!families.includes(familyOf(wanted))) return "which is of a family that it does not have";
  if (!poolHas(pool, wanted)) return "which is none of the pool";
  const owner = owners.get(wanted);
  return owner === undefined || owner === key ? undefined : `which belongs to ${owner}`;
}

/** Who asks for an address gets that one or keeps what it has: any other would not be what is wanted. */
function giveMissing({ claim, addresses, troubles }: Given, pool: Pool, take: Take, owners: Owners): void {
  for (const family of claim.families) {
    if (hasFamily(addresses, family) || claim.requested.some((wanted) => isMeantFor(wanted, family))) continue;
    const address = freeAddress(pool, family, (candidate) => owners.has(candidate));
    if (address !== undefined) {
      take(address, claim.key);
      addresses.push(address);
    } else if (!claim.isEitherFamilyEnough || poolHasFamily(pool, family) || !poolHasAnyOf(claim, pool)) {
      troubles.push(`the pool has no IPv${family} address left for it`);
    }
  }
  addresses.sort((left, right) => claim.families.indexOf(familyOf(left)) - claim.families.indexOf(familyOf(right)));
}

function hasFamily(addresses: readonly string[], family: Family): boolean {
  return addresses.some((address) => familyOf(address) === family);
}

/** What nobody can read may be meant for any family. */
function isMeantFor(wanted: string, family: Family): boolean {
  return addressOf(wanted) === undefined || familyOf(wanted) === family;
}

function poolHasAnyOf({ families }: Claim, pool: Pool): boolean {
  return families.some((family) => poolHasFamily(pool, family));
}

function byAge(left: Claim, right: Claim): number {
  if (left.createdAt !== right.createdAt) return left.createdAt < right.createdAt ? -1 : 1;
  return left.key < right.key ? -1 : 1;
}
