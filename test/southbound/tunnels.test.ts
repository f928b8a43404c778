import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { assertAlwaysSameEnd } from "./any-to-any.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const ends = { local: "192.0.2.1", remote: "192.0.2.2" };

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

describe("VPP refuses a message in the midst of a commit", () => {
  const first = {
    ...a.vrfs(a.vrf("red", 10)),
    ...a.interfaces(
      a.tunnel("vxlan", "one", { ...ends, vni: 1 }, { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" }),
      a.tunnel("gre", "two", { local: "192.0.2.1", mode: "multipoint" }, { ...peers("192.0.2.2"), enabled: false }),
      a.tunnel("gtpu", "three", { ...ends, teid: 1 }, { description: "three", ...a.addresses("10.0.3.1/24") }),
      a.tunnel("sixrd", "four", { local: "10.1.2.3", "ipv6-prefix": "2001:db8::/32", "ipv4-prefix": "10.0.0.0/8" }),
    ),
  };
  const second = {
    ...a.vrfs(a.vrf("red", 10)),
    ...a.interfaces(
      a.loopback("loop0", {
        "sweetcomb-tunnels:tunnel-bypass": [{ encapsulation: "vxlan", "address-family": "ipv4" }],
      }),
      a.tunnel("vxlan", "one", { ...ends, vni: 2 }, { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:02" }),
      a.tunnel("gre", "two", { local: "192.0.2.1", mode: "multipoint", vrf: "red" }, peers("192.0.2.3")),
      a.tunnel("gtpu", "three", { ...ends, teid: 2, qfi: 1 }, a.addresses("10.0.3.1/24")),
      a.tunnel("ipip", "four", { ...ends, dscp: 10 }),
    ),
  };

  test("whichever message it is, VPP is as before, and the next commit works", async () => {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    await bed.configure({});
  });

  // Other interfaces stay as they are while there is a control plane.
  test("of the control plane of PPPoE, VPP is as before, too", async () => {
    const without = a.interfaces({ name: "memif0/0", type: "sweetcomb-interfaces:memif" });
    const withIt = { ...without, "sweetcomb-tunnels:pppoe": { "control-plane-interface": "memif0/0" } };
    await bed.configure(without);
    await eachMessageIsRefused(bed, without, withIt);
    await bed.configure({});
  });
});

const names = ["gre3", "west", "east"];

/** Tunnels of changing kinds under the same names, with what depends on them. */
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    kinds: fc.tuple(...names.map(() => fc.constantFrom("none", "gre", "ipip", "vxlan", "multipoint"))),
    vrfOf: fc.tuple(...names.map(() => fc.constantFrom(undefined, "red"))),
    outerOf: fc.tuple(...names.map(() => fc.constantFrom(undefined, "red"))),
    ends: fc.shuffledSubarray(["192.0.2.2", "192.0.2.3", "192.0.2.4"], { minLength: 3 }),
    vrfOfMultipoint: fc.constantFrom(undefined, "red"),
    via: fc.constantFrom(...names),
  })
  .map((drawn) => {
    const list = names.flatMap((name, index) => {
      const kind = drawn.kinds[index]!;
      if (kind === "none") return [];
      const outer = drawn.outerOf[index] === undefined ? {} : { vrf: drawn.outerOf[index] };
      // Tunnels with peers have to be in one VRF.
      const inner = kind === "multipoint" ? drawn.vrfOfMultipoint : drawn.vrfOf[index];
      const vrf = inner === undefined ? {} : { "sweetcomb-routing:vrf": inner };
      const more = { ...a.addresses(`10.0.${index}.1/24`), ...vrf };
      const end = drawn.ends[index]!;
      // Two multipoint tunnels with one local address would be the same one to VPP.
      if (kind === "multipoint") {
        return [a.tunnel("gre", name, { local: `192.0.3.${index}`, mode: kind, ...outer }, { ...more, ...peers(end) })];
      }
      const settings = { local: "192.0.2.1", remote: end, ...outer, ...(kind === "vxlan" && { vni: 1 }) };
      return [a.tunnel(kind, name, settings, more)];
    });
    const hasVia = list.some(({ name }) => name === drawn.via);
    const route = { "203.0.113.0/24": { "outgoing-interface": drawn.via } };
    return {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(...list),
      ...(hasVia && a.routing(a.staticRoutes("main", route))),
    };
  });

test("VPP ends the same whether tunnels follow other tunnels or none", async () => {
  await assertAlwaysSameEnd(bed, configurations, 20);
});

function peers(nextHop: string): a.Member {
  return { "sweetcomb-tunnels:multipoint-peer": [{ peer: "10.9.0.2", "next-hop": nextHop }] };
}
