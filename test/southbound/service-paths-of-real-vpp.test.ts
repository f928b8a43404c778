/**
 * Maps of service paths on a real VPP, before everything else: VPP keeps the interfaces that it makes for them, and can use them
 * again where its numbers of hardware and of interfaces are still the same.
 */

import { onRealVpp } from "./on-real-vpp.js";
import { nshScenarios } from "./scenarios/nsh.js";
import { firstWitnesses } from "./witnesses/index.js";

onRealVpp("service paths of a real VPP", { scenarios: nshScenarios, witnesses: firstWitnesses });
