/** Bidirectional forwarding detection. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { authenticationKey } from "./authentication-key.js";
import { echoSource } from "./echo-source.js";
import { linkSession, multihopSession } from "./session.js";
import { typeOfService } from "./type-of-service.js";

export const bfdTranslators: readonly AnyTranslator[] = [
  authenticationKey,
  linkSession,
  multihopSession,
  echoSource,
  typeOfService,
];
