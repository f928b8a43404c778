/** Policers, and the recording and marking of quality of service. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { egressMap } from "./egress-map.js";
import { qosMark } from "./mark.js";
import { policer } from "./policer.js";
import { policerInput, policerOutput } from "./policer-attachment.js";
import { qosRecord } from "./record.js";
import { qosStore } from "./store.js";

export const qosTranslators: readonly AnyTranslator[] = [
  policer,
  policerInput,
  policerOutput,
  egressMap,
  qosRecord,
  qosStore,
  qosMark,
];
