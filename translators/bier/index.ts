/** Bit Index Explicit Replication. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { bierRoute } from "./route.js";
import { bierTable } from "./table.js";

export const bierTranslators: readonly AnyTranslator[] = [bierTable, bierRoute];
