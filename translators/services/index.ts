/** Small services: names, source addresses, TCP segments, messages. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { dnsResolver } from "./dns-resolver.js";
import { mssClamp } from "./mss-clamp.js";
import { reversePathCheck } from "./reverse-path-check.js";
import { sourceAllowList } from "./source-allow-list.js";
import { sourceVrf, sourceVrfRoute } from "./source-vrf.js";
import { syslog } from "./syslog.js";

export const serviceTranslators: readonly AnyTranslator[] = [
  mssClamp,
  reversePathCheck,
  dnsResolver,
  sourceVrf,
  sourceVrfRoute,
  sourceAllowList,
  syslog,
];
