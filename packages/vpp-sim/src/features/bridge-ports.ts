/** Interfaces in bridge domains. */

import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

export interface BridgePort {
  readonly swIfIndex: number;
  readonly bdId: number;
  readonly portType: number;
  readonly shg: number;
  /** L2IntfFeatFlags. */
  flags: number;
}

/** L2PortType. */
export const PORT = { bvi: 1, uuFwd: 2 } as const;

/** By sw_if_index. */
export const bridgePorts = recordsOf<BridgePort>("bridge-ports", (port, swIfIndex) => port.swIfIndex === swIfIndex);

export function portsOf(vpp: Vpp, bdId: number): BridgePort[] {
  return [...bridgePorts(vpp).values()].filter((port) => port.bdId === bdId);
}
