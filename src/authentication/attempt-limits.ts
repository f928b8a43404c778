/** How many wrong passwords an address and a user have left. */

import { isIPv6 } from "node:net";

export interface AttemptLimitSettings {
  readonly perUser: number;
  readonly perAddress: number;
  /** A failed attempt counts for so long. */
  readonly windowMs: number;
}

/** Names that are remembered; the one that was quiet for longest makes room. */
const REMEMBERED = 10_000;

/**
 * Counts attempts of the last while by address and by user. An attempt counts from its beginning, so that many at once do
 * not get past the limit, and is forgotten when it succeeds.
 */
export class AttemptLimits {
  readonly #failures = new Map<string, number[]>();

  constructor(
    readonly settings: AttemptLimitSettings,
    readonly clock: () => number,
  ) {}

  /** Seconds to wait before the next attempt; 0 when one may be made now. */
  waitS(user: string, source: string): number {
    const { perUser, perAddress } = this.settings;
    const waitMs = Math.max(
      this.#waitMs(userKey(user), perUser),
      source === "" ? 0 : this.#waitMs(addressKey(source), perAddress),
    );
    return Math.ceil(waitMs / 1000);
  }

  /** Counts an attempt. Returns a function to call when it has succeeded. */
  begin(user: string, source: string): () => void {
    const keys = source === "" ? [userKey(user)] : [userKey(user), addressKey(source)];
    const timeMs = this.clock();
    for (const key of keys) this.#add(key, timeMs);
    return () => {
      for (const key of keys) this.#forget(key, timeMs);
    };
  }

  #waitMs(key: string, allowed: number): number {
    const times = this.#recent(key);
    if (times.length < allowed) return 0;
    return times[times.length - allowed]! + this.settings.windowMs - this.clock();
  }

  #recent(key: string): readonly number[] {
    const since = this.clock() - this.settings.windowMs;
    return (this.#failures.get(key) ?? []).filter((time) => time > since);
  }

  #add(key: string, timeMs: number): void {
    const times = [...this.#recent(key), timeMs];
    this.#failures.delete(key);
    this.#failures.set(key, times);
    const [quietest] = this.#failures.keys();
    if (this.#failures.size > REMEMBERED && quietest !== undefined) this.#failures.delete(quietest);
  }

  #forget(key: string, timeMs: number): void {
    const times = this.#failures.get(key) ?? [];
    const index = times.indexOf(timeMs);
    if (index < 0) return;
    if (times.length === 1) this.#failures.delete(key);
    else this.#failures.set(key, times.toSpliced(index, 1));
  }
}

function userKey(user: string): string {
  return `user ${user}`;
}

/** An IPv6 network of 64 bits is one subscriber's: it counts as one address. */
function addressKey(source: string): string {
  const plain = source.replace(/^::ffff:(?=\d+\.)/i, "");
  return `address ${isIPv6(plain) ? networkOf(plain) : plain}`;
}

function networkOf(address: string): string {
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
