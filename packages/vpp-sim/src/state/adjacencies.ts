import { addressKey, type Family, familyOf, type IpAddress, type IpPrefix, prefixKey } from "./ip.js";
import { IndexPool } from "./pool.js";

/** Ways out of interfaces. Whoever needs one holds it, and its index is free when all have released it. */
export class Adjacencies {
  readonly #indexes = new IndexPool();
  readonly #byName = new Map<string, number>();

  hold(name: string): number {
    const known = this.#byName.get(name);
    if (known !== undefined) {
      this.#indexes.hold(known);
      return known;
    }
    const index = this.#indexes.take();
    this.#byName.set(name, index);
    return index;
  }

  release(name: string): void {
    const index = this.#byName.get(name);
    if (index !== undefined && this.#indexes.release(index)) this.#byName.delete(name);
  }
}

/** To one neighbour. */
export function toNeighbor(swIfIndex: number, address: IpAddress): string {
  return `${familyOf(address)} ${swIfIndex} neighbor ${addressKey(address)}`;
}

/** To whoever is on the link: one for each connected prefix, and one for all else. */
export function toLink(family: Family, swIfIndex: number, prefix?: IpPrefix): string {
  return `${family} ${swIfIndex} link ${prefix === undefined ? "" : prefixKey(prefix.address, prefix.length)}`;
}

export function toGroups(family: Family, swIfIndex: number): string {
  return `${family} ${swIfIndex} groups`;
}
