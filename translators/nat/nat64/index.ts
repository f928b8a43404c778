/** NAT64. */

import type { AnyTranslator } from "../../../src/southbound/translator.js";
import { nat64Instance } from "./instance.js";
import { nat64Policy } from "./policy.js";
import { nat64StaticBinding } from "./static-binding.js";

export const nat64Translators: readonly AnyTranslator[] = [nat64Instance, nat64Policy, nat64StaticBinding];
