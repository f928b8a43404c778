import { showSentFunctions } from "../features/acl.js";
import { showCdp } from "../features/cdp.js";
import { showSourceNat } from "../features/cnat-source-nat.js";
import { showAddressClients, showPrefixClients } from "../features/dhcp.js";
import { showNamespaces, showSessionRules, showSourceFilters } from "../features/host-stack.js";
import { showIoam, showProfiles } from "../features/ioam.js";
import { showPatches } from "../features/l2-patch.js";
import { showL2tp } from "../features/l2tp.js";
import { showLinuxNamespace } from "../features/linux-cp.js";
import { showLabelTables } from "../features/mpls.js";
import { showPnatTranslations } from "../features/pnat.js";
import { showUdpPorts } from "../features/punt.js";
import { VERSION } from "../features/session.js";
import { showSrMplsPolicies } from "../features/sr-mpls.js";
import { showLocalSids } from "../features/srv6-proxy.js";
import { showTunnelInputs } from "../features/tunnel.js";
import { showNodesOfGroups, showWaysToGroups } from "../features/ways-to-groups.js";
import type { Vpp } from "../state/vpp.js";
import { showFib, showFibEntry, showGroupsHeader, showLabelledNeighbours } from "./show-fib.js";
import { showIgmp } from "./show-igmp.js";
import { showAddresses, showHardware, showInterfaces, showMemifs, showSecondaryMacs } from "./show-interfaces.js";
import { showVips } from "./show-lb.js";

/** What is printed when no topic is asked for. */
export const ALL_TOPICS = ["version", "interface", "interface addr", "memif", "ip fib", "ip6 fib", "lb vips"];

/** Every topic under its heading. */
export function showAll(vpp: Vpp): string {
  return ALL_TOPICS.map((topic) => `--- ${topic}\n${show(vpp, topic)}`).join("");
}

const TOPICS: Readonly<Record<string, (vpp: Vpp) => string | undefined>> = {
  version: (vpp) => `vpp ${VERSION}, pid ${vpp.pid}\n`,
  interface: showInterfaces,
  "interface addr": showAddresses,
  "interface address": showAddresses,
  memif: showMemifs,
  "ip fib": (vpp) => showFib(vpp, "ip4"),
  "ip6 fib": (vpp) => showFib(vpp, "ip6"),
  "ip local": (vpp) => showTunnelInputs(vpp, "ip4"),
  "ip6 local": (vpp) => showTunnelInputs(vpp, "ip6"),
  "lb vips": showVips,
  "udp ports": showUdpPorts,
  "pnat translations": showPnatTranslations,
  // Only asked for one that this VPP has not.
  features: () => "",
  "igmp config": showIgmp,
  "vlib graph ip4-rewrite-mcast": showNodesOfGroups,
  // No packet ever comes, so no client of PPPoE was heard.
  bihash: () => "\nHash table 'pppoe link table'\n    0 active elements 0 active buckets\n",
  cdp: showCdp,
  "cnat snat-policy": showSourceNat,
  adj: (vpp) => showWaysToGroups(vpp),
  "app ns": showNamespaces,
  "session sdl 0.0.0.0": showSourceFilters,
  "dhcp6 clients": showAddressClients,
  "ip6 pd clients": showPrefixClients,
  l2tpv3: showL2tp,
  "lcp phy local0": showLinuxNamespace,
  l2patch: showPatches,
  "ioam summary": showIoam,
  "sr localsids": showLocalSids,
  "pot profile": showProfiles,
  "sr mpls policies": showSrMplsPolicies,
  // No interface leaves a node behind here.
  "vlib graph": () => "",
  // As a VPP has it that nobody configured: 1 GB.
  "memory main-heap": () => "    total: 1.00G, used: 156.51M, free: 867.49M, trimmable: 867.31M\n",
};

/** The text of `show <topic>`, or undefined for a topic that there is not. `int` and `verbose` are understood. */
export function show(vpp: Vpp, topic: string): string | undefined {
  const [, ip, tableId, prefix = ""] = /^(ip6?) fib table (\d+) (\S+)$/.exec(topic) ?? [];
  if (ip !== undefined) return showFibEntry(vpp, ip === "ip6" ? "ip6" : "ip4", Number(tableId), prefix);
  const [, group, tableOfGroups] = /^(ip6?) mfib table (\d+) \S+$/.exec(topic) ?? [];
  if (group !== undefined) return showGroupsHeader(vpp, group === "ip6" ? "ip6" : "ip4", Number(tableOfGroups));
  const labelTable = /^mpls fib (?:table (\d+) )?\d+$/.exec(topic);
  if (labelTable !== null) return showLabelTables(vpp, labelTable[1]);
  const [, neighboursOf] = /^adj nbr (\S+)$/.exec(topic) ?? [];
  if (neighboursOf !== undefined) return showLabelledNeighbours(vpp, neighboursOf);
  const [, adjacenciesOf] = /^adj (\S+)$/.exec(topic) ?? [];
  if (adjacenciesOf !== undefined) return showWaysToGroups(vpp, adjacenciesOf);
  const [, transport, namespace = "", scope = ""] = /^session rules (\S+) appns (\S+) scope (\S+)$/.exec(topic) ?? [];
  if (transport !== undefined) return showSessionRules(vpp, transport, namespace, scope);
  const [, hardware] = /^hardware-interfaces brief ?(\S*)$/.exec(topic) ?? [];
  if (hardware !== undefined) return showHardware(vpp, hardware);
  const [, macsOf] = /^interface secondary-mac-address ?(\S*)$/.exec(topic) ?? [];
  if (macsOf !== undefined) return showSecondaryMacs(vpp, macsOf);
  const [, featuresOf] = /^interface features (\S+)$/.exec(topic) ?? [];
  if (featuresOf !== undefined) return showSentFunctions(vpp, featuresOf);
  const plain = topic.replace(/ verbose$/, "").replace(/^int( |$)/, "interface$1");
  return TOPICS[plain]?.(vpp);
}
