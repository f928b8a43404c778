/**
 * VPP's small linear congruential generator (random_u32). Table ids and memif socket ids that a client leaves to VPP
 * start from seed 0, so that a fresh VPP always answers 1013904223 first.
 */
export class RandomU32 {
  #seed: number;

  constructor(seed = 0) {
    this.#seed = seed >>> 0;
  }

  next(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
    return this.#seed;
  }
}

/** A MAC address as VPP generates them: 02:fe and four random bytes. */
export function randomMac(random: RandomU32): Uint8Array {
  const value = random.next();
  return Uint8Array.of(0x02, 0xfe, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
