/**
 * What Sweetcomb does to a VPP and reads back from it, in scenarios that run on the simulator and on a real VPP alike. Each
 * starts from an empty configuration and leaves none behind.
 */

import assert from "node:assert/strict";
import { CreateLoopbackInstance, DeleteLoopback } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import * as a from "./configurations.js";
import { assertContains } from "./contains.js";

export type Scenario = (bed: TestBed) => Promise<void>;

export const scenarios: Readonly<Record<string, Scenario>> = {
  "loopbacks with addresses, a description, MTUs and a MAC are read back as configured": (bed) =>
    isReadBack(
      bed,
      a.interfaces(
        a.loopback("loop0", {
          ...a.addresses("192.0.2.1/24", "2001:db8::1/64"),
          description: "to the west",
          enabled: true,
        }),
        a.loopback("my loopback; 100%", { enabled: false, "sweetcomb-interfaces:mac-address": "02:00:00:00:aa:01" }),
        a.loopback("loop7", {
          "sweetcomb-interfaces:packet-mtu": 1500,
          "ietf-ip:ipv4": { mtu: 1400 },
          "ietf-ip:ipv6": { mtu: 1380 },
        }),
      ),
    ),

  "an interface moves between VRFs and takes its addresses along": async (bed) => {
    const inVrf = (member: a.Member) => ({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.interfaces(a.loopback("loop0", { ...a.addresses("192.0.2.1/24", "2001:db8::1/64"), ...member })),
    });
    await isReadBack(bed, inVrf({}));
    await isReadBack(bed, inVrf({ "sweetcomb-routing:vrf": "red" }));
    await isReadBack(bed, inVrf({ "sweetcomb-routing:vrf": "blue" }));
    await isReadBack(bed, inVrf({}));
  },

  "an address moves from one interface to another in one commit": async (bed) => {
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24")), a.loopback("loop1")));
    await isReadBack(bed, a.interfaces(a.loopback("loop0"), a.loopback("loop1", a.addresses("192.0.2.1/24"))));
  },

  "routes with one, several weighted, special and looked-up next hops are read back": (bed) =>
    isReadBack(bed, {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"))),
      ...a.routing(
        a.staticRoutes("main", {
          "198.51.100.0/24": { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" },
          "198.51.101.0/24": a.nextHopList("1 via loop0 192.0.2.2", "3 via loop0 192.0.2.3"),
          "198.51.102.0/24": { "special-next-hop": "blackhole" },
          "198.51.103.0/24": { "special-next-hop": "unreachable" },
          "198.51.104.0/24": { "special-next-hop": "prohibit" },
          "198.51.105.1/32": { "special-next-hop": "receive" },
          "198.51.106.0/24": { "sweetcomb-routing:lookup-vrf": "red" },
          "198.51.107.0/24": { "next-hop-address": "192.0.2.9" },
          "198.51.108.0/24": { "outgoing-interface": "loop0" },
          "2001:db8:1::/48": { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" },
          "2001:db8:2::/48": a.nextHopList("1 via loop0 2001:db8::2", "1 via loop0 2001:db8::3"),
          "2001:db8:3::/48": { "special-next-hop": "blackhole" },
        }),
        a.staticRoutes(
          "inside",
          { "0.0.0.0/0": { "special-next-hop": "unreachable" } },
          { "sweetcomb-routing:vrf": "red" },
        ),
      ),
    }),

  "static routes move to another VRF": async (bed) => {
    const inVrf = (name: string) => ({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 20)),
      ...a.routing(
        a.staticRoutes(
          "main",
          {
            "198.51.100.0/24": { "special-next-hop": "blackhole" },
            "2001:db8:1::/48": { "special-next-hop": "prohibit" },
          },
          { "sweetcomb-routing:vrf": name },
        ),
      ),
    });
    await isReadBack(bed, inVrf("red"));
    await isReadBack(bed, inVrf("blue"));
  },

  "a route is turned to another interface while the first one goes": async (bed) => {
    const over = (name: string) => ({
      ...a.interfaces(a.loopback(name)),
      ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": { "outgoing-interface": name } })),
    });
    await isReadBack(bed, over("loop0"));
    await isReadBack(bed, over("loop1"));
  },

  "memif sockets and interfaces are read back, and made anew when the socket changes": async (bed) => {
    const withSocket = (filename: string) => ({
      "sweetcomb-interfaces:memif-sockets": { socket: [{ id: 7, filename }] },
      ...a.interfaces(
        {
          name: "memif7/1",
          type: "sweetcomb-interfaces:memif",
          "sweetcomb-interfaces:memif": { socket: 7, id: 1, role: "slave", "ring-size": 512, secret: "let me in" },
        },
        { name: "default one", type: "sweetcomb-interfaces:memif" },
      ),
    });
    await isReadBack(bed, withSocket("@sweetcomb-test-one"));
    await isReadBack(bed, withSocket("@sweetcomb-test-two"));
  },

  "virtual addresses of the load balancer and their servers are read back": (bed) =>
    isReadBack(bed, {
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))),
      ...a.loadBalancer({
        global: { "ipv4-source-address": "192.0.2.1", "flow-timeout": 60 },
        vip: [
          a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12"),
          a.vip("203.0.114.1/32", "tcp", 80, { encapsulation: "gre6" }, "2001:db8::11"),
          a.vip("203.0.115.1/32", "udp", 53, { encapsulation: "l3dsr", dscp: 7 }, "192.0.2.13"),
          a.vip("203.0.116.1/32", "udp", 53, { encapsulation: "nat4", "target-port": 53 }, "192.0.2.14", "192.0.2.15"),
          a.vip("2001:db8:80::1/128", "udp", 53, { encapsulation: "nat6", "target-port": 53 }, "2001:db8::12"),
          a.vip("2001:db8:81::/64", "any", 0, { encapsulation: "gre4" }, "192.0.2.16"),
        ],
        "nat-interface": [{ interface: "loop0", "address-family": "ipv4" }],
      }),
    }),

  "what this VPP does wrongly is refused with the leaf and the reason": async (bed) => {
    const vips = (member: a.Member, protocol = "tcp") =>
      a.loadBalancer({ vip: [a.vip("203.0.113.1/32", protocol, 80, { encapsulation: "nat4", ...member })] });
    await assert.rejects(
      bed.configure(vips({})),
      (error: { tag: string; details: { path: string }; message: string }) => {
        assert.equal(error.tag, "operation-not-supported");
        assert.match(error.details.path, /vip\[.*\]\/encapsulation$/);
        assert.match(error.message, /drops TCP under nat4/);
        return true;
      },
    );
    await assert.rejects(bed.configure(vips({ "target-port": 8080 }, "udp")), /target-port differs/);
    await assert.rejects(
      bed.configure(vips({ "service-type": "node-port", "node-port": 30080 })),
      /node-port is refused/,
    );
  },

  "a refusal by VPP leaves VPP as before and names node, message and code": async (bed) => {
    const first = a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24")));
    await isReadBack(bed, first);
    const before = await configurationIn(bed);
    const second = a.interfaces(
      a.loopback("loop0", a.addresses("192.0.2.1/24")),
      a.loopback("loop1", a.addresses("198.51.100.1/24")),
      a.loopback("loop2", a.addresses("192.0.2.9/24")),
    );
    await assert.rejects(bed.configure(second), (error: { tag: string; details: Record<string, unknown> }) => {
      assert.equal(error.tag, "operation-failed");
      assert.match(String(error.details.path), /interface\[name='loop2'\]\/ietf-ip:ipv4\/address\[ip='192.0.2.9'\]$/);
      assert.deepEqual(error.details.vpp, {
        messageName: "sw_interface_add_del_address",
        code: -105,
        codeName: "ADDRESS_IN_USE",
      });
      return true;
    });
    assert.deepEqual(await configurationIn(bed), before);
  },

  "what others made is shown with its origin and left alone": async (bed) => {
    const vpp = await bed.asOther();
    const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 99 });
    await bed.configure(a.interfaces(a.loopback("loop0")));
    await bed.resync();
    const state = await bed.southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
    assertContains(state, a.interfaces({ name: "loop99", "@": { "ietf-origin:origin": "ietf-origin:unknown" } }));
    await vpp.call(DeleteLoopback, { swIfIndex });
  },

  "a restarted server finds everything as it left it": async (bed) => {
    const configuration = {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", { ...a.addresses("192.0.2.1/24", "2001:db8::1/64"), "sweetcomb-routing:vrf": "red" }),
        a.loopback("loop1", { description: "x".repeat(200), "sweetcomb-interfaces:packet-mtu": 9000 }),
      ),
      ...a.routing(
        a.staticRoutes("main", { "198.51.100.0/24": a.nextHopList("1 via loop0 192.0.2.2", "3 via loop1 192.0.2.3") }),
      ),
      ...a.loadBalancer({
        vip: [a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12")],
        "nat-interface": [{ interface: "loop0", "address-family": "ipv4" }],
      }),
    };
    await bed.configure(configuration);
    const before = await configurationIn(bed);
    const changed = await bed.restartServer();
    assert.deepEqual(changed, [], "the resync sent changes");
    assert.deepEqual(await configurationIn(bed), before);
  },
};

/** Configures, then holds VPP's read-back against it, before and after another look by a resync. */
async function isReadBack(bed: TestBed, configuration: Configuration): Promise<void> {
  await bed.configure(configuration);
  assertContains(await bed.southbound.read({}), configuration);
  await bed.resync();
  assertContains(await bed.southbound.read({}), configuration);
}
