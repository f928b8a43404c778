/**
 * What Sweetcomb does to a VPP and reads back from it. A scenario runs on the simulator and on a real VPP alike, starts from an
 * empty configuration, and what it leaves behind is deleted after it.
 */

import type { TestBed } from "../translators/test-bed.js";

export type Scenario = (bed: TestBed) => Promise<void>;

/** By the sentence that each proves. */
export type Scenarios = Readonly<Record<string, Scenario>>;
