/** IKEv2: profiles, the key of this end, and how peers are checked. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { ikev2Liveness } from "./liveness.js";
import { ikev2LocalKey } from "./local-key.js";
import { ikev2Profile } from "./profile.js";
import { ikev2SleepInterval } from "./sleep-interval.js";

export const ikev2Translators: readonly AnyTranslator[] = [
  ikev2LocalKey,
  ikev2Liveness,
  ikev2SleepInterval,
  ikev2Profile,
];
