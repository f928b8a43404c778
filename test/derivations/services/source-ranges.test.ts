/** A load balancer looks at clients of addresses that are for some of them only (source ranges). */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { ObjectChange } from "../../../src/datastore/southbound-port.js";
import { attachmentPath, interfacePath } from "../../../src/derivations/policies/attachments.js";
import {
  CLUSTER_NODE_PATH,
  NODE_PATH,
  type ProxyNode,
  type ProxySettings,
  SERVICE_PATH,
  SETTINGS_PATH,
  type Service,
} from "../../../src/derivations/services/service.js";
import { serviceDerivation } from "../../../src/derivations/services/service-derivation.js";
import { stateOfService } from "../../../src/derivations/services/service-state.js";
import { sourceRangeDerivation } from "../../../src/derivations/services/source-range-derivation.js";
import { derivationBed } from "../derivation-bed.js";
import { type Entry, isIn, type Packet, passes } from "../policies/first-match.js";

const ACLS = "/ietf-access-control-list:acls";
const ADDRESS = "203.0.113.1";
const web: Service = {
  namespace: "shop",
  name: "web",
  "load-balancer-address": [ADDRESS],
  "source-range": ["198.51.100.0/25", "198.51.100.200/32"],
  port: [{ protocol: "tcp", number: 80, endpoint: [{ address: "10.1.0.1", port: 8080, node: "a" }] }],
};
const withUplinks = (...uplink: readonly string[]): ProxySettings => ({
  role: "load-balancer",
  "load-balancer": { uplink },
});

const pathOf = ({ name }: Service) => `${SERVICE_PATH}[namespace='shop'][name='${name}']`;

/** A load balancer with an interface "wan". */
function balancer(settings: ProxySettings = withUplinks("wan")) {
  const services = serviceDerivation();
  const beds = [derivationBed(services), derivationBed(sourceRangeDerivation())];
  const put = (schemaPath: string, path: string, value: object | null) =>
    beds.flatMap((bed): readonly ObjectChange[] => bed.put(schemaPath, path, value));
  const units = () => new Map(beds.flatMap((bed) => [...bed.units]));
  const putInterface = (name: string, value: object | null) =>
    put("/ietf-interfaces:interfaces/interface", interfacePath(name), value);
  put(NODE_PATH, NODE_PATH, { name: "balancer", address: ["192.0.2.100", "2001:db8::100"] } satisfies ProxyNode);
  put(SETTINGS_PATH, SETTINGS_PATH, settings);
  put(CLUSTER_NODE_PATH, `${CLUSTER_NODE_PATH}[name='a']`, { name: "a", address: ["192.0.2.1", "2001:db8::1"] });
  putInterface("wan", { name: "wan" });
  /** Names of the lists for what comes in at an uplink. */
  const listsAt = (uplink: string): readonly string[] => {
    const { ingress } = (units().get(attachmentPath(uplink)) ?? {}) as {
      ingress?: { "acl-sets": { "acl-set": readonly { name: string }[] } };
    };
    return ingress?.["acl-sets"]["acl-set"].map(({ name }) => name) ?? [];
  };
  const entriesOf = (name: string) =>
    (units().get(`${ACLS}/acl[name='${name}']`) as { aces: { ace: readonly Entry[] } }).aces.ace;
  return {
    set: (service: Service) => put(SERVICE_PATH, pathOf(service), service),
    remove: (service: Service) => put(SERVICE_PATH, pathOf(service), null),
    setSettings: (value: ProxySettings) => put(SETTINGS_PATH, SETTINGS_PATH, value),
    putInterface,
    putAttachment: (name: string, lists: readonly string[] | undefined) => {
      const sets = { "acl-sets": { "acl-set": (lists ?? []).map((each) => ({ name: each })) } };
      const value = lists && { "interface-id": name, ingress: sets };
      return put(`${ACLS}/attachment-points/interface`, attachmentPath(name), value ?? null);
    },
    listsAt,
    lists: () => [...units().keys()].filter((path) => path.startsWith(`${ACLS}/acl[`)),
    /** Whether a packet passes the lists of an uplink. */
    lets: (packet: Packet, uplink = "wan") => {
      const lists = listsAt(uplink);
      return lists.length === 0 || passes(lists.flatMap(entriesOf), packet);
    },
    served: (service: Service) =>
      stateOfService(pathOf(service), services)!.frontend.flatMap(({ address, served }) => (served ? [address] : [])),
    reasons: (service: Service) => {
      const { trouble, frontend } = stateOfService(pathOf(service), services)!;
      return [...trouble, ...frontend.flatMap((each) => each.trouble)].map(({ reason }) => reason);
    },
  };
}

const packet = (source: string, destination = ADDRESS, port = 80): Packet => ({
  source,
  destination,
  protocol: "tcp",
  port,
});

describe("an address of a load balancer that is for some clients only", () => {
  it("is served to them, and nothing else is kept from anybody", () => {
    const { set, lets, served, reasons } = balancer();
    set(web);
    assert.deepEqual([served(web), reasons(web)], [[ADDRESS], []]);
    const verdicts = ["198.51.100.7", "198.51.100.200", "198.51.100.199", "192.0.2.7"].map((from) =>
      lets(packet(from)),
    );
    assert.deepEqual(verdicts, [true, true, false, false]);
    assert.ok(lets(packet("192.0.2.7", ADDRESS, 443)), "another port of the address");
    assert.ok(lets({ ...packet("192.0.2.7"), protocol: "udp" }), "another protocol");
    assert.ok(lets(packet("192.0.2.7", "203.0.113.2")), "another address");
    assert.ok(lets(packet("2001:db8:5::1", "2001:db8:6::1")), "another family");
    assert.ok(lets({ ...packet("192.0.2.7"), protocol: "icmp" }), "ICMP");
  });

  it("has its lists at all uplinks, and none where there is no such address", () => {
    const { set, remove, setSettings, putInterface, listsAt, lists } = balancer(withUplinks("wan", "lan"));
    putInterface("lan", { name: "lan" });
    const { "source-range": _, ...open } = web;
    set(open);
    assert.deepEqual(lists(), []);
    set(web);
    assert.equal(listsAt("wan").length, 2);
    assert.deepEqual(listsAt("lan"), listsAt("wan"));
    setSettings(withUplinks("wan"));
    assert.deepEqual(listsAt("lan"), []);
    remove(web);
    assert.deepEqual([lists(), listsAt("wan")], [[], []]);
  });

  it("is not served where clients cannot be looked at, which is told, and is as soon as they can", () => {
    const { set, setSettings, putInterface, putAttachment, listsAt, served, reasons } = balancer(withUplinks());
    const open: Service = { ...web, name: "open", "load-balancer-address": ["203.0.113.2"], "source-range": [] };
    set(open);
    set(web);
    const now = () => [served(web), ...reasons(web)];
    assert.deepEqual(now(), [[], "no-uplink"]);
    setSettings(withUplinks("wan", "lan"));
    assert.deepEqual(now(), [[], "no-uplink"]);
    assert.deepEqual(listsAt("wan"), []);
    putInterface("lan", { name: "lan" });
    assert.deepEqual(now(), [[ADDRESS]]);
    assert.equal(putInterface("lan", { name: "lan", enabled: true }).length, 0);
    putAttachment("lan", ["mine"]);
    assert.deepEqual(now(), [[], "overruled"]);
    assert.deepEqual(listsAt("wan"), []);
    putAttachment("lan", ["source-ranges-1", "source-ranges-rest"]);
    assert.deepEqual(now(), [[ADDRESS]]);
    putAttachment("lan", undefined);
    assert.deepEqual(now(), [[ADDRESS]]);
    putInterface("lan", null);
    assert.deepEqual(now(), [[], "no-uplink"]);
    assert.deepEqual([served(open), reasons(open)], [["203.0.113.2"], []]);
  });

  it("costs one list among many, and what the service itself costs", () => {
    const { set, remove } = balancer();
    const other = (number: number): Service => ({
      ...web,
      name: `other-${number}`,
      "load-balancer-address": [`203.1.${number >> 8}.${number & 255}`],
    });
    for (let number = 2; number < 500; number++) set(other(number));
    const changed = (changes: readonly ObjectChange[]) => changes.map(({ schemaPath }) => schemaPath).sort();
    const vip = "/sweetcomb-lb:load-balancer/vip";
    const list = `${ACLS}/acl`;
    assert.deepEqual(changed(set(web)), [list, vip, `${vip}/application-server`]);
    assert.deepEqual(changed(set({ ...web, "source-range": ["192.0.2.0/24"] })), [list]);
    assert.deepEqual(changed(remove(web)), [list, vip, `${vip}/application-server`]);
  });

  it("that another service has too goes by the ranges of the one that is served", () => {
    const { set, remove, lets } = balancer();
    const first: Service = { ...web, name: "first", "source-range": [] };
    set(web);
    set(first);
    assert.ok(lets(packet("192.0.2.7")), "the first by name is for all");
    set({ ...first, "source-range": ["192.0.2.0/24"] });
    assert.deepEqual([lets(packet("192.0.2.7")), lets(packet("198.51.100.7"))], [true, false]);
    set({ ...first, "source-range": ["192.0.2.0/24"], port: [{ protocol: "tcp", number: 80 }] });
    assert.deepEqual([lets(packet("192.0.2.7")), lets(packet("198.51.100.7"))], [false, true]);
    remove(first);
    assert.deepEqual([lets(packet("192.0.2.7")), lets(packet("198.51.100.7"))], [false, true]);
  });

  const six = "2001:db8:f::1";
  const endpoint = [
    { address: "10.1.0.1", port: 8080 },
    { address: "2001:db8:a::1", port: 8080 },
  ];
  const dual: Service = {
    ...web,
    "load-balancer-address": [ADDRESS, six],
    port: [{ protocol: "tcp", number: 80, endpoint }],
  };
  const families: readonly (readonly [
    what: string,
    ranges: readonly string[],
    served: readonly string[],
    lets: readonly [four: boolean, six: boolean],
    ...reasons: readonly string[],
  ])[] = [
    ["of both families is looked at in both", ["198.51.100.0/24", "2001:db8:5::/48"], [ADDRESS, six], [false, false]],
    ["with ranges of IPv4 alone is for nobody in IPv6", ["198.51.100.0/24"], [ADDRESS], [false, true], "source-ranges"],
    ["with a range of all is for all", ["0.0.0.0/0"], [ADDRESS, six], [true, true]],
    ["with a range of all of one family", ["0.0.0.0/0", "2001:db8:5::/48"], [ADDRESS, six], [true, false]],
    [
      "with more ranges than lists are made of is not served",
      Array.from({ length: 1025 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`),
      [],
      [true, true],
      "source-ranges",
      "source-ranges",
    ],
  ];
  for (const [what, ranges, expected, [four, other], ...reasons] of families) {
    it(what, () => {
      const bed = balancer();
      const service = { ...dual, "source-range": ranges };
      bed.set(service);
      assert.deepEqual(bed.served(service), expected);
      assert.deepEqual(bed.reasons(service), reasons);
      assert.equal(bed.lets(packet("192.0.2.7")), four);
      assert.equal(bed.lets(packet("2001:db8:7::1", six)), other);
    });
  }

  it("lets through those that may come, for any services, ranges and packets, in any order of changes", () => {
    const clients = ["198.51.100.1", "198.51.100.129", "192.0.2.7"];
    const addresses = [ADDRESS, "203.0.113.2", "203.0.113.3"];
    const ranges = ["198.51.100.0/24", "198.51.100.128/25", "192.0.2.7/32", "198.51.100.1/32"];
    const service = fc.record({
      name: fc.constantFrom("a", "b", "c", "d"),
      there: fc.boolean(),
      address: fc.constantFrom(...addresses),
      ranges: fc.uniqueArray(fc.constantFrom(...ranges), { maxLength: 3 }),
      number: fc.constantFrom(80, 443),
      isReady: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(service, { maxLength: 12 }), (steps) => {
        const { set, remove, lets } = balancer();
        const now = new Map<string, (typeof steps)[number]>();
        for (const step of steps) {
          const { name, there, address, number, isReady } = step;
          const port = { protocol: "tcp", number, endpoint: isReady ? endpoint : [] } as const;
          const made: Service = {
            namespace: "shop",
            name,
            "load-balancer-address": [address],
            "source-range": step.ranges,
            port: [port],
          };
          if (there) set(made);
          else remove(made);
          if (there) now.set(name, step);
          else now.delete(name);
        }
        for (const source of clients) {
          for (const destination of addresses) {
            for (const port of [80, 443]) {
              const winner = [...now.values()]
                .filter((each) => each.address === destination && each.number === port && each.isReady)
                .sort((one, other) => (one.name < other.name ? -1 : 1))[0];
              const all = winner === undefined || winner.ranges.length === 0;
              const may = all || winner.ranges.some((range) => isIn(range, source));
              assert.equal(lets(packet(source, destination, port)), may, `${source} to ${destination} ${port}`);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a node behind load balancers", () => {
  const node = (more: ProxySettings["load-balancer"]): ProxySettings => ({ "load-balancer": more ?? {} });

  it("serves such addresses where it is told that the load balancers look at clients", () => {
    const { set, setSettings, served, reasons, lists } = balancer(node({ address: ["192.0.2.100"] }));
    set(web);
    assert.deepEqual([served(web), reasons(web)], [[], ["source-ranges"]]);
    setSettings(node({ address: ["192.0.2.200"], "guards-source-ranges": true }));
    assert.deepEqual([served(web), reasons(web)], [[ADDRESS], []]);
    assert.deepEqual(lists(), []);
    setSettings(node({ "guards-source-ranges": true }));
    assert.deepEqual([served(web), reasons(web)], [[], ["source-ranges"]]);
  });
});
