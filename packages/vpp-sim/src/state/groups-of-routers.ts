import type { Family } from "./ip.js";

interface Group {
  /** The first bytes; the others are zero. */
  readonly address: readonly number[];
  readonly length: number;
}

/** Groups that every router is in: each table has a multicast route for them. */
export const GROUPS_OF_ROUTERS: Readonly<Record<Family, readonly Group[]>> = {
  ip4: [
    { address: [224, 0, 0, 1], length: 32 },
    { address: [224, 0, 0, 2], length: 32 },
  ],
  ip6: [
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff], length: 104 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], length: 128 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], length: 128 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x16], length: 128 },
  ],
};
