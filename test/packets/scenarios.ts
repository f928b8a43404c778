/** All scenarios, a file in scenarios/ for each feature. */

import type { PacketScenarios } from "./lab.js";
import { aclScenarios } from "./scenarios/acl.js";
import { bridgeScenarios } from "./scenarios/bridge.js";
import { routeScenarios } from "./scenarios/routes.js";

export const packetScenarios: PacketScenarios = { ...bridgeScenarios, ...routeScenarios, ...aclScenarios };
