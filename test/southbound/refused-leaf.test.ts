import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const loop0 = "/ietf-interfaces:interfaces/interface[name='loop0']";

/** Messages that VPP refuses, by the path at which it is told; what is configured then, and what was before. */
const cases: readonly (readonly [message: string, path: string, after: a.Member, before?: a.Member])[] = [
  ["create_loopback_instance", loop0, {}],
  ["sw_interface_set_mtu", `${loop0}/sweetcomb-interfaces:packet-mtu`, { "sweetcomb-interfaces:packet-mtu": 1400 }],
  ["sw_interface_set_table", `${loop0}/sweetcomb-routing:vrf`, { "sweetcomb-routing:vrf": "red" }],
  ["sw_interface_ip6_enable_disable", `${loop0}/ietf-ip:ipv6/enabled`, { "ietf-ip:ipv6": { enabled: true } }],
  [
    "sw_interface_ip6_set_link_local_address",
    `${loop0}/ietf-ip:ipv6/sweetcomb-interfaces:link-local-address`,
    { "ietf-ip:ipv6": { enabled: true, "sweetcomb-interfaces:link-local-address": "fe80::2" } },
    { "ietf-ip:ipv6": { enabled: true, "sweetcomb-interfaces:link-local-address": "fe80::1" } },
  ],
  [
    "sw_interface_set_mac_address",
    `${loop0}/sweetcomb-interfaces:mac-address`,
    { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:02" },
    { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" },
  ],
  ["sw_interface_add_del_address", `${loop0}/ietf-ip:ipv4/address[ip='192.0.2.1']`, a.addresses("192.0.2.1/24")],
];

test("a refusal by VPP is told at the leaf that asked for it where that is known, else at the list entry", async () => {
  const bed = await createTestBed();
  try {
    for (const [message, path, after, before] of cases) {
      const configuration = (more: a.Member) => ({
        ...a.vrfs(a.vrf("red", 10)),
        ...a.interfaces(a.loopback("loop0", more)),
      });
      await bed.configure(before === undefined ? a.vrfs(a.vrf("red", 10)) : configuration(before));
      bed.simulator!.faults.add({ message, nth: 1, action: { kind: "refuse", retval: -1 } });
      await assert.rejects(bed.configure(configuration(after)), (error: { details: Record<string, unknown> }) => {
        assert.equal((error.details.vpp as { messageName: string }).messageName, message);
        assert.equal(error.details.path, path);
        return true;
      });
      bed.simulator!.faults.clear();
      await bed.configure({});
    }
  } finally {
    await bed.close();
  }
});
