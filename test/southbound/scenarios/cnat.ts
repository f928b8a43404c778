/** Connection tracking NAT. */

import assert from "node:assert/strict";
import { CliInband, CnatSnatAddressesDump, CnatTranslationDump, ControlPing, IpTableAddDelV2 } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { cnat, port, service } from "../cnat-configuration.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { NumbersApart } from "../equal-numbers.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually, forgetPackets, sendPackets } from "../send-packets.js";

const loopbacks = a.interfaces(
  a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
  a.loopback("loop1", a.addresses("198.51.100.1/24")),
);

const services = [
  service(
    "203.0.113.10",
    port("tcp", 80, {}, "192.0.2.11:8080", "192.0.2.12:8080"),
    port("udp", 53, { "load-balancing": "maglev", "flow-hash": "source-address" }, "192.0.2.11:5353"),
    port("sctp", 3868, { "return-sessions": false }, "192.0.2.13:3868"),
  ),
  service("2001:db8:80::1", port("tcp", 443, { "load-balancing": "maglev" }, "2001:db8::11:8443", "2001:db8::12:8443")),
  {
    ...service("192.0.2.1", {
      ...port("tcp", 8080, { "allocate-source-port": true }),
      backend: [
        { address: "192.0.2.14", port: 80, "source-address": "198.51.100.7", "source-port": 4000 },
        { address: "192.0.2.15", port: 80, "forward-only": true },
      ],
    }),
    shared: true,
  },
  { ...service("203.0.113.11", port("udp", 123, {}, "192.0.2.16:123")), "on-interfaces-only": true },
];

const sourceNat = {
  "ipv4-address": "198.51.100.200",
  "ipv6-address": "2001:db8::200",
  policy: "kubernetes",
  "exclude-prefix": [{ prefix: "10.0.0.0/8" }, { prefix: "2001:db8:1::/48" }],
  interface: [
    { name: "loop0", role: "include-ipv4" },
    { name: "loop0", role: "include-ipv6" },
    { name: "loop0", role: "pod" },
    { name: "loop1", role: "host" },
  ],
};

const sourceNatAlone = { "ipv4-address": "198.51.100.200", policy: "all" };

/** Also where a VPP that others have used has the tables of these VRFs at two places. */
async function atOnePlace(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (failure) {
    const isApart = failure instanceof Error && /at two places/.test(failure.message);
    throw isApart ? new NumbersApart("The indexes of this VPP's tables have drifted apart: start it anew") : failure;
  }
}

export const cnatScenarios: Scenarios = {
  "each VRF has source addresses of its own, which change with it and beside those of the default one": (bed) =>
    atOnePlace(async () => {
      const beside = (list: readonly a.Member[], more: a.Member = {}) => ({
        ...a.vrfs(a.vrf("red", 20), a.vrf("blue", 21)),
        ...a.interfaces(a.loopback("loop0", { "sweetcomb-routing:vrf": "red", ...a.addresses("192.0.2.1/24") })),
        ...cnat({ ...(list.length > 0 && { "vrf-source-nat": list }), interface: [{ name: "loop0" }], ...more }),
      });
      const red = { vrf: "red", "ipv4-address": "198.51.100.201", "ipv6-address": "2001:db8::201" };
      const blue = { vrf: "blue", "ipv6-address": "2001:db8::202", "on-interfaces-only": true };
      await isReadBack(bed, beside([red, blue]));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, beside([{ ...red, "ipv4-address": "198.51.100.203" }], { "source-nat": sourceNatAlone }));
      await isReadBack(bed, beside([blue], { "source-nat": sourceNatAlone }));
      await isReadBack(bed, beside([]));
      assert.doesNotMatch(JSON.stringify(await bed.southbound.read({})), /2001:db8::202/);
    }),

  "the policy of source NAT loses its interfaces, and VPP is asked for clients of PPPoE": async (bed) => {
    const translated = (...interfaces: readonly string[]) => ({
      ...a.interfaces(a.loopback("loop0"), a.loopback("loop1")),
      ...cnat({
        "source-nat": { ...sourceNatAlone, interface: interfaces.map((name) => ({ name, role: "include-ipv4" })) },
      }),
    });
    await bed.configure(translated("loop0", "loop1"));
    await bed.configure(translated());
    await bed.configure({});
    await bed.configure(translated("loop1"));
    await bed.configure({});
    const type = "sweetcomb-interfaces:memif";
    await isReadBack(bed, {
      ...a.interfaces({ name: "memif0/1", type, [type]: { id: 1 } }),
      "sweetcomb-tunnels:pppoe": { "control-plane-interface": "memif0/1" },
    });
  },

  "source addresses of a VRF whose tables are at two places in VPP are refused": async (bed) => {
    const other = await bed.asOther();
    const single = (tableId: number, isAdd: boolean) =>
      other.call(IpTableAddDelV2, { isAdd, createMfib: true, table: { tableId, isIp6: false, name: "single" } });
    const blue = { name: "blue", ipv4: { "table-id": 31 }, ipv6: { "table-id": 32 } };
    const addresses = [{ vrf: "blue", "ipv4-address": "198.51.100.201" }];
    const ofBlue = { ...a.vrfs(blue), ...cnat({ "vrf-source-nat": addresses }) };
    await single(30, true);
    try {
      // In a VPP that others have used, this one may be what brings the two tables to one place.
      const isTaken = await bed.configure(ofBlue).then(
        () => true,
        () => false,
      );
      await bed.configure({});
      if (isTaken) await single(33, true);
      await isRefusedAlive(bed, ofBlue, /at two places/);
      if (isTaken) await single(33, false);
    } finally {
      await bed.configure({});
      await single(30, false);
    }
  },

  "no backend leads back to its virtual address, since VPP would translate the first packet for ever": async (bed) => {
    const because = { tag: "operation-not-supported", message: /leads back to .* for ever/ };
    const of = (ways: Readonly<Record<string, string>>, protocol = "udp") =>
      cnat({
        "virtual-address": Object.entries(ways).map(([from, to]) => {
          const at = from.lastIndexOf(":");
          return service(from.slice(0, at), port(protocol, Number(from.slice(at + 1)), {}, to));
        }),
      });
    await assert.rejects(bed.configure(of({ "203.0.113.10:80": "203.0.113.10:80" })), because);
    await isReadBack(bed, of({ "203.0.113.10:80": "203.0.113.10:81" }));
    const there = { "203.0.113.10:80": "203.0.113.11:81", "203.0.113.11:81": "203.0.113.12:82" };
    await isReadBack(bed, of({ ...there, "203.0.113.12:82": "203.0.113.10:81" }));
    await assert.rejects(bed.configure(of({ ...there, "203.0.113.12:82": "203.0.113.10:80" })), because);
    await bed.configure(of(there));
    await assert.rejects(bed.configure(of({ ...there, "203.0.113.12:82": "203.0.113.10:80" })), because);
    await assert.rejects(
      bed.configure(of({ "2001:db8:80::1:80": "2001:db8:80::2:80", "2001:db8:80::2:80": "2001:db8:80::1:80" })),
      because,
    );
  },

  "virtual addresses with translations, source NAT and interfaces are read back": async (bed) => {
    const configuration = {
      ...loopbacks,
      ...cnat({ "virtual-address": services, "source-nat": sourceNat, interface: [{ name: "loop0" }] }),
    };
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, loopbacks);
    assert.deepEqual(await translationsIn(bed), []);
  },

  "backends come and go in place, and what VPP keeps of a translation makes it anew": async (bed) => {
    const of = (more: a.Member, ...backends: readonly string[]) =>
      cnat({ "virtual-address": [service("203.0.113.10", port("tcp", 80, more, ...backends))] });
    await isReadBack(bed, of({}, "192.0.2.11:80", "192.0.2.12:80"));
    await isReadBack(bed, of({}, "192.0.2.12:80", "192.0.2.13:80", "192.0.2.14:80"));
    await isReadBack(bed, of({ "allocate-source-port": true }, "192.0.2.14:80"));
    await isReadBack(bed, of({ "load-balancing": "maglev" }, "192.0.2.14:80"));
    await isReadBack(bed, of({ "load-balancing": "maglev", "flow-hash": "source-address" }, "192.0.2.14:80"));
    const fields = "source-address destination-address source-port destination-port protocol reverse symmetric";
    await isReadBack(bed, of({ "flow-hash": fields }, "192.0.2.14:80"));
    const forwardOnly = { backend: [{ address: "192.0.2.14", port: 80, "forward-only": true }] };
    await isReadBack(bed, of({ "load-balancing": "maglev", ...forwardOnly }));
  },

  "a virtual address becomes a shared one with all its translations": async (bed) => {
    const of = (more: a.Member) =>
      cnat({
        "virtual-address": [
          {
            ...service("203.0.113.10", port("tcp", 80, {}, "192.0.2.11:80"), port("tcp", 81, {}, "192.0.2.11:81")),
            ...more,
          },
        ],
      });
    await isReadBack(bed, of({}));
    await isReadBack(bed, of({ shared: true }));
    await isReadBack(bed, of({ "on-interfaces-only": true }));
  },

  "source NAT gets other addresses together with all that its policy looks at": async (bed) => {
    const of = (more: a.Member) => ({ ...loopbacks, ...cnat({ "source-nat": { ...sourceNat, ...more } }) });
    await isReadBack(bed, of({}));
    await isReadBack(bed, of({ policy: "interfaces" }));
    await isReadBack(bed, of({ "ipv4-address": "198.51.100.201" }));
    await isReadBack(bed, of({ "exclude-prefix": [{ prefix: "10.0.0.0/8" }, { prefix: "172.16.0.0/12" }] }));
    await isReadBack(bed, of({ "exclude-prefix": [{ prefix: "2001:db8:3::/48" }] }));
    await isReadBack(bed, of({ "exclude-prefix": [] }));
    const { "ipv6-address": _gone, ...ipv4Only } = sourceNat;
    await isReadBack(bed, { ...loopbacks, ...cnat({ "source-nat": { ...ipv4Only, "on-interfaces-only": true } }) });
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, loopbacks);
    const vpp = await bed.asOther();
    for await (const left of vpp.dump(CnatSnatAddressesDump)) assert.fail(JSON.stringify(left));
  },

  "a translation without backends, of which VPP dies, is refused before VPP hears of it": async (bed) => {
    await isRefusedAlive(bed, cnat({ "virtual-address": [service("203.0.113.10", port("tcp", 80, {}))] }), /backend/);
  },

  "a policy of source NAT without an address, of which VPP dies, is refused": async (bed) => {
    for (const part of [
      { policy: "kubernetes" },
      { "exclude-prefix": [{ prefix: "10.0.0.0/8" }] },
      { interface: [{ name: "loop0", role: "pod" }] },
    ]) {
      await isRefusedAlive(bed, { ...loopbacks, ...cnat({ "source-nat": part }) }, /needs an address/);
    }
  },

  "a virtual address that is the source of source NAT, of which VPP dies at its removal, is refused": async (bed) => {
    const both = (address: string) =>
      cnat({
        "virtual-address": [
          service(address, port("tcp", 80, {}, address.includes(":") ? "2001:db8::5:80" : "192.0.2.5:80")),
        ],
        "source-nat": { "ipv4-address": "198.51.100.200", "ipv6-address": "2001:db8::200" },
      });
    await isRefusedAlive(bed, both("198.51.100.200"), /that of source-nat/);
    await isRefusedAlive(bed, both("2001:db8::200"), /that of source-nat/);
    await isReadBack(bed, both("198.51.100.201"));
    // The two change places in one commit.
    await isReadBack(
      bed,
      cnat({
        "virtual-address": [service("198.51.100.200", port("tcp", 80, {}, "192.0.2.5:80"))],
        "source-nat": { "ipv4-address": "198.51.100.201" },
      }),
    );
    await bed.configure({});
    await isAlive(bed);
  },

  "a virtual address is the source of source NAT where that has no route, and each comes and goes": async (bed) => {
    const virtual = {
      "virtual-address": [{ ...service("198.51.100.200", port("tcp", 80, {}, "192.0.2.5:80")), shared: true }],
    };
    const source = { "source-nat": { "ipv4-address": "198.51.100.200", "on-interfaces-only": true } };
    for (const first of [virtual, source]) {
      await isReadBack(bed, cnat(first));
      await isReadBack(bed, cnat({ ...virtual, ...source }));
      await isRefusedAlive(
        bed,
        cnat({ ...virtual, "source-nat": { "ipv4-address": "198.51.100.200" } }),
        /that of source-nat|is a virtual address/,
      );
      await isReadBack(bed, cnat(source));
      await bed.configure({});
    }
    await isAlive(bed);
  },

  "source addresses come and go without harm to VPP": async (bed) => {
    for (const address of ["198.51.100.200", "198.51.100.201", "198.51.100.200"]) {
      await bed.configure({ ...loopbacks, ...cnat({ "source-nat": { ...sourceNat, "ipv4-address": address } }) });
      await bed.configure({});
    }
    await isAlive(bed);
  },

  "what VPP translates wrongly is refused": async (bed) => {
    const one = (address: string, more: a.Member, protocol = "tcp") =>
      cnat({ "virtual-address": [service(address, { ...port(protocol, 80, {}), ...more })] });
    const backend = (address: string, more: a.Member = {}) => ({ backend: [{ address, port: 80, ...more }] });
    await isRefusedAlive(bed, one("203.0.113.10", backend("2001:db8::1")), /ipv4 to ipv4 only/);
    const source = { "source-address": "2001:db8::2" };
    await isRefusedAlive(bed, one("203.0.113.10", backend("192.0.2.1", source)), /ipv4 to ipv4 only/);
    await isRefusedAlive(bed, one("2001:db8::80", backend("2001:db8::1"), "sctp"), /SCTP in IPv6/);
    const destination = { "ipv4-address": "198.51.100.200", policy: "destination" };
    await isRefusedAlive(
      bed,
      cnat({ "source-nat": { ...destination, "exclude-prefix": [{ prefix: "10.0.0.0/8" }] } }),
      /means nothing/,
    );
    await isReadBack(bed, cnat({ "source-nat": destination }));
  },
};

async function isRefusedAlive(bed: TestBed, configuration: Configuration, message: RegExp): Promise<void> {
  await assert.rejects(bed.configure(configuration), message);
  await isAlive(bed);
}

async function isAlive(bed: TestBed): Promise<void> {
  const vpp = await bed.asOther();
  assert.equal((await vpp.call(ControlPing)).retval, 0);
}

async function translationsIn(bed: TestBed): Promise<readonly unknown[]> {
  const vpp = await bed.asOther();
  const found: unknown[] = [];
  for await (const { translation } of vpp.dump(CnatTranslationDump)) found.push(translation);
  return found;
}

/** Packets go through a real VPP only. */
export const cnatScenariosOfRealVpp: Scenarios = {
  "connections to a virtual address are translated, counted and listed, and VPP lives when all is taken away": async (
    bed,
  ) => {
    const mac = "02:00:00:00:00:11";
    // VPP may still track the connection of an earlier run.
    const client = 1024 + (Date.now() % 60_000);
    await bed.configure({
      ...a.interfaces(
        a.loopback("loop0", {
          enabled: true,
          "sweetcomb-interfaces:mac-address": mac,
          ...a.addresses("192.0.2.1/24"),
        }),
      ),
      ...cnat({
        "virtual-address": [service("203.0.113.80", port("udp", 53, {}, "192.0.2.5:5353"))],
        "source-nat": { "ipv4-address": "198.51.100.200", policy: "all" },
        interface: [{ name: "loop0" }],
      }),
    });
    const packets = [
      { count: 3, interface: "loop0", mac, headers: `UDP: 192.0.2.7 -> 203.0.113.80 UDP: ${client} -> 53` },
      { count: 2, interface: "loop0", mac, headers: "UDP: 192.0.2.7 -> 192.0.2.99 UDP: 1234 -> 99" },
    ];
    await sendPackets(bed, packets);
    await eventually(async () => {
      const state = await bed.southbound.read({});
      const translated = [{ ...port("udp", 53, {}), statistics: { connections: "1" } }];
      assertContains(state, cnat({ "virtual-address": [service("203.0.113.80", ...translated)] }));
      const { sessions } = state["sweetcomb-cnat:cnat"] as { sessions?: { session: Record<string, unknown>[] } };
      const listed = sessions?.session.find((one) => one["source-port"] === client);
      assert.deepEqual(listed, {
        protocol: 17,
        "source-address": "192.0.2.7",
        "source-port": client,
        "destination-address": "203.0.113.80",
        "destination-port": 53,
        "is-return": false,
      });
    });
    await forgetPackets(bed, packets);
    await bed.configure({});
    await isRefusedAlive(bed, cnat({ "source-nat": { "ipv4-address": "203.0.113.80" } }), /still tracks connections/);
  },

  "sessions of an interface that was in a VRF before cnat was first used are counted in memory of their own": async (
    bed,
  ) => {
    const mac = "02:00:00:00:00:12";
    const inVrf = {
      ...a.vrfs(a.vrf("blue", 61), a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", {
          enabled: true,
          "sweetcomb-interfaces:mac-address": mac,
          "sweetcomb-routing:vrf": "red",
          ...a.addresses("192.0.2.1/24"),
        }),
      ),
    };
    await bed.configure(inVrf);
    await bed.configure({ ...inVrf, ...cnat({ interface: [{ name: "loop0" }] }) });
    const packets = Array.from({ length: 16 }, (_, flow) => {
      const headers = `UDP: 192.0.2.7 -> 192.0.2.99 UDP: ${2000 + flow} -> 99`;
      return { count: 1, interface: "loop0", mac, headers };
    });
    await sendPackets(bed, packets);
    await eventually(async () => {
      const { sessions } = (await bed.southbound.read({}))["sweetcomb-cnat:cnat"] as { sessions?: { count: number } };
      assert.ok((sessions?.count ?? 0) >= packets.length);
    });
    await forgetPackets(bed, packets);
    await bed.configure({});
    const vpp = await bed.asOther();
    // VPP goes through its heap, and ends where it was written over.
    assert.match((await vpp.call(CliInband, { cmd: "show memory main-heap" })).reply, /main heap/);
  },
};
