/** The classifier: tables of masked bytes, and the interfaces that use them. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { attachments } from "./attachment.js";
import { puntedTables } from "./punted.js";
import { classifyRedirect } from "./redirect.js";
import { classifySession } from "./session.js";
import { classifyTable } from "./table.js";

export const classifyTranslators: readonly AnyTranslator[] = [
  classifyTable,
  classifySession,
  classifyRedirect,
  ...attachments,
  ...puntedTables,
];
