import { after, before, test } from "node:test";
import fc from "fast-check";
import { assertAlwaysSameEnd } from "../southbound/any-to-any.js";
import * as a from "../southbound/configurations.js";
import { type Configuration, createTestBed, type TestBed } from "./test-bed.js";

const vrfNames = ["red", "blue"];
const loopbacks = ["loop0", "loop1", "my own name"];
const nets = [1, 2, 3, 4];

/** Interfaces in VRFs with addresses, and routes over them, as a validated configuration could have them. */
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    tables: fc.shuffledSubarray([10, 20, 30], { minLength: 2, maxLength: 2 }),
    interfaces: fc.subarray(loopbacks),
    vrfOf: fc.tuple(...loopbacks.map(() => fc.constantFrom(undefined, ...vrfNames))),
    netOf: fc.shuffledSubarray(nets, { minLength: 3 }),
    mtuOf: fc.tuple(...loopbacks.map(() => fc.constantFrom(undefined, 1400, 1500))),
    descriptionOf: fc.tuple(...loopbacks.map(() => fc.constantFrom(undefined, "one", "two"))),
    routes: fc.uniqueArray(fc.record({ net: fc.constantFrom(...nets), via: fc.nat(5) }), {
      selector: ({ net }) => net,
    }),
    routeVrf: fc.constantFrom(undefined, ...vrfNames),
  })
  .map((drawn) => {
    const list = drawn.interfaces.map((name) => {
      const index = loopbacks.indexOf(name);
      const [vrf, mtu, description] = [drawn.vrfOf[index], drawn.mtuOf[index], drawn.descriptionOf[index]];
      const net = drawn.netOf[index];
      return a.loopback(name, {
        ...a.addresses(`192.0.${net}.1/24`, `2001:db8:${net}::1/64`),
        ...(vrf !== undefined && { "sweetcomb-routing:vrf": vrf }),
        ...(mtu !== undefined && { "sweetcomb-interfaces:packet-mtu": mtu }),
        ...(description !== undefined && { description }),
      });
    });
    const routes = Object.fromEntries(
      drawn.routes.map(({ net, via }) => [`198.51.${net}.0/24`, nextHop(drawn.interfaces, via)]),
    );
    const vrf = drawn.routeVrf === undefined ? {} : { "sweetcomb-routing:vrf": drawn.routeVrf };
    return {
      ...a.vrfs(...vrfNames.map((name, index) => a.vrf(name, drawn.tables[index]!))),
      ...a.interfaces(...list),
      ...a.routing(a.staticRoutes("main", routes, vrf)),
    };
  });

function nextHop(interfaces: readonly string[], via: number): a.Member {
  const name = interfaces[via];
  if (name === undefined) return { "special-next-hop": "blackhole" };
  return { "outgoing-interface": name, "next-hop-address": "192.0.2.99" };
}

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

test("VPP ends the same whether a configuration follows another one or none", async () => {
  await assertAlwaysSameEnd(bed, configurations, 40);
});
