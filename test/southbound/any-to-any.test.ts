import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { assertAlwaysSameEnd, configurationsOf } from "./any-to-any.js";
import { scenarios } from "./real-vpp.scenarios.js";

const realVpp = process.env.VPP_SOCKET;

anyToAny("on the simulator", undefined, 60);
if (realVpp !== undefined) anyToAny(`on the VPP at ${realVpp}`, realVpp, 30);

function anyToAny(where: string, vppSocket: string | undefined, numRuns: number): void {
  describe(`from any configuration to any other, ${where}`, () => {
    let bed: TestBed;
    let configurations: readonly Configuration[];
    before(async () => {
      bed = await createTestBed({ vppSocket });
      configurations = await configurationsOf(scenarios, bed);
    });
    after(() => bed?.close());

    test("VPP ends as one does that knew nothing before, and a resync finds nothing to do", async () => {
      await assertAlwaysSameEnd(bed, fc.constantFrom(...configurations), numRuns);
    });
  });
}
