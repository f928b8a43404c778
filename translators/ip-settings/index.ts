/** How VPP treats IP packets: fragments, hashes of flows, MTUs of paths, and what interfaces do besides. */

import { SwInterfaceSetIpDirectedBroadcast } from "vpp-binapi-ts/api";
import type { AnyTranslator } from "../../src/southbound/translator.js";
import { defineInterfaceSwitch } from "../interfaces/interface-switch.js";
import { autoconfiguration } from "./autoconfiguration.js";
import { containerProxy } from "./container-proxy.js";
import { flowHash } from "./flow-hash.js";
import { flowHashRouterId } from "./flow-hash-router-id.js";
import { interfaceReassembly } from "./interface-reassembly.js";
import { localReassembly } from "./local-reassembly.js";
import { pathMtu } from "./path-mtu.js";
import { reassemblyLimits } from "./reassembly.js";

const directedBroadcast = defineInterfaceSwitch({
  name: "directed-broadcast",
  leaf: "sweetcomb-ip:directed-broadcast",
  message: SwInterfaceSetIpDirectedBroadcast,
  set: (vpp, swIfIndex, enable) => vpp.call(SwInterfaceSetIpDirectedBroadcast, { swIfIndex, enable }),
});

export const ipSettingTranslators: readonly AnyTranslator[] = [
  reassemblyLimits,
  localReassembly,
  interfaceReassembly,
  flowHash,
  flowHashRouterId,
  pathMtu,
  containerProxy,
  directedBroadcast,
  autoconfiguration,
];
