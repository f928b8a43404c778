/** Dual-Stack Lite (plugin dslite). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { dsliteAftr } from "./aftr.js";
import { dsliteB4 } from "./b4.js";

export const dsliteTranslators: readonly AnyTranslator[] = [dsliteAftr, dsliteB4];
