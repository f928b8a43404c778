/** Connection tracking NAT (the cnat plugin). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { featureInterface } from "./feature-interface.js";
import { sessions } from "./sessions.js";
import { sourceNat } from "./source-nat.js";
import { excludedPrefix, sourceNatInterface } from "./source-nat-parts.js";
import { translation } from "./translation.js";
import { virtualAddress } from "./virtual-address.js";
import { vrfSourceNat } from "./vrf-source-nat.js";

export const cnatTranslators: readonly AnyTranslator[] = [
  virtualAddress,
  translation,
  sourceNat,
  excludedPrefix,
  sourceNatInterface,
  vrfSourceNat,
  featureInterface,
  sessions,
];
