/** How long a client that cannot be reached is left alone. */

export interface BackOff {
  /** Behind the first failure; twice as long behind each further one. */
  readonly firstMs: number;
  readonly maxMs: number;
}

export const DEFAULT_BACK_OFF: BackOff = Object.freeze({ firstMs: 1_000, maxMs: 60_000 });

/**
 * Milliseconds to wait behind so many failures in a row. Between the half and the whole of it is chance, so that servers that
 * lost their client at the same moment do not all come back at the same moment.
 * @param random a number from 0 to 1
 */
export function delayAfter(failures: number, { firstMs, maxMs }: BackOff, random: number): number {
  const whole = Math.min(maxMs, firstMs * 2 ** Math.max(0, failures - 1));
  return whole / 2 + (whole / 2) * random;
}
