/** Cross-connects of layer 3. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { crossConnect } from "./cross-connect.js";

export const l3xcTranslators: readonly AnyTranslator[] = [crossConnect];
