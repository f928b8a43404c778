/** NAT44: the plugins nat44-ed and nat44-ei, of which an instance is one. */

import type { AnyTranslator } from "../../../src/southbound/translator.js";
import { nat44EiHighAvailability } from "./high-availability.js";
import { identityMapping, interfaceIdentityMapping } from "./identity-mapping.js";
import { nat44EdInstance, nat44EiInstance } from "./instance.js";
import { nat44EdIpfixLogging, nat44EiIpfixLogging } from "./ipfix-logging.js";
import { loadBalancedMapping } from "./load-balanced-mapping.js";
import { nat44EdPolicy, nat44EiPolicy } from "./policy.js";
import { nat44SessionLimit } from "./session-limit.js";
import { nat44EdSettings, nat44EiSettings } from "./settings.js";
import { staticMapping } from "./static-mapping.js";
import { nat44VrfRoute } from "./vrf-route.js";

export const nat44Translators: readonly AnyTranslator[] = [
  nat44EdInstance,
  nat44EiInstance,
  nat44EdSettings,
  nat44EiSettings,
  nat44EdIpfixLogging,
  nat44EiIpfixLogging,
  nat44SessionLimit,
  nat44VrfRoute,
  nat44EiHighAvailability,
  nat44EdPolicy,
  nat44EiPolicy,
  staticMapping,
  loadBalancedMapping,
  identityMapping,
  interfaceIdentityMapping,
];
