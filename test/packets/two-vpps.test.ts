/** Packets that go through two VPPs: a load balancer in front of a node, two vrouters, and peers of IKEv2. */

import { after, before, describe, test } from "node:test";
import { CnatSessionPurge } from "vpp-binapi-ts/api";
import { nodeDerivation } from "../../src/derivations/nodes/node-derivation.js";
import { rejectDerivation } from "../../src/derivations/services/reject-derivation.js";
import { serviceDerivation } from "../../src/derivations/services/service-derivation.js";
import { sourceRangeDerivation } from "../../src/derivations/services/source-range-derivation.js";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import { noHostsBecause } from "./host.js";
import { inLab } from "./lab.js";
import { ikev2PeerScenarios } from "./scenarios/ikev2-peers.js";
import { loadBalancerTierScenarios } from "./scenarios/load-balancer-tier.js";
import { vrouterScenarios } from "./scenarios/vrouters.js";

const sockets = [process.env.VPP_SOCKET, process.env.SECOND_VPP_SOCKET];
const skip = sockets.includes(undefined)
  ? "set VPP_SOCKET and SECOND_VPP_SOCKET to the API sockets of two VPPs that nobody needs"
  : (noHostsBecause() ?? false);

describe("packets through two real VPPs", { skip }, () => {
  const beds: TestBed[] = [];
  before(async () => {
    for (const vppSocket of sockets) {
      const derivations = [nodeDerivation(), serviceDerivation(), rejectDerivation(), sourceRangeDerivation()];
      beds.push(await createTestBed({ vppSocket, derivations }));
    }
  });
  after(() => Promise.all(beds.map((bed) => bed.close())));
  const scenarios = { ...ikev2PeerScenarios, ...loadBalancerTierScenarios, ...vrouterScenarios };
  for (const [name, scenario] of Object.entries(scenarios)) {
    test(name, async () => {
      const [first, second] = beds as [TestBed, TestBed];
      // VPP remembers connections when their translations have gone, and these of an earlier scenario lead elsewhere.
      for (const bed of beds) await (await bed.asOther()).call(CnatSessionPurge, {});
      await inLab(first, (lab) => inLab(second, ({ bed }) => scenario(lab, bed)));
    });
  }
});
