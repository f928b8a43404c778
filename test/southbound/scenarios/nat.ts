/** Address translation: NAT44 in both kinds, NAT64, NAT66, det44, NPTv6. */

import assert from "node:assert/strict";
import { Npt66BindingAddDel } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { NumbersApart } from "../equal-numbers.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenario, Scenarios } from "../scenario.js";

/** Instances of NAT, with interfaces and VRFs that they may name. */
export function nat(...instance: readonly a.Member[]): Configuration {
  return {
    ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 11)),
    ...a.interfaces(
      a.loopback("loop0", a.addresses("10.0.0.254/24", "2001:db8:1::1/64")),
      a.loopback("loop1", a.addresses("192.0.2.254/24", "2001:db8:2::1/64")),
      a.loopback("loop2"),
    ),
    "ietf-nat:nat": { instances: { instance } },
  };
}

const ports = (number: number) => ({ "start-port-number": number });

function pool(id: number, prefix: string, more: a.Member = {}): a.Member {
  return { "pool-id": id, "external-ip-pool": prefix, ...more };
}

function mapping(index: number, internal: string, external: string, more: a.Member = {}): a.Member {
  return { index, "internal-src-address": internal, "external-src-address": external, ...more };
}

function tcp(index: number, internal: string, external: string, more: a.Member = {}): a.Member {
  const [[inside = "", insidePort], [outside = "", outsidePort]] = [internal.split(" "), external.split(" ")];
  return mapping(index, `${inside}/32`, `${outside}/32`, {
    "transport-protocol": 6,
    "internal-src-port": ports(Number(insidePort)),
    "external-src-port": ports(Number(outsidePort)),
    ...more,
  });
}

function shared(index: number, external: string, locals: readonly a.Member[], more: a.Member = {}): a.Member {
  return {
    index,
    "transport-protocol": 6,
    "external-src-address": `${external}/32`,
    "external-src-port": ports(80),
    "sweetcomb-nat:local": locals,
    ...more,
  };
}

const local = (address: string, probability = 1, more: a.Member = {}) => ({
  address,
  port: 8080,
  probability,
  ...more,
});

const interfacesOfNat = {
  "sweetcomb-nat:interface": [
    { interface: "loop0", inside: true },
    { interface: "loop1", outside: true },
  ],
};

const endpointDependent: a.Member = {
  id: 1,
  type: "ietf-nat:napt44",
  "sweetcomb-nat:nat44": {
    "inside-vrf": "red",
    "outside-vrf": "blue",
    sessions: 5000,
    forwarding: true,
    "mss-clamping": 1400,
    "ipfix-logging": { "domain-id": 7 },
    "session-limit": [
      { vrf: "red", limit: 1000 },
      { vrf: "default", limit: 2000 },
    ],
    "vrf-route": [{ vrf: "red", "to-vrf": ["blue", "default"] }, { vrf: "default" }],
  },
  policy: [
    {
      id: 1,
      "external-ip-address-pool": [
        pool(1, "192.0.2.0/29"),
        pool(2, "192.0.2.8/30", { "sweetcomb-nat:vrf": "red" }),
        pool(3, "198.51.100.0/30", { "sweetcomb-nat:twice-nat": true }),
      ],
      "sweetcomb-nat:address-range": [{ "first-address": "192.0.2.20", "last-address": "192.0.2.26" }],
      "sweetcomb-nat:interface-address": [
        { interface: "loop1", "twice-nat": false },
        { interface: "loop2", "twice-nat": true },
      ],
      timers: { "udp-timeout": 100, "tcp-idle-timeout": 3600, "tcp-trans-open-timeout": 120, "icmp-timeout": 30 },
    },
  ],
  "nat-pass-through": [
    { id: 1, prefix: "10.0.0.1/32" },
    { id: 2, prefix: "10.0.0.2/32", port: 179, "sweetcomb-nat:protocol": 6, "sweetcomb-nat:tag": "BGP" },
    { id: 3, prefix: "10.0.0.2/32", port: 179, "sweetcomb-nat:protocol": 6, "sweetcomb-nat:vrf": "blue" },
  ],
  "mapping-table": {
    "mapping-entry": [
      mapping(1, "10.0.0.3/32", "192.0.2.3/32"),
      tcp(2, "10.0.0.4 8080", "192.0.2.1 80", { "sweetcomb-nat:vrf": "blue", "sweetcomb-nat:tag": "web" }),
      tcp(3, "10.0.0.5 22", "192.0.2.1 2222", { "sweetcomb-nat:twice-nat": "always" }),
      tcp(4, "10.0.0.6 22", "192.0.2.1 2223", { "sweetcomb-nat:twice-nat": "self" }),
      tcp(5, "10.0.0.7 22", "203.0.113.1 22", { "sweetcomb-nat:out2in-only": true }),
      tcp(6, "10.0.0.8 22", "192.0.2.1 2224", {
        "sweetcomb-nat:twice-nat": "always",
        "sweetcomb-nat:twice-nat-address": "198.51.100.1",
      }),
      {
        index: 7,
        "transport-protocol": 17,
        "internal-src-address": "10.0.0.9/32",
        "internal-src-port": ports(53),
        "external-src-port": ports(53),
        "sweetcomb-nat:external-interface": "loop1",
        "sweetcomb-nat:twice-nat": "self",
      },
      {
        index: 8,
        "internal-src-address": "10.0.0.10/32",
        "sweetcomb-nat:external-interface": "loop2",
        "sweetcomb-nat:tag": "no address yet",
      },
      shared(9, "192.0.2.2", [local("10.0.1.1"), local("10.0.1.2", 3)], { "sweetcomb-nat:affinity": 60 }),
      shared(10, "203.0.113.2", [local("10.0.1.3"), local("10.0.1.4", 2, { vrf: "red" })], {
        "sweetcomb-nat:out2in-only": true,
        "sweetcomb-nat:twice-nat": "self",
        "sweetcomb-nat:tag": "to both",
      }),
      shared(11, "192.0.2.4", [local("10.0.1.5"), local("10.0.1.6")], { "sweetcomb-nat:twice-nat": "always" }),
    ],
  },
  "sweetcomb-nat:interface": [
    { interface: "loop0", inside: true, outside: true },
    { interface: "loop1", outside: true },
    { interface: "loop2", "output-feature": true },
  ],
  "sweetcomb-nat:interface-pass-through": [
    { id: 1, interface: "loop1", port: 4789, protocol: 17, tag: "VXLAN" },
    { id: 2, interface: "loop2" },
  ],
};

const endpointIndependent: a.Member = {
  id: 1,
  type: "ietf-nat:napt44",
  "sweetcomb-nat:nat44": {
    processing: "endpoint-independent",
    "inside-vrf": "red",
    sessions: 4000,
    forwarding: true,
    "mss-clamping": 1300,
    "ipfix-logging": {},
    "endpoint-independent": {
      users: 100,
      "sessions-per-user": 50,
      "high-availability": {
        listener: { address: "10.0.0.254", port: 5000, "path-mtu": 1200 },
        failover: { address: "10.0.0.253", port: 5001, "session-refresh-interval": 20 },
      },
    },
  },
  policy: [
    {
      id: 7,
      "external-ip-address-pool": [pool(1, "192.0.2.0/29"), pool(2, "192.0.2.8/30", { "sweetcomb-nat:vrf": "red" })],
      "sweetcomb-nat:interface-address": [{ interface: "loop1", "twice-nat": false }],
      "port-set-restrict": { "start-port-number": 2000, "end-port-number": 3000 },
      timers: { "udp-timeout": 100 },
    },
  ],
  "nat-pass-through": [{ id: 1, prefix: "192.0.2.5/32", port: 179, "sweetcomb-nat:protocol": 6 }],
  "mapping-table": {
    "mapping-entry": [
      mapping(1, "10.0.0.3/32", "192.0.2.3/32"),
      tcp(2, "10.0.0.4 8080", "192.0.2.1 80", { "sweetcomb-nat:vrf": "blue", "sweetcomb-nat:tag": "web" }),
      {
        index: 3,
        "transport-protocol": 17,
        "internal-src-address": "10.0.0.9/32",
        "internal-src-port": ports(53),
        "external-src-port": ports(53),
        "sweetcomb-nat:external-interface": "loop1",
      },
    ],
  },
  "sweetcomb-nat:interface": [
    { interface: "loop0", inside: true },
    { interface: "loop1", outside: true },
    { interface: "loop2", "output-feature": true },
  ],
};

const nat64: a.Member = {
  id: 2,
  type: "ietf-nat:nat64",
  "sweetcomb-nat:nat64": {
    "bib-buckets": 512,
    "bib-memory": 2_097_152,
    "session-buckets": 512,
    "session-memory": 3_145_728,
  },
  policy: [
    {
      id: 1,
      "nat64-prefixes": [
        { "nat64-prefix": "64:ff9b::/96" },
        { "nat64-prefix": "2001:db8:64::/96", "sweetcomb-nat:vrf": "red" },
      ],
      "external-ip-address-pool": [pool(1, "192.0.2.32/30"), pool(2, "192.0.2.36/30", { "sweetcomb-nat:vrf": "red" })],
      "sweetcomb-nat:interface-address": [{ interface: "loop1", "twice-nat": false }],
      timers: { "udp-timeout": 200, "icmp-timeout": 20 },
    },
  ],
  "mapping-table": {
    "mapping-entry": [
      mapping(1, "2001:db8:1::10/128", "192.0.2.32/32", {
        "transport-protocol": 6,
        "internal-src-port": ports(80),
        "external-src-port": ports(8080),
      }),
      mapping(2, "2001:db8:1::10/128", "192.0.2.36/32", {
        "transport-protocol": 17,
        "internal-src-port": ports(53),
        "external-src-port": ports(53),
        "sweetcomb-nat:vrf": "red",
        "sweetcomb-nat:tag": "DNS",
      }),
    ],
  },
  ...interfacesOfNat,
};

const nat66: a.Member = {
  id: 3,
  type: "sweetcomb-nat:nat66",
  "sweetcomb-nat:nat66": { "outside-vrf": "blue" },
  "mapping-table": {
    "mapping-entry": [
      mapping(1, "fd00::1/128", "2001:db8:2::10/128"),
      mapping(2, "fd00::1/128", "2001:db8:2::11/128", { "sweetcomb-nat:vrf": "red" }),
    ],
  },
  ...interfacesOfNat,
};

const det44: a.Member = {
  id: 4,
  type: "sweetcomb-nat:det44",
  "sweetcomb-nat:det44": { mapping: [{ "inside-prefix": "10.1.0.0/24", "outside-prefix": "198.51.100.8/30" }] },
  policy: [{ id: 1, timers: { "udp-timeout": 150 } }],
  ...interfacesOfNat,
};

const nptv6: a.Member = {
  id: 5,
  type: "ietf-nat:nptv6",
  policy: [
    {
      id: 1,
      "nptv6-prefixes": [{ "internal-ipv6-prefix": "fd00:1::/48", "external-ipv6-prefix": "2001:db8:3::/48" }],
      "external-realm": { "external-interface": "loop1" },
    },
    {
      id: 2,
      "nptv6-prefixes": [{ "internal-ipv6-prefix": "fd00:2::/48", "external-ipv6-prefix": "2001:db8:4::/48" }],
      "external-realm": { "external-interface": "loop2" },
    },
  ],
};

/** One instance of each type, with all that it may have. */
export const kinds = { endpointDependent, endpointIndependent, nat64, nat66, det44, nptv6 };

export const natScenarios: Scenarios = {
  ...Object.fromEntries(
    Object.entries(kinds).flatMap(([name, instance]) => [
      [`NAT (${name}) is read back with all that it has`, whereThereIs(instance, isReadBack)],
      [`a restarted server leaves NAT (${name}) alone`, whereThereIs(instance, isLeftAlone)],
      [`a NAT (${name}) that a dying server did not persist is taken back`, whereThereIs(instance, isTakenBack)],
    ]),
  ),

  "pools, timers and switches of NAT44 change in place": async (bed) => {
    await bed.configure(nat(endpointDependent));
    const changed = {
      ...endpointDependent,
      "sweetcomb-nat:nat44": {
        ...(endpointDependent["sweetcomb-nat:nat44"] as a.Member),
        forwarding: false,
        "mss-clamping": 1200,
        "session-limit": [{ vrf: "red", limit: 1500 }],
        "vrf-route": [{ vrf: "red", "to-vrf": ["default", "red"] }],
      },
      policy: [
        {
          id: 1,
          "external-ip-address-pool": [
            pool(1, "192.0.2.0/28"),
            pool(3, "198.51.100.0/30", { "sweetcomb-nat:twice-nat": true }),
          ],
          "sweetcomb-nat:interface-address": [{ interface: "loop1", "twice-nat": false }],
          timers: { "udp-timeout": 101 },
        },
      ],
    };
    await isReadBack(bed, nat(changed));
    await isLeftAlone(bed, nat(changed));
  },

  "a VRF whose hosts reach fewer others is read back, though VPP shows as many as they ever reached": async (bed) => {
    const reaching = (...vrfs: readonly string[]) =>
      nat({
        id: 1,
        "sweetcomb-nat:nat44": { "vrf-route": [{ vrf: "red", ...(vrfs.length > 0 && { "to-vrf": vrfs }) }] },
      });
    await bed.configure(reaching("blue", "default", "red"));
    for (const left of [["blue"], ["blue", "red"], []]) {
      await isReadBack(bed, reaching(...left));
      await isLeftAlone(bed, reaching(...left));
    }
  },

  "hosts that share connections come and go in place, and a mapping may become one of another kind": async (bed) => {
    const withEntries = (...entries: readonly a.Member[]) =>
      nat({
        id: 1,
        policy: [{ id: 1, "external-ip-address-pool": [pool(1, "192.0.2.0/30")] }],
        "mapping-table": { "mapping-entry": entries },
      });
    await isReadBack(bed, withEntries(shared(1, "192.0.2.1", [local("10.0.1.1"), local("10.0.1.2")])));
    await isReadBack(
      bed,
      withEntries(shared(1, "192.0.2.1", [local("10.0.1.2"), local("10.0.1.3"), local("10.0.1.4")])),
    );
    await isReadBack(bed, withEntries(shared(1, "192.0.2.1", [local("10.0.1.2", 5), local("10.0.1.3")])));
    await isReadBack(bed, withEntries(tcp(1, "10.0.1.2 8080", "192.0.2.1 80")));
    await isReadBack(
      bed,
      withEntries(mapping(1, "10.0.1.2/32", "192.0.2.2/32"), tcp(2, "10.0.1.3 80", "192.0.2.1 80")),
    );
  },

  "NAT44 changes from one kind of processing to the other with all that it has": async (bed) => {
    await isReadBack(bed, nat(endpointDependent));
    await isReadBack(bed, nat(endpointIndependent));
    await isReadBack(bed, nat(endpointDependent));
  },

  "every switch of nat44-ei is read back, and turned where that is possible in place": async (bed) => {
    const of = (more: a.Member, independent: a.Member = {}, others: a.Member = {}) =>
      nat({
        id: 1,
        type: "ietf-nat:napt44",
        "sweetcomb-nat:nat44": {
          processing: "endpoint-independent",
          ...more,
          "endpoint-independent": independent,
        },
        ...others,
      });
    const entries = { "mapping-table": { "mapping-entry": [mapping(1, "10.0.0.3/32", "192.0.2.3/32")] } };
    await isReadBack(bed, of({ "outside-vrf": "red", forwarding: true, "mss-clamping": 1300 }, {}, interfacesOfNat));
    await isReadBack(bed, of({ "outside-vrf": "red", "mss-clamping": 1200 }, {}, interfacesOfNat));
    await isReadBack(bed, of({ "outside-vrf": "red" }, {}, interfacesOfNat));
    await isReadBack(bed, of({}, { "static-mappings-only": true, "connection-tracking": true }, entries));
    await isLeftAlone(bed, of({}, { "static-mappings-only": true, "connection-tracking": true }, entries));
    const caught = (role: string) =>
      of({}, { "out2in-dpo": true }, { ...entries, "sweetcomb-nat:interface": [{ interface: "loop0", [role]: true }] });
    await isReadBack(bed, caught("output-feature"));
    await isLeftAlone(bed, caught("output-feature"));
    await assert.rejects(bed.configure(caught("inside")), /never lets go of an inside one/);
    await assert.rejects(bed.configure(caught("outside")), /takes no outside interface/);
    await bed.configure(nat());
  },

  "all timers of each kind of NAT are read back": async (bed) => {
    const timers = { "udp-timeout": 101, "tcp-idle-timeout": 3601, "tcp-trans-open-timeout": 121, "icmp-timeout": 31 };
    for (const kind of [endpointIndependent, nat64, det44]) {
      const [policy] = kind.policy as readonly a.Member[];
      await isReadBack(bed, nat({ ...kind, policy: [{ ...policy, timers }] }));
    }
  },

  "prefixes of NAT64 have every length of RFC 6052, and det44 several mappings, which change in place": async (bed) => {
    const prefixes = (...lengths: readonly number[]) =>
      nat({
        id: 2,
        type: "ietf-nat:nat64",
        policy: [{ id: 1, "nat64-prefixes": lengths.map((length) => ({ "nat64-prefix": `2001:db8::/${length}` })) }],
      });
    for (const length of [32, 40, 48, 56, 64, 96]) await isReadBack(bed, prefixes(length));
    const ranges = (...list: readonly (readonly [inside: string, outside: string])[]) =>
      nat({
        ...det44,
        "sweetcomb-nat:det44": {
          mapping: list.map(([inside, outside]) => ({ "inside-prefix": inside, "outside-prefix": outside })),
        },
      });
    const [first, second] = [
      ["10.1.0.0/24", "198.51.100.8/30"],
      ["10.2.0.0/24", "198.51.101.8/30"],
    ] as const;
    await isReadBack(bed, ranges(first, second));
    await isReadBack(bed, ranges(second));
    await isReadBack(bed, nat());
  },

  "identity mappings with ports of nat44-ei go before their pool does, and are refused without": async (bed) => {
    const instance = "/ietf-nat:nat/instances/instance[id='1']";
    const independent = (prefix: string | undefined, more: a.Member = {}) =>
      nat({
        id: 1,
        type: "ietf-nat:napt44",
        "sweetcomb-nat:nat44": { processing: "endpoint-independent" },
        ...(prefix !== undefined && { policy: [{ id: 1, "external-ip-address-pool": [pool(1, prefix)] }] }),
        ...more,
      });
    const bgp = { "nat-pass-through": [{ id: 1, prefix: "192.0.2.5/32", port: 179, "sweetcomb-nat:protocol": 6 }] };
    const whole = { "nat-pass-through": [{ id: 1, prefix: "192.0.2.5/32" }] };
    for (const next of [
      nat(),
      independent(undefined),
      independent("192.0.2.0/30"),
      independent("192.0.2.0/29", whole),
    ]) {
      await isReadBack(bed, independent("192.0.2.0/29", bgp));
      await isReadBack(bed, next);
      assert.deepEqual(await bed.southbound.compare(), []);
    }
    await bed.applyToVppOnly(independent("192.0.2.0/29", bgp));
    await bed.restartServer();
    assert.deepEqual(await bed.southbound.compare(), []);
    const noPool = /No pool of NAT instance 1 has 192.0.2.5\/32/;
    await isRefused(bed, independent(undefined, bgp), `${instance}/nat-pass-through[id='1']/port`, noPool);
    await isReadBack(bed, independent("192.0.2.0/29", bgp));
    await isRefused(bed, independent("192.0.2.0/30", bgp), `${instance}/nat-pass-through[id='1']/port`, noPool);
    await isReadBack(bed, independent("192.0.2.4/30", bgp));
    const ofInterface = {
      "sweetcomb-nat:interface-pass-through": [{ id: 1, interface: "loop0", port: 179, protocol: 6 }],
    };
    await isRefused(
      bed,
      independent("192.0.2.0/29", ofInterface),
      `${instance}/sweetcomb-nat:interface-pass-through[id='1']/port`,
      /the address of loop0/,
    );
    const only = { processing: "endpoint-independent", "endpoint-independent": { "static-mappings-only": true } };
    await isReadBack(bed, independent(undefined, { "sweetcomb-nat:nat44": only, ...bgp }));
    await bed.configure({});
  },

  "an instance takes another type": async (bed) => {
    await isReadBack(bed, nat({ ...nat64, id: 1 }));
    await isReadBack(bed, nat({ ...nat66, id: 1 }));
    await isReadBack(bed, nat({ ...det44, id: 1 }));
    await isReadBack(bed, nat({ ...endpointDependent, id: 1 }));
  },

  "interfaces change sides, and a NAT follows an interface that is made anew": async (bed) => {
    const sides = (...list: readonly a.Member[]) => nat({ id: 1, "sweetcomb-nat:interface": list });
    await isReadBack(bed, sides({ interface: "loop0", inside: true }));
    await isReadBack(bed, sides({ interface: "loop0", inside: true, outside: true }));
    await isReadBack(bed, sides({ interface: "loop0", outside: true }));
    await isReadBack(bed, sides({ interface: "loop0", "output-feature": true }));
    const moved = nat(endpointDependent);
    await isReadBack(bed, moved);
    const [loop0, loop1, loop2] = (moved["ietf-interfaces:interfaces"] as { interface: a.Member[] }).interface;
    const anew = { ...loop1, "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" };
    await isReadBack(bed, { ...moved, ...a.interfaces(loop0!, anew, loop2!) });
  },

  "det44 goes and comes, which this VPP would not survive if it were disabled": async (bed) => {
    for (let times = 0; times < 3; times++) {
      await isReadBack(bed, nat(det44));
      await bed.configure(nat());
    }
    const otherVrf = { ...det44, "sweetcomb-nat:det44": { "inside-vrf": "red" } };
    await assert.rejects(bed.configure(nat(otherVrf)), /VRFs that det44 had at first/);
  },

  "what NAT of this VPP takes and gets wrong, or what would end it, is refused with the leaf": async (bed) => {
    const entry = (...entries: readonly a.Member[]) => ({ id: 1, "mapping-table": { "mapping-entry": entries } });
    const policy = (more: a.Member) => ({ id: 1, policy: [{ id: 1, ...more }] });
    const det44Map = (inside: string, outside: string) => ({
      ...det44,
      "sweetcomb-nat:det44": { mapping: [{ "inside-prefix": inside, "outside-prefix": outside }] },
    });
    const cases: readonly (readonly [a.Member, RegExp, RegExp])[] = [
      [{ id: 1, "sweetcomb-nat:nat44": { sessions: 9_000_000 } }, /sessions$/, /MB of VPP's heap/],
      [entry(mapping(1, "10.0.0.0/24", "192.0.2.1/32")), /internal-src-address$/, /full length/],
      [entry(shared(1, "192.0.2.1", [local("10.0.1.1")])), /local$/, /two hosts at least/],
      [entry(tcp(1, "10.0.0.1 0", "192.0.2.1 1")), /internal-src-port$/, /port 0/],
      [
        entry(mapping(1, "10.0.0.1/32", "192.0.2.1/32", { "sweetcomb-nat:twice-nat": "always" })),
        /twice-nat$/,
        /with ports only/,
      ],
      [
        entry(shared(1, "192.0.2.1", [local("10.0.1.1"), local("10.0.1.2", 1, { vrf: "red" })])),
        /vrf$/,
        /unless the mapping is out2in-only/,
      ],
      [policy({ "external-ip-address-pool": [pool(1, "10.0.0.0/8")] }), /external-ip-pool$/, /at most 16384/],
      [
        policy({ "external-ip-address-pool": [pool(1, "10.0.0.0/18"), pool(2, "192.0.2.2/32")] }),
        /pool-id='2'\]\/external-ip-pool$/,
        /at most 16384 together/,
      ],
      [
        policy({ "external-ip-address-pool": [pool(1, "192.0.2.0/30"), pool(2, "192.0.2.2/32")] }),
        /external-ip-pool$/,
        /in two pools/,
      ],
      [det44Map("10.0.0.0/30", "192.0.2.0/24"), /outside-prefix$/, /more outside addresses/],
      [det44Map("10.0.0.0/8", "192.0.2.0/20"), /inside-prefix$/, /MB of VPP's heap/],
      [det44Map("10.0.0.0/8", "192.0.2.0/32"), /outside-prefix$/, /not a port for each/],
    ];
    for (const [instance, leaf, message] of cases) {
      await assert.rejects(bed.configure(nat(instance)), (error: { details?: { path: string }; message: string }) => {
        assert.match(error.details?.path ?? error.message, leaf);
        assert.match(error.message, message);
        return true;
      });
    }
  },

  "NAT64 has pools of 256 addresses together, of which each takes a megabyte": async (bed) => {
    const nat64 = (...pools: readonly a.Member[]) =>
      nat({ id: 1, type: "ietf-nat:nat64", policy: [{ id: 1, "external-ip-address-pool": pools }] });
    const [half, other] = [pool(1, "198.51.100.0/25"), pool(2, "198.51.100.128/25")];
    await bed.configure(nat64(half));
    await bed.configure(nat64(half, other)).catch((failure: Error) => {
      const hasNoRoom = /of VPP's heap/.test(failure.message);
      throw hasNoRoom ? new NumbersApart("This VPP has used up half of its heap: start it anew") : failure;
    });
    await isReadBack(bed, nat64(half, other));
    await isRefused(
      bed,
      nat64(half, other, pool(3, "192.0.2.0/32")),
      "/ietf-nat:nat/instances/instance[id='1']/policy[id='1']/external-ip-address-pool[pool-id='3']/external-ip-pool",
      /a megabyte for each address, so its pools have at most 256 together/,
    );
    await isReadBack(bed, nat64(other));
  },

  "combinations that no NAT has are refused by validation": async (bed) => {
    await assert.rejects(bed.configure(nat({ id: 1 }, { id: 2 })), /one translator of each type/);
    await assert.rejects(bed.configure(nat({ id: 1, enable: false })), /as long as it is configured/);
    await assert.rejects(bed.configure(nat({ id: 1, policy: [{ id: 1 }, { id: 2 }] })), /one policy/);
    await assert.rejects(bed.configure(nat({ id: 1, type: "ietf-nat:dst-nat" })), /napt44, nat64/);
    await assert.rejects(
      bed.configure(nat({ id: 1, "sweetcomb-nat:interface": [{ interface: "loop0" }] })),
      /inside, outside, or has the output feature/,
    );
    const out2in = {
      ...endpointIndependent,
      "mapping-table": {
        "mapping-entry": [mapping(1, "10.0.0.3/32", "192.0.2.3/32", { "sweetcomb-nat:out2in-only": true })],
      },
    };
    await assert.rejects(bed.configure(nat(out2in)), /need endpoint-dependent processing/);
  },

  "all types of NAT work side by side": (bed) =>
    isReadBack(
      bed,
      nat({ ...endpointDependent, "sweetcomb-nat:interface": [{ interface: "loop0", inside: true }] }, nat64, {
        ...nat66,
        "sweetcomb-nat:interface": [{ interface: "loop2", inside: true }],
      }),
    ),

  "the queues between the workers of a NAT44 have the length that is configured, and VPP's own again": async (bed) => {
    for (const processing of ["endpoint-dependent", "endpoint-independent"]) {
      const nat44 = (more: a.Member) =>
        nat({ id: 1, type: "ietf-nat:napt44", "sweetcomb-nat:nat44": { processing, ...more } });
      await isReadBack(bed, nat44({ "frame-queue-size": 256 }));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, nat44({ "frame-queue-size": 1024 }));
      await bed.configure(nat44({}));
      assertContains(await bed.southbound.read({}), nat44({ "frame-queue-size": 64 }));
      await bed.configure({});
      await assert.rejects(bed.configure(nat44({ "frame-queue-size": 100 })), /out of the allowed range/);
    }
  },
};

/** Plugin npt66 is not loaded unless the start-up configuration of VPP says so. */
function whereThereIs(
  instance: a.Member,
  proves: (bed: TestBed, configuration: Configuration) => Promise<void>,
): Scenario {
  return async (bed) => {
    if (instance !== nptv6 || (await hasNpt66(bed))) await proves(bed, nat(instance));
  };
}

async function hasNpt66(bed: TestBed): Promise<boolean> {
  return (await bed.asOther()).supports(Npt66BindingAddDel);
}

async function isLeftAlone(bed: TestBed, configuration: Configuration): Promise<void> {
  await bed.configure(configuration);
  assert.deepEqual(await bed.restartServer(), []);
  assertContains(await bed.southbound.read({}), configuration);
}

/** A commit that nobody remembers leaves nothing: the next one of the same finds no remains in its way. */
async function isTakenBack(bed: TestBed, after: Configuration): Promise<void> {
  await bed.configure(nat());
  await bed.applyToVppOnly(after);
  await bed.restartServer();
  assert.deepEqual(await bed.restartServer(), []);
  await isReadBack(bed, after);
}
