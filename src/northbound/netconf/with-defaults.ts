/** The retrieval modes of RFC 6243 3, all of which are supported. */

import type { WithDefaults } from "../../operations/operation.js";

export const WITH_DEFAULTS: readonly WithDefaults[] = ["report-all", "report-all-tagged", "trim", "explicit"];
