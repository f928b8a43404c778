/** NAT66. */

import type { AnyTranslator } from "../../../src/southbound/translator.js";
import { nat66Instance } from "./instance.js";
import { nat66StaticMapping } from "./static-mapping.js";

export const nat66Translators: readonly AnyTranslator[] = [nat66Instance, nat66StaticMapping];
