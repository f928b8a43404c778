/**
 * Pipes on a real VPP, after everything else: it keeps them, and from then on counts what a host-interface receives at another
 * interface (af_packet counts by the index of hardware, of which the ends of pipes have none).
 */

import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import { pipeScenarios, whileLoopbacksAreTaken } from "./scenarios/pipes.js";
import { lastWitnesses } from "./witnesses/index.js";
import { sentenceOf, testify } from "./witnesses/testify.js";

const vppSocket = process.env.VPP_SOCKET;
const skip = vppSocket === undefined && "set VPP_SOCKET to the API socket of a VPP that nobody needs";

describe("pipes of a real VPP", { skip }, () => {
  let bed: TestBed | undefined;
  before(async () => {
    bed = await createTestBed({ vppSocket });
  });
  after(() => bed?.close());
  for (const [name, scenario] of Object.entries(pipeScenarios)) {
    test(name, async () => {
      try {
        await scenario(bed!);
      } finally {
        await bed!.configure({});
      }
    });
  }
  for (const witness of lastWitnesses) {
    test(sentenceOf(witness), (t) => whileLoopbacksAreTaken(bed!, () => testify(t, bed!, vppSocket!, witness)));
  }
});
