/** Cross-connects of layer 3. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const crossConnected = (connects: Readonly<Record<string, readonly a.Member[]>>) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
    a.loopback("loop1", {
      "sweetcomb-l3xc:l3-cross-connect": Object.entries(connects).map(([family, paths]) => ({
        "address-family": family,
        "next-hop": paths.map((path, index) => ({ index: `${index}`, ...path })),
      })),
    }),
  ),
});

const ipv4 = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };
const ipv6 = { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" };

export const l3xcScenarios: Scenarios = {
  "cross-connects of layer 3 are read back for both families, change and go": async (bed) => {
    await isReadBack(bed, crossConnected({ ipv6: [ipv6] }));
    const several = [
      { ...ipv4, weight: 2 },
      { ...ipv4, "next-hop-address": "192.0.2.3" },
    ];
    await isReadBack(bed, crossConnected({ ipv4: several, ipv6: [ipv6] }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, crossConnected({ ipv4: [{ "lookup-vrf": "red" }], ipv6: [ipv6] }));
    const blackhole = { "special-next-hop": "blackhole", "address-family": "ipv6" };
    await isReadBack(bed, crossConnected({ ipv4: several, ipv6: [blackhole] }));
    await isReadBack(bed, crossConnected({ ipv6: [blackhole] }));
    await bed.configure(crossConnected({}));
    const read = await a.interfaceOf(bed, "loop1");
    assert.equal(read?.["sweetcomb-l3xc:l3-cross-connect"], undefined);
  },

  "a cross-connect of layer 3 to another family, or to nowhere, is refused": async (bed) => {
    await assert.rejects(bed.configure(crossConnected({ ipv4: [ipv6] })), { tag: "invalid-value" });
    await assert.rejects(bed.configure(crossConnected({ ipv4: [] })), { tag: "invalid-value" });
    await assert.rejects(bed.configure(crossConnected({ ipv4: [ipv4, ipv4] })), { tag: "invalid-value" });
  },
};
