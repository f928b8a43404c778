/**
 * Pipes on a real VPP, after everything else: it keeps them, and from then on counts what a host-interface receives at another
 * interface (af_packet counts by the index of hardware, of which the ends of pipes have none).
 */

import { onRealVpp } from "./on-real-vpp.js";
import { pipeScenarios, whileLoopbacksAreTaken } from "./scenarios/pipes.js";
import { lastWitnesses } from "./witnesses/index.js";

onRealVpp("pipes of a real VPP", {
  scenarios: pipeScenarios,
  witnesses: lastWitnesses,
  around: whileLoopbacksAreTaken,
});
