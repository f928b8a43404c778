/** Interfaces that a server made before it died: VPP has them without its mark. */

import assert from "node:assert/strict";
import { SwInterfaceDump } from "vpp-binapi-ts/api";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { unmark } from "../unmark.js";

const ends = { local: "192.0.2.1", remote: "192.0.2.2" };

const named = a.interfaces(
  a.tunnel("vxlan", "to the east", { ...ends, vni: 7 }),
  a.tunnel("vxlan-gpe", "to the west", { ...ends, vni: 8, payload: "ip4" }),
  a.tunnel("geneve", "to the north", { ...ends, vni: 9 }),
  a.tunnel("gtpu", "to the south", { ...ends, teid: 10 }),
  a.tunnel("gtpu-forward", "strays", { remote: "192.0.2.3", reason: "unknown-teid" }),
  a.tunnel("gre", "upwards", ends),
  a.tunnel("ipip", "downwards", ends),
  { name: "a memif", type: "sweetcomb-interfaces:memif", "sweetcomb-interfaces:memif": { id: 7 } },
  a.loopback("a loopback"),
  a.loopback("another", { "sweetcomb-interfaces:loopback": { instance: 70 } }),
  { name: "a bond", type: "iana-if-type:ieee8023adLag", "sweetcomb-bond:bond": { mode: "active-backup" } },
  { name: "an IPsec interface", type: "sweetcomb-ipsec:ipsec-interface" },
  {
    name: "a WireGuard interface",
    type: "sweetcomb-wireguard:wireguard-interface",
    "sweetcomb-wireguard:wireguard": { "source-address": "192.0.2.1" },
  },
  a.loopback("loop5"),
  {
    name: "a VLAN",
    type: "iana-if-type:l2vlan",
    "sweetcomb-sub-interfaces:sub-interface": { parent: "loop5", "outer-vlan-id": 5 },
  },
);

export const unmarkedScenarios: Scenarios = {
  "interfaces that a dying server could not mark are known by what they are, and go when they were never configured":
    async (bed) => {
      await bed.applyToVppOnly(named);
      assert.equal(await unmark(bed), 15);
      await bed.restartServer();
      assert.deepEqual(await interfacesOfVpp(bed), []);
      await isReadBack(bed, named);
      assert.deepEqual(await bed.restartServer(), []);
    },
};

/** Those that have come since it started, but for what it keeps. */
async function interfacesOfVpp(bed: TestBed): Promise<readonly string[]> {
  const names: string[] = [];
  const vpp = await bed.asOther();
  for await (const { interfaceName } of vpp.dump(SwInterfaceDump)) names.push(interfaceName);
  return names.filter((name) => /^(vxlan|geneve|gtpu|gre|ipip|memif|loop|Bond|ipsec|wg)/.test(name));
}
