/** All scenarios, a file in scenarios/ for each feature. */

import type { Scenarios } from "./scenario.js";
import { abfScenarios } from "./scenarios/abf.js";
import { aclScenarios, aclScenariosOfRealVpp } from "./scenarios/acl.js";
import { bfdScenarios } from "./scenarios/bfd.js";
import { bierScenarios } from "./scenarios/bier.js";
import { bondScenarios } from "./scenarios/bonds.js";
import { classifyScenarios } from "./scenarios/classify.js";
import { cnatScenarios, cnatScenariosOfRealVpp } from "./scenarios/cnat.js";
import { contentionScenarios } from "./scenarios/contention.js";
import { deviceScenarios } from "./scenarios/devices.js";
import { dhcpScenarios } from "./scenarios/dhcp.js";
import { diagnosticScenarios } from "./scenarios/diagnostics.js";
import { dsliteScenarios } from "./scenarios/dslite.js";
import { eventScenarios, eventScenariosOfRealVpp } from "./scenarios/events.js";
import { flowExportScenarios } from "./scenarios/flow-export.js";
import { frameScenarios } from "./scenarios/frames.js";
import { igmpScenarios } from "./scenarios/igmp.js";
import { ikev2Scenarios } from "./scenarios/ikev2.js";
import { interfaceNumberScenarios } from "./scenarios/interface-numbers.js";
import { interfaceSettingsScenarios } from "./scenarios/interface-settings.js";
import { interfacesScenarios } from "./scenarios/interfaces.js";
import { ioamScenarios } from "./scenarios/ioam.js";
import { ipSettingsScenarios } from "./scenarios/ip-settings.js";
import { ipsecScenarios, ipsecScenariosOfRealVpp } from "./scenarios/ipsec.js";
import { l2Scenarios } from "./scenarios/l2.js";
import { l2tpv3Scenarios } from "./scenarios/l2tpv3.js";
import { l3xcScenarios } from "./scenarios/l3xc.js";
import { linuxCpScenarios, linuxCpScenariosOfRealVpp, linuxCpScenariosOfSimulator } from "./scenarios/linux-cp.js";
import { lispDataPlaneScenarios, lispScenarios } from "./scenarios/lisp.js";
import { loadBalancerScenarios, loadBalancerScenariosOfRealVpp } from "./scenarios/load-balancer.js";
import { mactimeScenarios } from "./scenarios/mactime.js";
import { mapScenarios } from "./scenarios/map.js";
import { memifPeerScenarios, memifPeerScenariosOfRealVpp } from "./scenarios/memif-peers.js";
import { mplsScenarios } from "./scenarios/mpls.js";
import { multicastScenarios, multicastScenariosOfRealVpp } from "./scenarios/multicast.js";
import { natScenarios } from "./scenarios/nat.js";
import { neighborScenarios } from "./scenarios/neighbors.js";
import { nshScenarios, nshScenariosOfRealVpp } from "./scenarios/nsh.js";
import { p2pEthernetScenarios, p2pEthernetScenariosOfRealVpp } from "./scenarios/p2p-ethernet.js";
import { pipeScenarios, pipeScenariosOfRealVpp } from "./scenarios/pipes.js";
import { pnatScenarios } from "./scenarios/pnat.js";
import { pppoeScenarios } from "./scenarios/pppoe.js";
import { protocolStateScenarios } from "./scenarios/protocol-state.js";
import { puntScenarios, puntScenariosOfRealVpp, puntScenariosOfSimulator } from "./scenarios/punt.js";
import { qosScenarios } from "./scenarios/qos.js";
import { refusedAtStartScenarios } from "./scenarios/refused-at-start.js";
import { ribScenarios, ribScenariosOfRealVpp } from "./scenarios/ribs.js";
import { routingScenarios } from "./scenarios/routing.js";
import { serverScenarios } from "./scenarios/server.js";
import { serviceScenarios } from "./scenarios/services.js";
import { sessionScenarios } from "./scenarios/session.js";
import { sessionEventScenarios, sessionEventScenariosOfRealVpp } from "./scenarios/session-events.js";
import { srMplsScenarios } from "./scenarios/sr-mpls.js";
import { srv6Scenarios, srv6ScenariosOfRealVpp } from "./scenarios/srv6.js";
import { subInterfaceScenarios } from "./scenarios/sub-interfaces.js";
import { tunnelsScenarios } from "./scenarios/tunnels.js";
import { tunnelsRefusedScenarios } from "./scenarios/tunnels-refused.js";
import { udpScenarios } from "./scenarios/udp.js";
import { unmarkedScenarios } from "./scenarios/unmarked.js";
import { virtioScenarios } from "./scenarios/virtio.js";
import { vrrpScenarios } from "./scenarios/vrrp.js";
import { wireguardScenarios } from "./scenarios/wireguard.js";

export const scenarios: Scenarios = {
  // First, since VPP makes no more maps once numbers of interfaces have drifted apart.
  ...nshScenarios,
  // Early for the same reason.
  ...p2pEthernetScenarios,
  ...interfacesScenarios,
  ...interfaceSettingsScenarios,
  ...subInterfaceScenarios,
  ...bondScenarios,
  ...virtioScenarios,
  ...routingScenarios,
  ...ribScenarios,
  ...multicastScenarios,
  ...igmpScenarios,
  ...interfaceNumberScenarios,
  ...memifPeerScenarios,
  ...frameScenarios,
  ...neighborScenarios,
  ...l2Scenarios,
  ...qosScenarios,
  ...mplsScenarios,
  ...srv6Scenarios,
  ...loadBalancerScenarios,
  ...natScenarios,
  ...pnatScenarios,
  ...ipsecScenarios,
  ...ikev2Scenarios,
  ...aclScenarios,
  ...abfScenarios,
  ...l3xcScenarios,
  ...cnatScenarios,
  ...wireguardScenarios,
  ...contentionScenarios,
  ...serverScenarios,
  ...refusedAtStartScenarios,
  ...eventScenarios,
  ...sessionEventScenarios,
  ...tunnelsScenarios,
  ...tunnelsRefusedScenarios,
  ...unmarkedScenarios,
  ...l2tpv3Scenarios,
  ...dsliteScenarios,
  ...udpScenarios,
  ...ipSettingsScenarios,
  ...srMplsScenarios,
  ...sessionScenarios,
  ...ioamScenarios,
  ...mactimeScenarios,
  ...bfdScenarios,
  ...vrrpScenarios,
  ...deviceScenarios,
  ...dhcpScenarios,
  ...protocolStateScenarios,
  ...diagnosticScenarios,
  ...bierScenarios,
  ...puntScenarios,
  ...classifyScenarios,
  ...linuxCpScenarios,
  ...serviceScenarios,
  ...mapScenarios,
  ...flowExportScenarios,
  ...lispScenarios,
};

/** Those that need what the VPP of this machine does not have, such as taps and punt sockets, or that come last there. */
export const scenariosOfSimulator: Scenarios = {
  ...pipeScenarios,
  ...lispDataPlaneScenarios,
  ...linuxCpScenariosOfSimulator,
  ...puntScenariosOfSimulator,
};

/** Those that need what the simulator does not have, such as Linux devices. */
export const scenariosOfRealVpp: Scenarios = {
  ...p2pEthernetScenariosOfRealVpp,
  ...memifPeerScenariosOfRealVpp,
  ...linuxCpScenariosOfRealVpp,
  ...pipeScenariosOfRealVpp,
  ...ipsecScenariosOfRealVpp,
  ...srv6ScenariosOfRealVpp,
  ...pppoeScenarios,
  ...puntScenariosOfRealVpp,
  ...loadBalancerScenariosOfRealVpp,
  ...aclScenariosOfRealVpp,
  ...cnatScenariosOfRealVpp,
  ...eventScenariosOfRealVpp,
  ...ribScenariosOfRealVpp,
  ...multicastScenariosOfRealVpp,
  ...sessionEventScenariosOfRealVpp,
  ...lispDataPlaneScenarios,
  ...nshScenariosOfRealVpp,
};
