/** Deterministic NAT44. */

import type { AnyTranslator } from "../../../src/southbound/translator.js";
import { det44Instance } from "./instance.js";
import { det44Mapping } from "./mapping.js";
import { det44Policy } from "./policy.js";

export const det44Translators: readonly AnyTranslator[] = [det44Instance, det44Policy, det44Mapping];
