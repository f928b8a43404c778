import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Configuration, createTestBed, type TestBed } from "../../translators/test-bed.js";
import { drawnConfigurations } from "./drawn-configurations.js";
import { walk } from "./walk.js";

const realVpp = process.env.VPP_SOCKET;
const seed = 2606;
/** The simulator is there for the walk itself, and VPP is what it is to find something of. Frames come in long walks only (run.ts): what they find depends on what is drawn. */
const { steps, drawn, frames } =
  realVpp === undefined ? { steps: 15, drawn: 15, frames: 0 } : { steps: 60, drawn: 60, frames: 0 };

describe(`a walk over configurations, on ${realVpp ?? "the simulator"}`, () => {
  let bed: TestBed;
  let configurations: readonly Configuration[];
  before(async () => {
    configurations = await drawnConfigurations(drawn, seed);
    bed = await createTestBed({ vppSocket: realVpp });
  });
  after(() => bed?.close());

  test("VPP lives through it, has what is intended behind each step, and is as before when all is taken back", async () => {
    const { taken, refused } = await walk(bed, { configurations, seed, steps, frames });
    assert.ok(taken > refused, `${taken} steps were taken, and ${refused} refused`);
  });
});
