/** What VPP hears, and when, of addresses that are for some clients only. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { serviceDerivation } from "../../src/derivations/services/service-derivation.js";
import { sourceRangeDerivation } from "../../src/derivations/services/source-range-derivation.js";
import { changesVpp, createTestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import * as a from "./configurations.js";

const endpoint = [{ address: "10.1.0.1", port: 8080, node: "a" }];

function balancer(...services: readonly a.Member[]) {
  return {
    ...a.interfaces(a.loopback("wan0")),
    "sweetcomb-service-proxy:service-proxy": {
      settings: { role: "load-balancer", "load-balancer": { uplink: ["wan0"] } },
      node: { name: "balancer", address: ["192.0.2.100"] },
      "cluster-node": [{ name: "a", address: ["192.0.2.1"] }],
      service: services,
    },
  };
}

const restricted = (number: number, ...ranges: readonly string[]): a.Member => ({
  namespace: "shop",
  name: `web-${number}`,
  "load-balancer-address": [`203.0.113.${number}`],
  "source-range": ranges,
  port: [{ protocol: "tcp", number: 80, endpoint }],
});

test("VPP has the lists of an address for some clients only before the address, and loses them after it", async () => {
  const bed = await createTestBed({ derivations: [serviceDerivation(), sourceRangeDerivation()] });
  try {
    const heard = async (configuration: Parameters<typeof bed.configure>[0]) => {
      bed.simulator!.clearJournal();
      await bed.configure(configuration);
      return bed.simulator!.journal.map(({ message }) => message).filter(changesVpp);
    };
    await bed.configure(balancer());
    const empty = await configurationIn(bed);
    const added = await heard(balancer(restricted(1, "198.51.100.0/24")));
    assert.ok(added.indexOf("acl_interface_set_acl_list") < added.indexOf("lb_add_del_vip_v2"), added.join());
    const other = await heard(balancer(restricted(1, "192.0.2.0/24")));
    assert.deepEqual(other, ["acl_add_replace"]);
    const second = await heard(balancer(restricted(1, "192.0.2.0/24"), restricted(2, "192.0.2.0/24")));
    assert.ok(second.length <= 4, second.join());
    assert.ok(second.indexOf("acl_interface_set_acl_list") < second.indexOf("lb_add_del_vip_v2"), second.join());
    const removed = await heard(balancer());
    assert.ok(removed.lastIndexOf("lb_add_del_vip_v2") < removed.indexOf("acl_interface_set_acl_list"), removed.join());
    assert.deepEqual(await configurationIn(bed), empty);
  } finally {
    await bed.close();
  }
});
