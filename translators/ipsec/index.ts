/** IPsec with manual keys: security associations, what they protect, policy databases. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { asynchronousCrypto } from "./asynchronous-crypto.js";
import { interfacePolicyDatabase } from "./interface-policy-database.js";
import { exception, protection } from "./policy.js";
import { policyDatabase } from "./policy-database.js";
import { associationWorker } from "./sa-worker.js";
import { securityAssociation } from "./security-association.js";
import { tunnelProtection } from "./tunnel-protection.js";

export const ipsecTranslators: readonly AnyTranslator[] = [
  asynchronousCrypto,
  securityAssociation,
  associationWorker,
  tunnelProtection,
  policyDatabase,
  exception,
  protection,
  interfacePolicyDatabase,
];
