/** How VPP sends to groups through an interface (ip4-rewrite-mcast, ip6-rewrite-mcast). IGMP and VRRP never give it back. */

import type { Interface } from "../state/interface.js";
import { hasMac } from "../state/interfaces.js";
import { outputNodeOf } from "../state/output-nodes.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

type Family = "ip4" | "ip6";

interface WayToGroups {
  readonly swIfIndex: number;
  readonly family: Family;
  /** The node through which it goes. */
  readonly node: number | undefined;
}

/** By family and sw_if_index, also after the interface is gone. */
const waysToGroups = recordsOf<WayToGroups>("ways-to-groups");

/** Keeps the way by which an interface sends from now on, unless there is one for its number. */
export function keepWayToGroups(vpp: Vpp, swIfIndex: number, family: Family): void {
  const name = nameOf(swIfIndex, family);
  if (waysToGroups(vpp).has(name)) return;
  waysToGroups(vpp).set(name, { swIfIndex, family, node: ownNode(vpp, swIfIndex) });
}

/** Whether what is sent to IPv4 groups through the interface leaves it. */
export function reachesGroups(vpp: Vpp, swIfIndex: number): boolean {
  const kept = waysToGroups(vpp).get(nameOf(swIfIndex, "ip4"));
  return kept === undefined || kept.node === ownNode(vpp, swIfIndex);
}

/** Numbers of interfaces whose way to IPv6 groups VPP has freed and not forgotten. */
const freedWays = recordsOf<object>("freed-ways-to-groups");

/** Where nothing but packets is carried, VPP takes the way to groups for one to a neighbour when it frees it (adj_last_lock_gone). */
export function forgetByHalves(vpp: Vpp, swIfIndex: number): void {
  freedWays(vpp).set(String(swIfIndex), {});
}

/** Whether VPP would take what has come in the place of the freed way for the way of this interface, and free that. */
export function takesFreedWay(vpp: Vpp, found: Interface): boolean {
  return hasMac(vpp, found) && freedWays(vpp).has(String(found.swIfIndex));
}

/** The lines of `show adj` for groups, of one interface or of all that there are and were. */
export function showWaysToGroups(vpp: Vpp, interfaceName?: string): string {
  return [...waysToGroups(vpp).values()]
    .map(({ swIfIndex, family, node }, index) => {
      const name = vpp.interfaces.get(swIfIndex)?.name;
      if (interfaceName !== undefined && name !== interfaceName) return "";
      const shown = name === undefined ? `DELETED:${swIfIndex}` : `${name}:`;
      return `[@${index}] ${family.replace("ip", "ipv")}-mcast: ${shown} mtu:9000 next:${node} flags:[]\n`;
    })
    .join("");
}

/** The nodes that follow ip4-rewrite-mcast, as `show vlib graph` has them. */
export function showNodesOfGroups(vpp: Vpp): string {
  const whole = [...vpp.interfaces.values()].filter(({ part }) => part === undefined);
  return whole.map((shown) => `  ${shown.name}-output [${outputNodeOf(vpp.outputNodes, shown)}]\n`).join("");
}

function nameOf(swIfIndex: number, family: Family): string {
  return `${family} ${swIfIndex}`;
}

function ownNode(vpp: Vpp, swIfIndex: number): number | undefined {
  const found = vpp.interfaces.get(swIfIndex);
  return found && outputNodeOf(vpp.outputNodes, found);
}
