/** In-situ OAM (plugin ioam). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { ioamExport } from "./export.js";
import { ioamInsertion } from "./insertion.js";
import { proofOfTransit } from "./proof-of-transit.js";
import { ioamTrace } from "./trace.js";

export const ioamTranslators: readonly AnyTranslator[] = [ioamTrace, proofOfTransit, ioamInsertion, ioamExport];
