/** Packets that are for VPP itself and that VPP has no use for. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { puntPolicer } from "./policer.js";
import { puntedUdpPort, puntedUnknownPorts } from "./ports.js";
import { knownReasons } from "./reasons.js";
import { puntRedirect } from "./redirect.js";
import { sharedAddress } from "./shared-address.js";
import { portSocket, protocolSocket, reasonSocket } from "./sockets.js";

export const puntTranslators: readonly AnyTranslator[] = [
  puntRedirect,
  sharedAddress,
  puntedUdpPort,
  puntedUnknownPorts,
  portSocket,
  protocolSocket,
  reasonSocket,
  knownReasons,
  puntPolicer,
];
