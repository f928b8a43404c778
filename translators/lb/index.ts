/** The load balancer plugin. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { applicationServer } from "./application-server.js";
import { lbGlobal } from "./global.js";
import { natInterface } from "./nat-interface.js";
import { vip } from "./vip.js";

export const lbTranslators: readonly AnyTranslator[] = [lbGlobal, vip, applicationServer, natInterface];
