import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { assertSameEnd, configurationsOf } from "./any-to-any.js";
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
      const index = fc.nat(configurations.length - 1);
      await fc.assert(
        fc.asyncProperty(index, index, async (from, to) =>
          fc.pre(await assertSameEnd(bed, configurations[from]!, configurations[to]!)),
        ),
        { numRuns, endOnFailure: true },
      );
    });
  });
}
