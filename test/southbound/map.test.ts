import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const mapping = (customer: string, mtu: number, how: string, more: a.Member) => ({
  ...a.interfaces(a.loopback("loop0", { "sweetcomb-map:address-port-mapping": how })),
  "sweetcomb-map:address-port-mapping": {
    domain: [
      {
        name: "4over6",
        "ipv4-prefix": "198.51.100.7/32",
        "ipv6-prefix": "2001:db8:8000::/48",
        "ipv6-source": "2001:db8:ffff::2/128",
        "psid-length": 4,
        mtu,
        rule: [{ psid: 3, "ipv6-destination": customer }],
      },
    ],
    ...more,
  },
});

test("whichever message of mapping VPP refuses, it is as before, and the next commit works", async () => {
  const bed = await createTestBed();
  const first = mapping("2001:db8:8000::1", 1280, "encapsulation", {});
  const second = mapping("2001:db8:8000::2", 1400, "translation", {
    parameters: { "traffic-class": 8, "tcp-mss": 1300, "icmp-source": "192.0.2.1" },
  });
  try {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
  } finally {
    await bed.close();
  }
});
