/** Packets in UDP: headers that routes put before them, and ports that take them off. */

import assert from "node:assert/strict";
import { UdpEncapAdd, UdpEncapDel, UdpEncapDump } from "vpp-binapi-ts/api";
import { address } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const udp = (encapsulation: readonly a.Member[], decapsulation: readonly a.Member[] = []) => ({
  "sweetcomb-routing:udp": { encapsulation, decapsulation },
});

const west = {
  name: "west",
  "source-address": "192.0.2.1",
  "destination-address": "198.51.100.1",
  "source-port": 4000,
  "destination-port": 6635,
};
const east = {
  name: "east",
  "source-address": "2001:db8::1",
  "destination-address": "2001:db8::2",
  "destination-port": 6635,
  vrf: "blue",
};

const list = {
  "ietf-access-control-list:acls": {
    acl: [
      {
        name: "some",
        type: "ietf-access-control-list:ipv4-acl-type",
        aces: { ace: [{ name: "all", actions: { forwarding: "ietf-access-control-list:accept" } }] },
      },
    ],
  },
};

/** The destination 255.255.255.255 of an IPv4 packet behind its Ethernet header, as mask and as match. */
const HOST = `${"00".repeat(30)}ffffffff`.padEnd(96, "0");

const via = (name: string): a.Member => ({ "sweetcomb-routing:udp-encapsulation": name });

export const udpScenarios: Scenarios = {
  "UDP encapsulations and the routes into them are read back, and move along when an encapsulation changes": async (
    bed,
  ) => {
    const both = [
      { index: "1", ...via("west"), "sweetcomb-routing:weight": 3 },
      { index: "2", ...via("east"), ...labels(99) },
    ];
    const configuration = (port: number) => ({
      ...a.vrfs(a.vrf("blue", 62)),
      ...udp([west, { ...east, "destination-port": port }]),
      ...a.routing(
        a.staticRoutes("s", {
          "203.0.113.0/24": via("east"),
          "2001:db8:9::/48": { "next-hop-list": { "next-hop": both } },
          "2001:db8:7::7/128": via("west"),
        }),
      ),
    });
    await movesAlong(bed, configuration);
  },

  "policies, cross-connects of layer 3, redirects and labels lead into UDP encapsulations, and move along with them":
    async (bed) => {
      const [ipv4, ipv6] = ["ipv4", "ipv6"].map((family) => ({ "address-family": family }));
      const into = (name: string, more: a.Member = {}) => [{ index: "1", "udp-encapsulation": name, ...more }];
      const configuration = (port: number) => ({
        ...a.vrfs(a.vrf("blue", 62)),
        ...udp([west, { ...east, "destination-port": port }]),
        ...list,
        ...a.interfaces(
          a.loopback("loop0", {
            "sweetcomb-l3xc:l3-cross-connect": [
              { ...ipv4, "next-hop": into("east") },
              {
                ...ipv6,
                "next-hop": [...into("west", { ...ipv6, weight: 2 }), { ...into("east", ipv6)[0], index: "2" }],
              },
            ],
          }),
          a.loopback("loop1", { "sweetcomb-abf:abf-policy": [{ ...ipv4, policy: 1, priority: 1 }] }),
        ),
        "sweetcomb-abf:abf": { policy: [{ id: 1, acl: "some", "next-hop": into("west") }] },
        "sweetcomb-classify:classify": {
          table: [{ name: "some", mask: HOST, redirect: [{ match: HOST, ...ipv4, "next-hop": into("east") }] }],
        },
        "sweetcomb-mpls:mpls": {
          table: [{ "table-id": 0, route: [{ label: 77, position: "bottom", "next-hop": into("east") }] }],
        },
      });
      await movesAlong(bed, configuration);
    },

  "an encapsulation of others is shown, and stays": async (bed) => {
    const other = await bed.asOther();
    const [srcIp, dstIp] = [address("192.0.2.77"), address("192.0.2.78")];
    const { id } = await other.call(UdpEncapAdd, { udpEncap: { srcIp, dstIp, srcPort: 5, dstPort: 6 } });
    await bed.configure(udp([west]));
    const shown = (await bed.southbound.read({}))["sweetcomb-routing:udp"] as { encapsulation: readonly a.Member[] };
    assert.deepEqual(shown.encapsulation.map(({ name }) => name).sort(), [`udp-encap-${id}`, "west"]);
    await bed.configure({});
    assert.equal(await count(bed), 1);
    await other.call(UdpEncapDel, { id });
  },

  "UDP ports whose packets are taken out are read back, and change in place": async (bed) => {
    const ports = (payload: string) =>
      udp(
        [],
        [
          { "address-family": "ipv4", port: 6635, payload },
          { "address-family": "ipv6", port: 6635, payload: "mpls" },
        ],
      );
    await isReadBack(bed, ports("mpls"));
    await isReadBack(bed, ports("ipv6"));
    await isReadBack(bed, ports("ipv4"));
    assert.deepEqual(await bed.restartServer(), []);
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-routing:udp"], undefined);
  },

  "a UDP port that VPP listens on, a header that is there twice or has two families, and a mixed next hop are refused":
    async (bed) => {
      const vxlan = a.interfaces(a.tunnel("vxlan", "v", { local: "192.0.2.1", remote: "192.0.2.2", vni: 7 }));
      await bed.configure(vxlan);
      await isRefused(
        bed,
        { ...vxlan, ...udp([], [{ "address-family": "ipv4", port: 4789, payload: "ipv4" }]) },
        "/sweetcomb-routing:udp/decapsulation[address-family='ipv4'][port='4789']/port",
        /itself listens/,
      );
      await assert.rejects(bed.configure(udp([west, { ...west, name: "again" }])));
      await assert.rejects(bed.configure(udp([{ ...west, "source-address": "2001:db8::1" }])));
      const mixed = {
        "next-hop-list": { "next-hop": [{ index: "1", ...via("west"), "next-hop-address": "192.0.2.9" }] },
      };
      await assert.rejects(
        bed.configure({ ...udp([west]), ...a.routing(a.staticRoutes("s", { "203.0.113.0/24": mixed })) }),
      );
    },
};

function labels(...stack: readonly number[]): a.Member {
  const entry = stack.map((label, id) => ({ id, label, ttl: 64, "traffic-class": 0 }));
  return { "sweetcomb-routing:mpls-label-stack": { entry } };
}

async function count(bed: TestBed): Promise<number> {
  let encapsulations = 0;
  for await (const _encapsulation of (await bed.asOther()).dump(UdpEncapDump)) encapsulations++;
  return encapsulations;
}

/** Whether what leads into encapsulations follows one that is made anew with another port. */
async function movesAlong(bed: TestBed, configuration: (port: number) => a.Member): Promise<void> {
  await isReadBack(bed, configuration(6635));
  assert.deepEqual(await bed.restartServer(), []);
  await isReadBack(bed, configuration(6636));
  assert.equal(await count(bed), 2);
  await bed.configure({});
  assert.equal(await count(bed), 0);
}
