/** VPP's host stack. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const layer = (settings: a.Member) => ({ "sweetcomb-session:session-layer": settings });

export const sessionScenarios: Scenarios = {
  "the host stack and its namespaces are read back, change in place, and go": async (bed) => {
    const configuration = (secret: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("apps", 65)),
      ...a.interfaces(a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-routing:vrf": "apps" })),
      ...layer({
        "rule-engine": "rules",
        namespace: [
          { id: "web", secret, interface: "loop0" },
          { id: "plain" },
          { id: "tenant", "ipv4-vrf": "apps", "ipv6-vrf": "apps", ...more },
        ],
      }),
    });
    await isReadBack(bed, configuration("00000000000000ff"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration("ffffffffffffffff", { secret: "0123456789abcdef" }));
    await isReadBack(bed, layer({ "rule-engine": "none", namespace: [{ id: "plain" }] }));
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-session:session-layer"], undefined);
  },

  "a namespace moves along when its interface changes its VRF, and has no VRFs beside an interface": async (bed) => {
    const configuration = (vrf: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("apps", 65), a.vrf("more", 66)),
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-routing:vrf": vrf })),
      ...layer({ namespace: [{ id: "web", interface: "loop0", ...more }] }),
    });
    await isReadBack(bed, configuration("apps"));
    await isReadBack(bed, configuration("more"));
    await assert.rejects(bed.configure(configuration("more", { "ipv4-vrf": "apps" })));
    await assert.rejects(bed.configure(layer({ namespace: [{ id: "default" }] })));
  },
};
