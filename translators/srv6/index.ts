/** Segment routing over IPv6. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { dynamicProxy } from "./dynamic-proxy.js";
import { encapsulationHopLimit, encapsulationSource } from "./encapsulation.js";
import { localSid } from "./local-sid.js";
import { mobileLocalSid } from "./mobile-local-sid.js";
import { policy } from "./policy.js";
import { steeredInterface, steeredPrefix } from "./steering.js";

export const srv6Translators: readonly AnyTranslator[] = [
  encapsulationSource,
  encapsulationHopLimit,
  localSid,
  dynamicProxy,
  mobileLocalSid,
  policy,
  steeredPrefix,
  steeredInterface,
];
