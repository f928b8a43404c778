/** All scenarios, a file in scenarios/ for each feature. */

import type { PacketScenarios } from "./lab.js";
import { aclScenarios } from "./scenarios/acl.js";
import { bridgeScenarios } from "./scenarios/bridge.js";
import { cnatScenarios } from "./scenarios/cnat.js";
import { counterScenarios } from "./scenarios/counters.js";
import { dhcpScenarios } from "./scenarios/dhcp.js";
import { directServerReturnScenarios } from "./scenarios/direct-server-return.js";
import { ikev2StrangerScenarios } from "./scenarios/ikev2-strangers.js";
import { ipsecScenarios } from "./scenarios/ipsec.js";
import { ipv6Scenarios } from "./scenarios/ipv6.js";
import { layer2FunctionScenarios } from "./scenarios/layer-2-functions.js";
import { loadBalancerScenarios } from "./scenarios/load-balancer.js";
import { igmpScenarios, multicastScenarios } from "./scenarios/multicast.js";
import { natScenarios } from "./scenarios/nat.js";
import { networkPolicyScenarios } from "./scenarios/network-policies.js";
import { routeScenarios } from "./scenarios/routes.js";
import { serviceScenarios } from "./scenarios/services.js";
import { sourceRangeScenarios } from "./scenarios/source-ranges.js";
import { tunnelScenarios } from "./scenarios/tunnels.js";

export const packetScenarios: PacketScenarios = {
  ...bridgeScenarios,
  ...layer2FunctionScenarios,
  ...counterScenarios,
  ...routeScenarios,
  ...ipv6Scenarios,
  ...multicastScenarios,
  ...igmpScenarios,
  ...aclScenarios,
  ...dhcpScenarios,
  ...loadBalancerScenarios,
  ...sourceRangeScenarios,
  ...tunnelScenarios,
  ...ipsecScenarios,
  ...ikev2StrangerScenarios,
  ...natScenarios,
  ...cnatScenarios,
  ...serviceScenarios,
  ...directServerReturnScenarios,
  ...networkPolicyScenarios,
};
