/** node scripts/run.mjs test/docs/write-conformance.ts: writes docs/conformance.md. */

import { writeFileSync } from "node:fs";
import { conformanceFile, currentConformance } from "./current-conformance.js";

writeFileSync(conformanceFile, currentConformance());
