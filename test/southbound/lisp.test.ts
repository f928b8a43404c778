import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const site = (local: string, far: string, more: a.Member) => ({
  ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"))),
  ...a.vrfs(a.vrf("red", 10)),
  "sweetcomb-lisp:lisp": {
    enabled: true,
    "locator-set": [{ name: "here", locator: [{ interface: "loop0" }] }],
    "eid-table": [{ vni: 7, vrf: "red" }],
    "local-mapping": [{ vni: 7, eid: local, "locator-set": "here" }],
    "remote-mapping": [{ vni: 7, eid: far, rloc: [{ address: "192.0.2.9" }] }],
    ...more,
  },
});

const adjacency = (local: string, remote: string) => [{ vni: 7, "remote-eid": remote, "local-eid": local }];

const first = site("10.1.0.0/16", "10.2.0.0/16", {
  adjacency: adjacency("10.1.0.0/16", "10.2.0.0/16"),
  "nsh-locator-set": "here",
  "proxy-etr": "2001:db8::7",
});

const forwarding = { vni: 7, "remote-eid": "10.4.0.0/16", "local-eid": "0.0.0.0/0", vrf: "red" };

/** Where to go from there: each touches other objects. */
const others = {
  mappings: site("10.3.0.0/16", "10.2.0.0/16", {
    adjacency: adjacency("10.3.0.0/16", "10.2.0.0/16"),
    "map-server": [{ address: "192.0.2.5" }],
    "map-register": { ttl: 3 },
    "itr-locator-set": "here",
  }),
  role: site("10.1.0.0/16", "10.2.0.0/16", {
    role: "proxy-ingress",
    "proxy-egress": true,
    encapsulation: "vxlan",
    "map-request-mode": "source-destination",
    "pitr-locator-set": "here",
    "forwarding-entry": [{ ...forwarding, "locator-pair": [{ local: "192.0.2.1", remote: "192.0.2.9" }] }],
  }),
};

for (const [what, second] of Object.entries(others)) {
  test(`whichever message about the ${what} of LISP VPP refuses, it is as before, and the next commit works`, async () => {
    const bed = await createTestBed();
    try {
      await bed.configure(first);
      await eachMessageIsRefused(bed, first, second);
    } finally {
      await bed.close();
    }
  });
}
