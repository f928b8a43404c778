/** Address translation: NAT44, NAT64, NAT66, det44, NPTv6. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { det44Translators } from "./det44/index.js";
import { natInterface } from "./interface.js";
import { nat44Translators } from "./nat44/index.js";
import { nat64Translators } from "./nat64/index.js";
import { nat66Translators } from "./nat66/index.js";
import { npt66Instance } from "./npt66.js";
import { natSessions } from "./sessions.js";

export const natTranslators: readonly AnyTranslator[] = [
  ...nat44Translators,
  ...nat64Translators,
  ...nat66Translators,
  ...det44Translators,
  npt66Instance,
  natInterface,
  natSessions,
];
