/** Punted packets. */

import assert from "node:assert/strict";
import { CliInband, type StnAddDelRule } from "vpp-binapi-ts/api";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const redirect = (from: string, family: string, to: string, nextHop: string): a.Member => ({
  "receiving-interface": from,
  "address-family": family,
  "outgoing-interface": to,
  "next-hop-address": nextHop,
});
const sharedRedirect = (from: string, family: string, ...nextHops: readonly a.Member[]): a.Member => ({
  "receiving-interface": from,
  "address-family": family,
  "next-hop": nextHops.map((nextHop, index) => ({ index: `${index}`, ...nextHop })),
});
const neighbour = (name: string, address: string, more: a.Member = {}): a.Member => ({
  "outgoing-interface": name,
  "next-hop-address": address,
  ...more,
});
const punt = (more: a.Member) => ({
  ...a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
    a.loopback("loop1", a.addresses("198.51.100.1/24")),
  ),
  "sweetcomb-punt:punt": more,
});

const port = (list: string, number: number, more: a.Member = {}): a.Member => ({
  [list]: [{ "address-family": "ipv4", port: number, ...more }],
});

export const puntScenarios: Scenarios = {
  "redirects of punted packets are read back, change, and go with their interfaces": async (bed) => {
    const redirects = [
      redirect("any", "ipv4", "loop0", "192.0.2.2"),
      redirect("loop1", "ipv4", "loop0", "192.0.2.3"),
      redirect("loop1", "ipv6", "loop0", "2001:db8::2"),
    ];
    await isReadBack(bed, punt({ redirect: redirects }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, punt({ redirect: [redirect("any", "ipv4", "loop1", "198.51.100.2")] }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /next-hop-address/);
  },

  "punted packets are shared by several neighbours, by weight and preference, and by one again": async (bed) => {
    const [first, second] = [neighbour("loop0", "192.0.2.2"), neighbour("loop1", "198.51.100.2", { weight: 3 })];
    const spare = neighbour("loop1", "198.51.100.9", { preference: 1 });
    const overIpv6 = ["2001:db8::2", "2001:db8::3"].map((address) => neighbour("loop0", address));
    await isReadBack(bed, punt({ redirect: [sharedRedirect("any", "ipv4", second, first, spare)] }));
    assert.deepEqual(await bed.restartServer(), []);
    const both = [sharedRedirect("any", "ipv4", first, spare), sharedRedirect("loop1", "ipv6", ...overIpv6)];
    await isReadBack(bed, punt({ redirect: both }));
    await isReadBack(bed, punt({ redirect: [sharedRedirect("any", "ipv4", second)] }));
    await isReadBack(bed, punt({ redirect: [sharedRedirect("any", "ipv4", first)] }));
    await isReadBack(bed, punt({ redirect: [redirect("any", "ipv4", "loop0", "192.0.2.2")] }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /next-hop-address/);
  },

  "one neighbour twice, none, or neighbours of another family are no way for punted packets": async (bed) => {
    const one = neighbour("loop0", "192.0.2.2");
    const twice = punt({ redirect: [sharedRedirect("any", "ipv4", one, { ...one, weight: 2 })] });
    const leaf = "/sweetcomb-punt:punt/redirect[receiving-interface='any'][address-family='ipv4']/next-hop";
    await isRefused(bed, twice, leaf, /give one of them more weight/);
    await assert.rejects(bed.configure(punt({ redirect: [sharedRedirect("any", "ipv4")] })));
    await assert.rejects(bed.configure(punt({ redirect: [sharedRedirect("any", "ipv6", one)] })), /of their family/);
  },

  "ports are punted, and a policer holds the packets back": async (bed) => {
    const policers = (...names: readonly string[]) => ({
      "sweetcomb-qos:policers": {
        policer: names.map((name) => ({ name, "committed-rate": 1000, "committed-burst": "64000" })),
      },
    });
    const ports = {
      "udp-port": [
        { "address-family": "ipv4", port: 5060 },
        { "address-family": "ipv6", port: 5060 },
      ],
      "unknown-port": [{ "address-family": "ipv4", protocol: "tcp" }],
    };
    const policed = (policer: string) => ({ ...ports, policer: [{ "address-family": "ipv4", policer }] });
    await isReadBack(bed, { ...policers("slow"), ...punt(policed("slow")) });
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, { ...policers("slower"), ...punt(policed("slower")) });
    const both = { policer: ["ipv4", "ipv6"].map((family) => ({ "address-family": family, policer: "slower" })) };
    await isReadBack(bed, { ...policers("slower"), ...punt({ ...ports, ...both }) });
    await isReadBack(bed, punt(ports));
  },

  "a UDP port that VPP itself listens on is not taken from it": async (bed) => {
    const tunnel = a.tunnel("vxlan", "vxlan0", { local: "192.0.2.1", remote: "192.0.2.9", vni: 5 });
    const listening = a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24")), tunnel);
    await bed.configure(listening);
    for (const list of [port("udp-port", 4789), port("port-socket", 4789, { socket: "/tmp/program.sock" })]) {
      await assert.rejects(
        bed.configure({ ...listening, "sweetcomb-punt:punt": list }),
        /itself listens on UDP port 4789/,
      );
    }
  },

  "a next hop of another family than the punted packets is refused": async (bed) => {
    const mixed = redirect("any", "ipv6", "loop0", "192.0.2.2");
    await assert.rejects(bed.configure(punt({ redirect: [mixed] })), /of their family/);
  },

  "addresses that VPP shares with its host are read back, and change their interface": async (bed) => {
    const shared = (name: string) =>
      punt({ address: ["192.0.2.77", "2001:db8::77"].map((ip) => ({ ip, "outgoing-interface": name })) });
    await isReadBack(bed, shared("loop0"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, shared("loop1"));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /192\.0\.2\.77/);
  },
};

export const puntScenariosOfRealVpp: Scenarios = {
  "an interface that gets the number of one through which addresses were shared has IP": async (bed) => {
    const loop0 = a.loopback("loop0", a.addresses("192.0.2.1/24"));
    const shared = (ip: string, name: string) => ({
      "sweetcomb-punt:punt": { address: [{ ip, "outgoing-interface": name }] },
    });
    const other = await bed.asOther();
    const disabled = async () => {
      const { reply } = await other.call(CliInband, { cmd: "show interface features loop0" });
      return [...reply.matchAll(/ip[46]-not-enabled/g)].map(([name]) => name);
    };
    const bare = a.interfaces(a.loopback("loop0"), a.loopback("loop1"));
    for (const first of [bare, a.interfaces(loop0, a.loopback("loop1"))]) {
      await bed.configure({ ...first, ...shared("192.0.2.77", "loop0") });
      await bed.configure({ ...first, ...shared("192.0.2.77", "loop1") });
      await bed.configure({ ...first, ...shared("192.0.2.78", "loop0") });
      await bed.configure({});
      await bed.configure(bare);
      assert.deepEqual(await disabled(), ["ip6-not-enabled", "ip6-not-enabled", "ip4-not-enabled", "ip4-not-enabled"]);
      await bed.configure(a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64"))));
      assert.deepEqual(await disabled(), []);
    }
  },
};

/** Need a VPP whose start configuration has a punt socket. */
export const puntScenariosOfSimulator: Scenarios = {
  "what VPP counts of shared addresses on an interface, in eight bits, is where it was when they are gone": async (
    bed,
  ) => {
    const { simulator } = bed;
    assert.ok(simulator);
    const shared = (name: string) => punt({ address: [{ ip: "192.0.2.77", "outgoing-interface": name }] });
    await bed.configure(shared("loop0"));
    simulator.clearJournal();
    await bed.configure(shared("loop1"));
    await bed.configure({});
    const counts = new Map<number, number>();
    for (const { message, fields } of simulator.journal) {
      if (message !== "stn_add_del_rule") continue;
      const { isAdd, swIfIndex } = fields as StnAddDelRule;
      if (isAdd) counts.set(swIfIndex, (counts.get(swIfIndex) ?? 0) + 1);
    }
    assert.deepEqual([...counts.values()], [255, 256]);
  },

  "programs get packets of ports, protocols and reasons on their sockets, which are read back, change and go": async (
    bed,
  ) => {
    const sockets = (socket: string): a.Member => ({
      "port-socket": [
        { "address-family": "ipv4", port: 5060, socket },
        { "address-family": "ipv6", port: 5060, socket },
      ],
      "protocol-socket": [
        { "address-family": "ipv4", protocol: "ospf", socket },
        { "address-family": "ipv6", protocol: "sctp", socket },
      ],
      "reason-socket": [{ reason: "ipsec4-no-such-tunnel", socket }],
    });
    await isReadBack(bed, { "sweetcomb-punt:punt": sockets("/tmp/program.sock") });
    assert.match(JSON.stringify(await bed.southbound.read({})), /"known-reason":\["ipsec4-spi-o-udp-0",/);
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, { "sweetcomb-punt:punt": sockets("/tmp/other.sock") });
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /socket/);
  },

  "a reason that VPP does not have, and a port that is punted twice, are refused": async (bed) => {
    const unknown = { "reason-socket": [{ reason: "boredom", socket: "/tmp/program.sock" }] };
    await assert.rejects(bed.configure({ "sweetcomb-punt:punt": unknown }), /no reason "boredom"/);
    const twice = { ...port("udp-port", 5060), ...port("port-socket", 5060, { socket: "/tmp/program.sock" }) };
    await assert.rejects(bed.configure({ "sweetcomb-punt:punt": twice }), /not to both/);
  },
};
