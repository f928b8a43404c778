/** Service function chaining with network service headers. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { nshHeader } from "./header.js";
import { nshMap } from "./map.js";

export const nshTranslators: readonly AnyTranslator[] = [nshHeader, nshMap];
