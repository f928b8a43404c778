/** node scripts/run.mjs test/docs/write-features.ts: writes yang/sweetcomb-features. */

import { writeFileSync } from "node:fs";
import { featuresModule, featuresModulePath } from "./features-module.js";
import { projectRoot } from "./markdown.js";

writeFileSync(`${projectRoot}${featuresModulePath}`, featuresModule());
