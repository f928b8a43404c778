/** Segment routing with MPLS (plugin srmpls). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { srMplsPolicy } from "./policy.js";
import { srMplsSteering } from "./steering.js";

export const srMplsTranslators: readonly AnyTranslator[] = [srMplsPolicy, srMplsSteering];
