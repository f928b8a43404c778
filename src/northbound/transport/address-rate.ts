/** How many connections one address may open: so many a second, with a stock for those that come in bursts. */

/** Seconds without connections that an address may save up. */
const STOCK_S = 10;
/** Addresses remembered; those that have been quiet for long enough are as good as new, and forgotten first. */
const MAX_ADDRESSES = 10_000;

export class AddressRate {
  readonly #stocks = new Map<string, { left: number; atMs: number }>();

  /** @param perSecond 0 is without limit */
  constructor(
    readonly perSecond: number,
    readonly clock: () => number,
  ) {}

  /** Takes one connection of the address's stock. Returns false when there is none left. */
  take(address: string): boolean {
    if (this.perSecond === 0) return true;
    const full = this.perSecond * STOCK_S;
    const key = subscriberOf(address);
    const atMs = this.clock();
    const last = this.#stocks.get(key) ?? { left: full, atMs };
    const left = Math.min(full, last.left + ((atMs - last.atMs) / 1000) * this.perSecond);
    const isGranted = left >= 1;
    // Put back at the end: the map is in the order of the last use. What is refused costs nothing: who asks again and again is
    // served as often as he may.
    this.#stocks.delete(key);
    this.#stocks.set(key, { left: isGranted ? left - 1 : left, atMs });
    if (this.#stocks.size > MAX_ADDRESSES) this.#stocks.delete(this.#stocks.keys().next().value!);
    return isGranted;
  }
}

/** One subscriber of IPv6 has a whole /64 to choose addresses from. */
function subscriberOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [before = "", after] = address.split("%")[0]!.split("::");
  const groups = before.split(":").filter((group) => group !== "");
  if (after === undefined) return groups.slice(0, 4).join(":");
  const behind = after.split(":").filter((group) => group !== "");
  const zeros = Array<string>(8 - groups.length - behind.length).fill("0");
  return [...groups, ...zeros, ...behind].slice(0, 4).join(":");
}
