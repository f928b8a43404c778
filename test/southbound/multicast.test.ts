import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

/** The BVIs of two bridge domains, of which one is a host and the other a router. */
function members(hostName: string, group: string, flags: string, rpfId: number) {
  const bvi = (name: string, more: a.Member) =>
    a.loopback(name, {
      enabled: true,
      "sweetcomb-l2:l2": { bridge: { domain: `of ${name}`, "port-type": "bvi" } },
      ...more,
    });
  const ends = ["one", "two"].map((name) =>
    bvi(name, {
      "sweetcomb-routing:vrf": "red",
      "sweetcomb-igmp:igmp": name === hostName ? { mode: "host" } : { mode: "router" },
    }),
  );
  const listener = bvi("bvi", {
    "sweetcomb-igmp:igmp": { mode: "host", listen: [{ group, source: ["203.0.113.1"] }] },
  });
  const domains = ["one", "two", "bvi"].map((name, at) => ({ name: `of ${name}`, id: 7 + at }));
  const nextHop = ["one", "bvi"].map((name) => ({ index: name, "outgoing-interface": name, "interface-flags": flags }));
  const route = { group: "239.1.0.0/16", source: "*", flags: "signal", "rpf-id": rpfId, "next-hop": nextHop };
  return {
    ...a.vrfs(a.vrf("red", 10)),
    "sweetcomb-l2:bridge-domains": { "bridge-domain": domains },
    ...a.interfaces(...ends, listener),
    ...a.routing({
      type: "ietf-routing:static",
      name: "groups",
      "static-routes": { "sweetcomb-multicast:ipv4-multicast": { route: [route] } },
    }),
    "sweetcomb-igmp:igmp": {
      "proxy-device": [
        {
          vrf: "red",
          "upstream-interface": hostName,
          "downstream-interface": [{ interface: hostName === "one" ? "two" : "one" }],
        },
      ],
    },
  };
}

test("whichever message of multicast and IGMP VPP refuses, it is as before, and the next commit works", async () => {
  const bed = await createTestBed();
  const first = members("one", "239.1.1.1", "accept", 1);
  try {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, members("two", "239.1.1.2", "forward", 2));
  } finally {
    await bed.close();
  }
});

test("next hops follow others in place while both together are no more than VPP can list", async () => {
  const bed = await createTestBed();
  const hops = (first: number, count: number) => ({
    ...a.interfaces(a.loopback("loop0", a.addresses("10.0.0.1/16"))),
    ...a.routing({
      type: "ietf-routing:static",
      name: "groups",
      "static-routes": {
        "sweetcomb-multicast:ipv4-multicast": {
          route: [{ group: "239.1.1.1/32", source: "*", "next-hop": nextHops(first, count) }],
        },
      },
    }),
  });
  const changes = async (first: number, count: number) => {
    bed.simulator!.clearJournal();
    await bed.configure(hops(first, count));
    const said = bed.simulator!.journal.filter(({ message }) => message === "ip_mroute_add_del");
    return said.map(({ fields }) => ((fields as { isAdd: boolean }).isAdd ? "add" : "take"));
  };
  try {
    assert.deepEqual(await changes(1, 100), ["add"]);
    assert.deepEqual(await changes(101, 155), ["add", "take"]);
    assert.deepEqual(await changes(1, 101), ["add", "take", "add"]);
  } finally {
    await bed.close();
  }
});

function nextHops(first: number, count: number): readonly a.Member[] {
  return Array.from({ length: count }, (_, nth) => ({
    index: String(nth),
    "next-hop-address": `10.0.${Math.floor((first + nth) / 250)}.${((first + nth) % 250) + 2}`,
  }));
}
