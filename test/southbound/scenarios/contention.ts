/** Things of which VPP has one only, asked for twice. */

import assert from "node:assert/strict";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";
import { nat } from "./nat.js";

const ends = { local: "192.0.2.1", remote: "192.0.2.2" };
const toDrop = { "special-next-hop": "blackhole" };
const instance = (number: number) => ({ "sweetcomb-interfaces:loopback": { instance: number } });
const port = (name: string, type: string) =>
  a.loopback(name, { "sweetcomb-l2:l2": { bridge: { domain: "one", "port-type": type } } });
const domain = { "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "one", id: 1 }] } };
const mapping = (index: number, inside: string) => ({
  index,
  "internal-src-address": `${inside}/32`,
  "external-src-address": "203.0.113.1/32",
});

/** Configurations that hold something twice, by its name, with the ends of two paths: that at which this is told, and that of what has it. */
const twice: Readonly<Record<string, readonly [Configuration, told: RegExp, holder: RegExp]>> = {
  "the interface loop5 of VPP": [
    a.interfaces(a.loopback("loop5"), a.loopback("west", instance(5))),
    /interface\[name='west'\]\/sweetcomb-interfaces:loopback\/instance$/,
    /interface\[name='loop5'\]$/,
  ],
  "the memif 3 of socket 0": [
    a.interfaces(
      ...["one", "two"].map((name) => ({
        name,
        type: "sweetcomb-interfaces:memif",
        "sweetcomb-interfaces:memif": { id: 3 },
      })),
    ),
    /interface\[name='two'\]\/sweetcomb-interfaces:memif$/,
    /interface\[name='one'\]$/,
  ],
  "the VXLAN tunnel from 192.0.2.1 to 192.0.2.2 (VNI 5, port 4789)": [
    a.interfaces(a.tunnel("vxlan", "one", { ...ends, vni: 5 }), a.tunnel("vxlan", "two", { ...ends, vni: 5 })),
    /interface\[name='two'\]\/sweetcomb-tunnels:vxlan$/,
    /interface\[name='one'\]$/,
  ],
  "the GRE tunnel from 192.0.2.1 to 192.0.2.2 (ip)": [
    a.interfaces(a.tunnel("gre", "one", ends), a.tunnel("gre", "two", ends)),
    /interface\[name='two'\]\/sweetcomb-tunnels:gre$/,
    /interface\[name='one'\]$/,
  ],
  "the IP in IP tunnel from 192.0.2.1 to 192.0.2.2": [
    a.interfaces(a.tunnel("ipip", "one", ends), a.tunnel("ipip", "two", ends)),
    /interface\[name='two'\]\/sweetcomb-tunnels:ipip$/,
    /interface\[name='one'\]$/,
  ],
  "the BVI of bridge domain one": [
    { ...domain, ...a.interfaces(port("loop0", "bvi"), port("loop1", "bvi")) },
    /interface\[name='loop1'\]\/sweetcomb-l2:l2\/bridge\/port-type$/,
    /interface\[name='loop0'\]$/,
  ],
  "the route to 198.51.100.0/24 in this VRF": [
    a.routing(
      a.staticRoutes("one", { "198.51.100.0/24": toDrop }),
      a.staticRoutes("two", { "198.51.100.0/24": toDrop }),
    ),
    /\[name='two'\].*route\[destination-prefix='198.51.100.0\/24'\]$/,
    /\[name='one'\].*route\[destination-prefix='198.51.100.0\/24'\]$/,
  ],
  "the outside address 203.0.113.1": [
    nat({
      id: 1,
      type: "ietf-nat:napt44",
      "mapping-table": { "mapping-entry": [mapping(1, "10.0.0.1"), mapping(2, "10.0.0.2")] },
    }),
    /mapping-entry\[index='2'\]\/external-src-address$/,
    /mapping-entry\[index='1'\]$/,
  ],
};

export const contentionScenarios: Scenarios = {
  "what VPP has one of only is refused to the second before VPP hears of it": async (bed) => {
    for (const [what, [configuration, path, holder]] of Object.entries(twice))
      await isRefusedAsTaken(bed, configuration, what, path, holder);
  },

  "what others keep is refused to a new one, also after a restart, and changes hands in one commit": async (bed) => {
    await isReadBack(bed, a.interfaces(a.loopback("east", instance(5)), a.loopback("west", instance(6))));
    await bed.restartServer();
    const third = a.loopback("north", instance(6));
    const all = a.interfaces(a.loopback("east", instance(5)), a.loopback("west", instance(6)), third);
    await isRefusedAsTaken(bed, all, "the interface loop6 of VPP", /interface\[name='north'\]/, /'west'\]$/);
    await isReadBack(bed, a.interfaces(a.loopback("east", instance(6)), a.loopback("west", instance(5))));
    await isReadBack(bed, a.interfaces(third, a.loopback("west", instance(5))));
  },

  "instances of routing in VRFs of their own have the same route, until they come together": async (bed) => {
    const two = (vrf: string) => ({
      ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 11)),
      ...a.routing(
        a.staticRoutes("one", { "198.51.100.0/24": toDrop }, { "sweetcomb-routing:vrf": "red" }),
        a.staticRoutes("two", { "198.51.100.0/24": toDrop }, { "sweetcomb-routing:vrf": vrf }),
      ),
    });
    await isReadBack(bed, two("blue"));
    await isRefusedAsTaken(
      bed,
      two("red"),
      "the route to 198.51.100.0/24 in this VRF",
      /\[name='two'\]/,
      /\[name='one'\]/,
    );
    await isReadBack(bed, two("blue"));
  },

  "subnets that overlap in a VRF are refused in both families, whichever is longer, and a VRF of its own helps": async (
    bed,
  ) => {
    const red = { "sweetcomb-routing:vrf": "red" };
    const two = (first: string, second: string, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", a.addresses(first)),
        a.loopback("loop1", { ...a.addresses(second), ...more }),
      ),
    });
    for (const [there, added] of overlapping) {
      await bed.configure(two(there, "198.51.100.1/32"));
      const family = added.includes(":") ? "ipv6" : "ipv4";
      const [ip] = added.split("/");
      const path = `/ietf-interfaces:interfaces/interface[name='loop1']/ietf-ip:${family}/address[ip='${ip}']`;
      await isRefused(bed, two(there, added), path, /overlaps that of .* on loop0 in the same VRF/);
      await isReadBack(bed, two(there, added, red));
      await isRefused(bed, two(there, added), path, /overlaps/);
    }
    const neighbours = two("192.0.2.1/25", "192.0.2.129/25");
    await isReadBack(bed, neighbours);
    await isReadBack(bed, two("192.0.2.129/25", "192.0.2.1/25"));
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("10.0.0.1/8", "10.1.0.1/8", "2001:db8::1/32"))));
  },

  "one interface has several addresses of one subnet, and none of a subnet inside of it": async (bed) => {
    const one = (...addresses: readonly string[]) => a.interfaces(a.loopback("loop0", a.addresses(...addresses)));
    await isReadBack(bed, one("192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64", "2001:db8::2/64"));
    const path = "/ietf-interfaces:interfaces/interface[name='loop0']/ietf-ip:ipv4/address[ip='192.0.2.3']";
    await isRefused(bed, one("192.0.2.1/24", "192.0.2.3/32"), path, /overlaps/);
  },
};

/** An address that is there, and one that VPP would not take beside it. */
const overlapping: readonly (readonly [string, string])[] = [
  ["192.0.2.1/24", "192.0.2.1/24"],
  ["192.0.2.1/24", "192.0.2.9/32"],
  ["192.0.2.9/32", "192.0.2.1/24"],
  ["192.0.2.1/24", "192.0.0.1/22"],
  ["192.0.0.1/22", "192.0.2.1/24"],
  ["10.77.5.1/30", "10.1.0.1/8"],
  ["10.1.0.1/8", "10.77.5.1/20"],
  ["2001:db8::1/64", "2001:db8::2/127"],
  ["2001:db8::1/128", "2001:db8::2/56"],
  ["2001:db8:7::1/48", "2001:db8::1/32"],
];

async function isRefusedAsTaken(
  bed: TestBed,
  configuration: Configuration,
  what: string,
  path: RegExp,
  holder: RegExp,
) {
  await assert.rejects(
    bed.configure(configuration),
    (error: { tag: string; message: string; details: { path?: string; vpp?: unknown } }) => {
      const [whose = "", words] = error.message.split(" has the ");
      assert.equal(`the ${words}`, `${what}, of which VPP has one only`);
      assert.match(whose, holder);
      assert.equal(error.tag, "operation-failed");
      assert.match(error.details.path ?? "", path);
      assert.equal(error.details.vpp, undefined, "VPP has heard of it");
      return true;
    },
  );
}
