import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { configurationsOf } from "./any-to-any.js";
import { scenarios } from "./real-vpp.scenarios.js";
import { walk } from "./walk.js";

const realVpp = process.env.VPP_SOCKET;
const seed = 2606;
/** The simulator is there for the walk itself, and VPP is what it is to find something of. */
const { steps, drawn } = realVpp === undefined ? { steps: 15, drawn: 15 } : { steps: 60, drawn: 60 };

/** What waits for links that come up some seconds later: VPP does not have it yet when it is looked at. */
const WAITS = /sweetcomb-igmp:/;

describe(`a walk over configurations, on ${realVpp ?? "the simulator"}`, () => {
  let bed: TestBed;
  let configurations: readonly Configuration[];
  before(async () => {
    configurations = await drawnConfigurations();
    bed = await createTestBed({ vppSocket: realVpp });
  });
  after(() => bed?.close());

  test("VPP lives through it, has what is intended behind each step, and is as before when all is taken back", async () => {
    const { taken, refused } = await walk(bed, { configurations, seed, steps });
    assert.ok(taken > refused, `${taken} steps were taken, and ${refused} refused`);
  });
});

/** Those that some of the scenarios bring about. */
async function drawnConfigurations(): Promise<readonly Configuration[]> {
  const some = fc.shuffledSubarray(Object.entries(scenarios), { minLength: drawn, maxLength: drawn });
  const [chosen = []] = fc.sample(some, { seed, numRuns: 1 });
  const simulated = await createTestBed();
  const all = await configurationsOf(Object.fromEntries(chosen), simulated).finally(() => simulated.close());
  return all.filter((configuration) => !WAITS.test(JSON.stringify(configuration)));
}
