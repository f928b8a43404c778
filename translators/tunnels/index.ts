/** Tunnels: one file for each encapsulation, and what tunnels ask of other interfaces. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import type { AnyInterfaceKind } from "../interfaces/interface-kind.js";
import { geneve } from "./geneve.js";
import { gre } from "./gre.js";
import { gtpu } from "./gtpu.js";
import { gtpuForward } from "./gtpu-forward.js";
import { ipip } from "./ipip.js";
import { multipointPeer } from "./multipoint-peer.js";
import { pppoeControlPlane } from "./pppoe-control-plane.js";
import { pppoeSession } from "./pppoe-session.js";
import { pvti } from "./pvti.js";
import { sixrd } from "./sixrd.js";
import { tunnelBypasses } from "./tunnel-bypass.js";
import { vxlan } from "./vxlan.js";
import { vxlanGpe } from "./vxlan-gpe.js";

/** Kinds of interfaces. */
export const tunnelKinds: readonly AnyInterfaceKind[] = [
  vxlan,
  vxlanGpe,
  geneve,
  gtpu,
  gtpuForward,
  gre,
  ipip,
  sixrd,
  pvti,
  pppoeSession,
];

export const tunnelTranslators: readonly AnyTranslator[] = [multipointPeer, ...tunnelBypasses, pppoeControlPlane];
