/** Policy NAT (plugin pnat). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { policyNat } from "./direction.js";

export const pnatTranslators: readonly AnyTranslator[] = [policyNat("input"), policyNat("output")];
