/** Mapping of addresses and ports (MAP-E, MAP-T). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { mapDomain } from "./domain.js";
import { interfaceMap } from "./interface-map.js";
import { mapParameters } from "./parameters.js";
import { mapRule } from "./rule.js";

export const mapTranslators: readonly AnyTranslator[] = [mapDomain, mapRule, mapParameters, interfaceMap];
