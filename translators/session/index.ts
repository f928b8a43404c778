/** VPP's host stack, to which applications attach. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { applicationNamespace } from "./namespace.js";
import { sessionRule } from "./rule.js";
import { sessionLayer } from "./session-layer.js";
import { sourceFilter } from "./source-filter.js";

export const sessionTranslators: readonly AnyTranslator[] = [
  sessionLayer,
  applicationNamespace,
  sourceFilter,
  sessionRule,
];
