import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const services = (id: number, dscp: number, secret: string) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", {
      ...a.addresses(`192.0.2.${id}/24`),
      "sweetcomb-vrrp:vrrp": {
        "virtual-router": [
          { id, "address-family": "ipv4", "virtual-address": ["192.0.2.100"], peer: [`192.0.2.${id + 100}`] },
        ],
      },
      "sweetcomb-services:tcp-mss-clamp": { ipv4: { "maximum-segment-size": 1400 + id } },
      "sweetcomb-flow-export:flow-probe": { variant: "ipv4" },
    }),
    a.loopback("loop1", { "sweetcomb-dhcp:dhcp": { client: { dscp } } }),
  ),
  "sweetcomb-bfd:bfd": {
    "echo-source": "loop1",
    "authentication-key": [{ id: 1, secret }],
    session: [
      {
        interface: "loop0",
        "local-address": `192.0.2.${id}`,
        "peer-address": "192.0.2.50",
        enabled: id % 2 === 0,
        authentication: { key: 1, "key-id": id },
      },
    ],
  },
  "sweetcomb-dhcp:dhcp-relay": {
    relay: [
      {
        "address-family": "ipv4",
        vrf: "red",
        "source-address": `192.0.2.${id}`,
        server: [
          { address: "198.51.100.1", vrf: "red" },
          { address: `198.51.100.${id + 1}`, vrf: "default" },
        ],
      },
    ],
  },
  "sweetcomb-flow-export:flow-export": { "flow-probe": { record: [id % 2 === 0 ? "l3" : "l4"] } },
});

describe("VPP refuses a message while services change", () => {
  let bed: TestBed;
  const first = services(1, 0, "0001");
  before(async () => {
    bed = await createTestBed();
    await bed.configure(first);
  });
  after(() => bed?.close());

  test("whichever message it is, VPP is as before, and the next commit works", () =>
    eachMessageIsRefused(bed, first, services(2, 10, "0002")));
});
