/** What VPP itself shows of what Sweetcomb configured, beside what Sweetcomb reads back: VPP_SOCKET=/run/vpp/api.sock. */

import { after, before, describe, test } from "node:test";
import { Host, noHostsBecause } from "../../packets/host.js";
import { createTestBed, type TestBed } from "../../translators/test-bed.js";
import { deviceWitnesses, witnesses } from "./index.js";
import { sentenceOf, testify } from "./testify.js";

const vppSocket = process.env.VPP_SOCKET;
const skip = vppSocket === undefined && "set VPP_SOCKET to the API socket of a VPP that nobody needs";

describe("what VPP's command line shows of what is configured", { skip }, () => {
  let bed: TestBed | undefined;
  before(async () => {
    bed = await createTestBed({ vppSocket });
  });
  after(() => bed?.close());

  for (const witness of witnesses) {
    test(sentenceOf(witness), (t) => testify(t, bed!, vppSocket!, witness));
  }
  for (const of of deviceWitnesses) {
    test(sentenceOf(of("")), { skip: noHostsBecause() ?? false }, async (t) => {
      const host = await Host.start("shown", { addresses: [] });
      try {
        await testify(t, bed!, vppSocket!, of(host.device));
      } finally {
        host.close();
      }
    });
  }
});
