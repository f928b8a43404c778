/** What is configured of a memif interface. */

import type { TypedValue } from "./interface-kind.js";

export const memifType = "sweetcomb-interfaces:memif";
export const memifLeaf = "sweetcomb-interfaces:memif";

export interface MemifValue extends TypedValue {
  readonly [memifLeaf]?: Memif;
}

export interface Memif {
  readonly socket?: number;
  readonly id?: number;
  readonly role?: "master" | "slave";
  readonly mode?: "ethernet" | "ip";
  /** Name of the interface of the same VPP that is the peer of a slave. */
  readonly "peer-interface"?: string;
  readonly "ring-size"?: number;
  readonly "buffer-size"?: number;
  readonly "rx-queues"?: number;
  readonly "tx-queues"?: number;
  readonly "zero-copy"?: boolean;
  readonly dma?: boolean;
  readonly secret?: string;
}
