/** Packets that a real VPP forwards between hosts, as Sweetcomb configured it. */

import { after, before, describe, test } from "node:test";
import { policyDerivation } from "../../src/derivations/policies/policy-derivation.js";
import { rejectDerivation } from "../../src/derivations/services/reject-derivation.js";
import { serviceDerivation } from "../../src/derivations/services/service-derivation.js";
import { sourceRangeDerivation } from "../../src/derivations/services/source-range-derivation.js";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import { noHostsBecause } from "./host.js";
import { inLab } from "./lab.js";
import { packetScenarios } from "./scenarios.js";

const vppSocket = process.env.VPP_SOCKET;
const skip =
  vppSocket === undefined ? "set VPP_SOCKET to the API socket of a VPP that nobody needs" : (noHostsBecause() ?? false);

describe("packets through a real VPP", { skip }, () => {
  let bed: TestBed | undefined;
  before(async () => {
    bed = await createTestBed({
      vppSocket,
      derivations: [serviceDerivation(), rejectDerivation(), sourceRangeDerivation(), policyDerivation()],
    });
  });
  after(() => bed?.close());
  for (const [name, scenario] of Object.entries(packetScenarios)) {
    test(name, () => inLab(bed!, scenario));
  }
});
