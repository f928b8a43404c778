/** Times at which devices have the network (plugin mactime). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { timedDevice } from "./device.js";
import { deviceTimesInterface } from "./interface.js";

export const mactimeTranslators: readonly AnyTranslator[] = [timedDevice, deviceTimesInterface];
