/** Path and index of a service header, which VPP's messages have in one number. */

export interface PathKey extends Readonly<Record<string, string>> {
  readonly path: string;
  readonly index: string;
}

/** 24 bits of path, then 8 of index (RFC 8300 2.3). */
export function pathNumber(path: number | string, index: number | string): number {
  return Number(path) * 256 + Number(index);
}

export function pathKey(pathNumber: number): PathKey {
  return { path: String(pathNumber >>> 8), index: String(pathNumber & 0xff) };
}
