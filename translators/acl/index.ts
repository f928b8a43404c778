/** Access control lists (the acl plugin). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { acl } from "./acl.js";
import { aclAttachment } from "./attachment.js";
import { aclEthertypes } from "./ethertypes.js";
import { macipAcl } from "./macip-acl.js";
import { aclSettings } from "./settings.js";

export const aclTranslators: readonly AnyTranslator[] = [aclSettings, acl, macipAcl, aclAttachment, aclEthertypes];
