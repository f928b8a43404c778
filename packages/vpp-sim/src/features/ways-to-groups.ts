/** How VPP sends to IPv4 groups through an interface (ip4-rewrite-mcast). IGMP and VRRP never give it back. */

import { outputNodeOf } from "../state/output-nodes.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** The node through which it goes, by sw_if_index, also after the interface is gone. */
const waysToGroups = recordsOf<{ readonly node: number | undefined }>("ways-to-groups");

/** Keeps the way by which an interface sends from now on, unless there is one for its number. */
export function keepWayToGroups(vpp: Vpp, swIfIndex: number): void {
  const name = String(swIfIndex);
  if (!waysToGroups(vpp).has(name)) waysToGroups(vpp).set(name, { node: ownNode(vpp, swIfIndex) });
}

/** Whether what is sent to groups through the interface leaves it. */
export function reachesGroups(vpp: Vpp, swIfIndex: number): boolean {
  const kept = waysToGroups(vpp).get(String(swIfIndex));
  return kept === undefined || kept.node === ownNode(vpp, swIfIndex);
}

/** The line of `show adj` for groups. */
export function showWayToGroups(vpp: Vpp, interfaceName: string): string {
  const shown = [...vpp.interfaces.values()].find(({ name }) => name === interfaceName);
  const kept = shown && waysToGroups(vpp).get(String(shown.swIfIndex));
  return kept === undefined ? "" : `[@0] ipv4-mcast: ${interfaceName}: mtu:9000 next:${kept.node} flags:[]\n`;
}

/** The nodes that follow ip4-rewrite-mcast, as `show vlib graph` has them. */
export function showNodesOfGroups(vpp: Vpp): string {
  const whole = [...vpp.interfaces.values()].filter(({ part }) => part === undefined);
  return whole.map((shown) => `  ${shown.name}-output [${outputNodeOf(vpp.outputNodes, shown)}]\n`).join("");
}

function ownNode(vpp: Vpp, swIfIndex: number): number | undefined {
  const found = vpp.interfaces.get(swIfIndex);
  return found && outputNodeOf(vpp.outputNodes, found);
}
