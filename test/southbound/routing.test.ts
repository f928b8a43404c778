import { test } from "node:test";
import { type Configuration, createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const hop = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };

/** Something of every feature of routing, with a number that differs. */
function everything(number: number): Configuration {
  const ipv4 = {
    address: [{ ip: "192.0.2.1", "prefix-length": 24 }],
    neighbor: [{ ip: "192.0.2.2", "link-layer-address": `02:00:00:00:00:0${number}` }],
    ...(number === 1 && { "sweetcomb-neighbors:proxy-arp": true }),
  };
  const ipv6 = {
    address: [{ ip: "2001:db8::1", "prefix-length": 64 }],
    "ietf-ipv6-unicast-routing:ipv6-router-advertisements": {
      "send-advertisements": true,
      "max-rtr-adv-interval": 100 + number,
      "prefix-list": { prefix: [{ "prefix-spec": `2001:db8:${number}::/64` }] },
    },
  };
  const nextHop = [{ index: "1", ...hop, "mpls-label-stack": { entry: [{ id: 1, label: 500 + number }] } }];
  const list = (index: number) => ({ index, weight: number, segment: [`fc00:${index + 1}::1`] });
  return {
    ...a.vrfs(a.vrf("red", 10)),
    ...a.interfaces(
      {
        ...a.loopback("loop0"),
        "ietf-ip:ipv4": ipv4,
        "ietf-ip:ipv6": ipv6,
        ...(number === 2 && { "sweetcomb-mpls:mpls": true }),
      },
      { name: "lsp", type: "sweetcomb-mpls:mpls-tunnel", "sweetcomb-mpls:mpls-tunnel": { "next-hop": nextHop } },
    ),
    "sweetcomb-neighbors:neighbor-tables": { ipv4: { "max-number": number } },
    "sweetcomb-mpls:mpls": {
      table: [{ "table-id": 0, route: [{ label: 100, position: "bottom", "next-hop": nextHop }] }],
    },
    "sweetcomb-srv6:srv6": {
      encapsulation: { "source-address": `2001:db8::${number}` },
      "local-sid": [{ sid: "fc00:a::1", behavior: number === 1 ? "end" : "end-dt4", ...(number === 2 && inRed) }],
      policy: [{ "binding-sid": "fc00:b::1", "segment-list": [list(0), list(1)] }],
      steering: { prefix: [{ vrf: "red", prefix: "198.51.100.0/24", policy: "fc00:b::1" }] },
    },
  };
}

const inRed = { "lookup-vrf": "red" };

test("whichever message of neighbours, MPLS and SRv6 is refused, VPP is as before", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(everything(1));
    await eachMessageIsRefused(bed, everything(1), everything(2));
  } finally {
    await bed.close();
  }
});
