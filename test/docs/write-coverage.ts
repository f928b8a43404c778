/** node scripts/run.mjs test/docs/write-coverage.ts: writes docs/coverage.md. */

import { writeFileSync } from "node:fs";
import { coverageFile, currentCoverage } from "./current-coverage.js";

writeFileSync(coverageFile, await currentCoverage());
process.exit(0);
