/** IGMP. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { igmpInterface } from "./interface.js";
import { igmpListen } from "./listen.js";
import { igmpProxyDevice, igmpProxyDownstream } from "./proxy-device.js";
import { igmpSsmRanges } from "./ssm-ranges.js";

export const igmpTranslators: readonly AnyTranslator[] = [
  igmpInterface,
  igmpListen,
  igmpProxyDevice,
  igmpProxyDownstream,
  igmpSsmRanges,
];
