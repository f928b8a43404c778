/** Interfaces that Linux sees too (plugin linux_cp). */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { defaultNamespace } from "./default-namespace.js";
import { linuxPair } from "./pair.js";
import { linuxEthertypes, linuxOsiProtocols } from "./passed-types.js";
import { unnumberedCopies } from "./unnumbered-copies.js";

export const linuxCpTranslators: readonly AnyTranslator[] = [
  defaultNamespace,
  unnumberedCopies,
  linuxEthertypes,
  linuxOsiProtocols,
  linuxPair,
];
