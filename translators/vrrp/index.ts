/** Virtual routers (VRRP). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { runningRouter } from "./running-router.js";
import { trackedInterface } from "./tracked-interface.js";
import { virtualRouter } from "./virtual-router.js";

export const vrrpTranslators: readonly AnyTranslator[] = [virtualRouter, trackedInterface, runningRouter];
