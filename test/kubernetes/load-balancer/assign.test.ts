/** Which addresses load balancers get, by table. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assign } from "../../../src/kubernetes/load-balancer/assign.js";
import { ADDRESSES_ANNOTATION, type Claim, claimOf } from "../../../src/kubernetes/load-balancer/claim.js";
import { readPool } from "../../../src/kubernetes/load-balancer/pool.js";
import type { Service } from "../../../src/kubernetes/objects.js";

const pool = ["192.0.2.0/30", "2001:db8::10-2001:db8::11"];
const dual = { ipFamilies: ["IPv4", "IPv6"], ipFamilyPolicy: "RequireDualStack" };

interface Wanted {
  readonly spec?: Service["spec"];
  readonly held?: readonly string[];
  readonly annotation?: string;
  readonly createdAt?: string;
  readonly hostname?: string;
}

function service(
  name: string,
  { spec = {}, held = [], annotation, createdAt = "2026-01-01", hostname }: Wanted,
): Service {
  const ingress = [...held.map((ip) => ({ ip })), ...(hostname === undefined ? [] : [{ hostname }])];
  return {
    metadata: {
      ...{ namespace: "shop", name, creationTimestamp: createdAt },
      ...(annotation !== undefined && { annotations: { [ADDRESSES_ANNOTATION]: annotation } }),
    },
    spec: { type: "LoadBalancer", clusterIP: "10.96.0.1", ...spec },
    status: { loadBalancer: { ingress } },
  };
}

/** "web" and what it gets; troubles after it, where there are some. */
function assigned(services: Readonly<Record<string, Wanted>>, className: string | null = null, addresses = pool) {
  const claims = Object.entries(services).map(([name, wanted]) => claimOf(service(name, wanted), className));
  const found = assign(
    claims.filter((claim): claim is Claim => claim !== undefined),
    readPool(addresses),
  );
  return Object.fromEntries(
    [...found].map(([key, given]) => [key.slice("shop/".length), [...given.addresses, ...given.troubles]]),
  );
}

describe("addresses of load balancers", () => {
  it("are given in order of age, from the beginning of the pool", () => {
    const found = assigned({ late: { createdAt: "2026-01-02" }, b: {}, a: {} });
    assert.deepEqual(found, { a: ["192.0.2.0"], b: ["192.0.2.1"], late: ["192.0.2.2"] });
  });

  it("that a status has stay, whoever comes before", () => {
    const found = assigned({ new: { createdAt: "2025-01-01" }, web: { held: ["192.0.2.0"] } });
    assert.deepEqual(found, { new: ["192.0.2.1"], web: ["192.0.2.0"] });
  });

  it("go from a service that is of another type by now, where they are of the pool, and are free for others", () => {
    const gone = { spec: { type: "ClusterIP" }, createdAt: "2025-01-01" };
    const found = assigned({
      ours: { ...gone, held: ["192.0.2.0"] },
      foreign: { ...gone, held: ["203.0.113.9"] },
      none: gone,
      web: { annotation: "192.0.2.0" },
    });
    assert.deepEqual(found, { ours: [], web: ["192.0.2.0"] });
  });

  it("stay also when the pool has them no more, and that is told", () => {
    const found = assigned({ web: { held: ["203.0.113.9"] } });
    assert.deepEqual(found, { web: ["203.0.113.9", "its address 203.0.113.9 is none of the pool; it keeps it"] });
  });

  it("belong to the older of two that have the same one, and the other gets another one", () => {
    const held = ["192.0.2.0"];
    const found = assigned({ young: { held, createdAt: "2026-02-02" }, old: { held } });
    assert.deepEqual(found, { old: held, young: ["192.0.2.1", "its address 192.0.2.0 belongs to shop/old"] });
  });

  it("are those that a service asks for, in its annotation or in the older field", () => {
    const found = assigned({
      a: { annotation: "192.0.2.3" },
      b: { spec: { loadBalancerIP: "192.0.2.2" } },
      c: { spec: dual, annotation: " 2001:DB8:0::11 , 192.0.2.1" },
      d: { annotation: "192.0.2.0", spec: { loadBalancerIP: "192.0.2.3" } },
    });
    assert.deepEqual(found, {
      ...{ a: ["192.0.2.3"], b: ["192.0.2.2"] },
      ...{ c: ["192.0.2.1", "2001:db8::11"], d: ["192.0.2.0"] },
    });
  });

  it("change when a service asks for another one", () => {
    assert.deepEqual(assigned({ web: { held: ["192.0.2.0"], annotation: "192.0.2.3" } }), { web: ["192.0.2.3"] });
  });

  const refused: readonly (readonly [what: string, annotation: string, message: RegExp])[] = [
    ["none", "192.0.2.300", /192\.0\.2\.300, which is none$/],
    ["none of the pool", "203.0.113.1", /which is none of the pool/],
    ["another's", "192.0.2.0", /which belongs to shop\/other/],
  ];
  for (const [what, annotation, message] of refused) {
    it(`are none in place of one that is ${what}, and that is told`, () => {
      const other = { held: ["192.0.2.0"], createdAt: "2027-01-01" };
      const [first, ...more] = assigned({ other, web: { annotation } }).web!;
      assert.match(first!, message);
      assert.deepEqual(more, []);
    });
  }

  it("stay when the one that is asked for cannot be had", () => {
    const [kept, trouble] = assigned({ web: { held: ["192.0.2.1"], annotation: "203.0.113.1" } }).web!;
    assert.equal(kept, "192.0.2.1");
    assert.match(trouble!, /none of the pool/);
  });

  it("are of the families of the service, in its order", () => {
    const found = assigned({
      six: { spec: { ipFamilies: ["IPv6"] } },
      both: { spec: { ...dual, ipFamilies: ["IPv6", "IPv4"] } },
      unsaid: { spec: { clusterIP: "fd00::1" } },
    });
    assert.deepEqual(found.six, ["2001:db8::11"]);
    assert.deepEqual(found.both, ["2001:db8::10", "192.0.2.0"]);
    assert.deepEqual(found.unsaid, ["the pool has no IPv6 address left for it"]);
  });

  it("of one family are enough where both are only preferred and the pool has one", () => {
    const prefers = { ...dual, ipFamilyPolicy: "PreferDualStack" };
    assert.deepEqual(assigned({ web: { spec: prefers } }, null, ["192.0.2.0/30"]), { web: ["192.0.2.0"] });
    const needs = assigned({ web: { spec: dual } }, null, ["192.0.2.0/30"]).web;
    assert.deepEqual(needs, ["192.0.2.0", "the pool has no IPv6 address left for it"]);
  });

  it("of a family that the service has given up go", () => {
    assert.deepEqual(assigned({ web: { held: ["192.0.2.1", "2001:db8::10"] } }), { web: ["192.0.2.1"] });
  });

  it("are not given to services of another class, nor what those have", () => {
    const foreign = { spec: { loadBalancerClass: "cloud" }, held: ["192.0.2.0"] };
    assert.deepEqual(assigned({ web: {}, foreign }), { web: ["192.0.2.1"] });
    assert.deepEqual(assigned({ web: {}, foreign: { spec: { loadBalancerClass: "cloud" } } }, "cloud"), {
      foreign: ["192.0.2.0"],
    });
  });

  it("are not given to services that somebody gives names, nor what external addresses are", () => {
    const external = { spec: { type: "ClusterIP", externalIPs: ["192.0.2.0"] } };
    assert.deepEqual(assigned({ external, named: { hostname: "lb.example" }, web: {} }), { web: ["192.0.2.1"] });
  });

  it("run out, and come back when a service goes", () => {
    const four = { a: {}, b: {}, c: {}, d: {} };
    assert.deepEqual(assigned({ ...four, e: {} }).e, ["the pool has no IPv4 address left for it"]);
    const { b: _gone, ...three } = four;
    assert.deepEqual(assigned({ ...three, e: {} }).e, ["192.0.2.3"]);
  });
});

describe("a pool", () => {
  for (const text of [
    "",
    "192.0.2.0/33",
    "192.0.2.9-192.0.2.1",
    "192.0.2.1-2001:db8::1",
    "192.0.2.0/24-192.0.3.0",
    "x",
  ]) {
    it(`is refused with "${text}"`, () => assert.throws(() => readPool([text]), /loadBalancer\.addresses/));
  }
});
