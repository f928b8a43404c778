/** Forwarding by access control lists. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { abfAttachment } from "./attachment.js";
import { abfPolicy } from "./policy.js";

export const abfTranslators: readonly AnyTranslator[] = [abfPolicy, abfAttachment];
