/** IPsec with manual keys. */

import assert from "node:assert/strict";
import { CliInband } from "vpp-binapi-ts/api";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

/** Keys of so many bytes. Written as VPP tells them: lower case. */
const key = (bytes: number, digit = "a") => digit.repeat(2 * bytes);

function association(id: number, more: a.Member = {}): a.Member {
  return {
    id,
    spi: 1000 + id,
    "encryption-algorithm": "aes-gcm-128",
    "encryption-key": key(16),
    salt: "01020304",
    ...more,
  };
}

function tunnel(source: string, destination: string, more: a.Member = {}): a.Member {
  return { tunnel: { source, destination, ...more } };
}

function ipsec(more: a.Member) {
  return { "sweetcomb-ipsec:ipsec": more };
}

function ipsecInterface(name: string, more: a.Member = {}): a.Member {
  return { name, type: "sweetcomb-ipsec:ipsec-interface", ...more };
}

function protection(outbound: number, inbound: readonly number[], nextHop = "any"): a.Member {
  return {
    "sweetcomb-ipsec:tunnel-protection": [{ "next-hop": nextHop, "outbound-sa": outbound, "inbound-sa": inbound }],
  };
}

const west = "192.0.2.1";
const east = "192.0.2.2";

/** Lengths of the keys in bytes. */
const encryptions: Readonly<Record<string, number>> = {
  "aes-cbc-128": 16,
  "aes-cbc-192": 24,
  "aes-cbc-256": 32,
  "aes-ctr-128": 16,
  "aes-ctr-192": 24,
  "aes-ctr-256": 32,
  "3des-cbc": 24,
};
const alone: Readonly<Record<string, number>> = {
  "aes-gcm-128": 16,
  "aes-gcm-192": 24,
  "aes-gcm-256": 32,
  "chacha20-poly1305": 32,
  "aes-null-gmac-128": 16,
  "aes-null-gmac-192": 24,
  "aes-null-gmac-256": 32,
};
const integrities = ["md5-96", "sha1-96", "sha-256-96", "sha-256-128", "sha-384-192", "sha-512-256"];

export const ipsecScenarios: Scenarios = {
  "security associations with every algorithm are read back with their keys": (bed) => {
    const combined = Object.entries(encryptions).flatMap(([encryption, length]) =>
      integrities
        .filter((name) => !(name === "md5-96" && encryption.startsWith("aes-ctr")))
        .map((integrity) => ({
          "encryption-algorithm": encryption,
          "encryption-key": key(length),
          "integrity-algorithm": integrity,
          "integrity-key": key(20, "b"),
        })),
    );
    const single = Object.entries(alone).map(([encryption, length]) => ({
      "encryption-algorithm": encryption,
      "encryption-key": key(length),
    }));
    const headers = integrities.map((integrity) => ({
      protocol: "ah",
      "integrity-algorithm": integrity,
      "integrity-key": key(20, "b"),
    }));
    const all = [...combined, ...single, ...headers];
    return isReadBack(
      bed,
      ipsec({ "security-association": all.map((member, index) => ({ id: index, spi: 1000 + index, ...member })) }),
    );
  },

  "every option of a security association is read back": (bed) =>
    isReadBack(bed, {
      ...a.vrfs(a.vrf("outside", 30)),
      ...ipsec({
        "asynchronous-crypto": true,
        "security-association": [
          association(1, { direction: "outbound", "extended-sequence-numbers": true, asynchronous: true }),
          association(2, { direction: "inbound", "anti-replay-window": 1024, salt: "fffe0001" }),
          association(3, {
            ...tunnel(west, east, {
              vrf: "outside",
              dscp: 12,
              "hop-limit": 33,
              options: "encap-copy-df encap-copy-dscp encap-copy-ecn decap-copy-ecn encap-inner-hash",
            }),
            "udp-encapsulation": { "source-port": 4501, "destination-port": 4502 },
          }),
          association(4, {
            direction: "inbound",
            ...tunnel("2001:db8::1", "2001:db8::2", { options: "encap-copy-hop-limit encap-copy-flow-label" }),
            "udp-encapsulation": {},
          }),
          { id: 5, spi: 4294967295 },
        ],
      }),
    }),

  "the ends of a tunnel move in place, and other changes make the association anew": async (bed) => {
    const of = (...members: a.Member[]) => ipsec({ "security-association": members });
    await isReadBack(bed, of(association(1, { ...tunnel(west, east), "udp-encapsulation": {} })));
    const moved = { ...tunnel(west, "192.0.2.3"), "udp-encapsulation": { "destination-port": 4600 } };
    await isReadBack(bed, of(association(1, moved)));
    const inside = { vrf: "outside", dscp: 46, "hop-limit": 9, options: "encap-copy-df decap-copy-ecn" };
    const toIpv6 = { ...tunnel("2001:db8::1", "2001:db8::2", inside), "udp-encapsulation": { "source-port": 4501 } };
    await isReadBack(bed, { ...a.vrfs(a.vrf("outside", 30)), ...of(association(1, toIpv6)) });
    await isReadBack(bed, of(association(1, { ...moved, "encryption-key": key(16, "c") })));
    await isReadBack(bed, of(association(1, { "encryption-key": key(16, "c") })));
  },

  "IPsec interfaces are protected, change their keys in place, and are made anew with what they need": async (bed) => {
    const of = (outbound: number, inbound: readonly number[], more: a.Member = {}) => ({
      ...ipsec({
        "security-association": [
          association(1, { ...tunnel(west, east), ...more }),
          association(2, { ...tunnel(east, west), direction: "inbound" }),
          association(3, tunnel(west, east)),
          association(4, { ...tunnel(east, west), direction: "inbound" }),
          association(5, tunnel(west, "192.0.2.5")),
          association(6, { ...tunnel("192.0.2.5", west), direction: "inbound" }),
        ],
      }),
      ...a.interfaces(
        ipsecInterface("ipsec7", { ...protection(outbound, inbound), ...a.addresses("198.51.100.1/32") }),
        ipsecInterface("to the east", {
          "sweetcomb-ipsec:ipsec": { mode: "multipoint" },
          ...protection(5, [6], "203.0.113.5"),
        }),
      ),
    });
    await isReadBack(bed, of(1, [2]));
    await isReadBack(bed, of(3, [2, 4]));
    await isReadBack(bed, of(1, [2]));
    await isReadBack(bed, of(1, [2], { "encryption-key": key(16, "d") }));
    await isReadBack(bed, of(3, [4]));
    const peer = (nextHop: string) => ({
      ...ipsec({
        "security-association": [
          association(1, tunnel("2001:db8::1", "2001:db8::2")),
          association(2, { ...tunnel("2001:db8::2", "2001:db8::1"), direction: "inbound" }),
        ],
      }),
      ...a.interfaces(
        ipsecInterface("many", { "sweetcomb-ipsec:ipsec": { mode: "multipoint" }, ...protection(1, [2], nextHop) }),
      ),
    });
    await isReadBack(bed, peer("2001:db8:1::5"));
    await isReadBack(bed, peer("2001:db8:1::6"));
  },

  "policy databases with rules of every kind are read back and bound to interfaces": async (bed) => {
    const of = (...policies: a.Member[]) => ({
      ...ipsec({
        "security-association": [association(1), association(2, { direction: "inbound" })],
        "policy-database": [{ id: 1, policy: policies }, { id: 2 }],
      }),
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-ipsec:ipsec-policy-database": 1 })),
    });
    const bypass = {
      name: "ike",
      direction: "outbound",
      priority: 100,
      action: "bypass",
      "address-family": "ipv4",
      protocol: 17,
      local: { "first-port": 500, "last-port": 500 },
      remote: { "first-port": 500, "last-port": 500 },
    };
    const protect = {
      name: "to the east",
      direction: "outbound",
      priority: 10,
      action: "protect",
      "security-association": 1,
      "address-family": "ipv4",
      local: { "first-address": "198.51.100.0", "last-address": "198.51.100.255" },
      remote: { "first-address": "203.0.113.0", "last-address": "203.0.113.255" },
    };
    const accept = {
      name: "from the east",
      direction: "inbound",
      action: "protect",
      "security-association": 2,
      "address-family": "ipv4",
    };
    const drop = { name: "the rest", direction: "inbound", priority: -5, action: "discard", "address-family": "ipv6" };
    await isReadBack(bed, of(bypass, protect, accept, drop));
    await isReadBack(bed, of(bypass, { ...protect, priority: 11 }, { ...drop, name: "renamed" }));
    await isReadBack(bed, of());
  },

  "packets are sent with no association whose tunnel leads to an address of VPP, whichever comes first": async (
    bed,
  ) => {
    const because = { tag: "operation-not-supported", message: /sends to itself through a tunnel/ };
    const loop = (ip: string) => a.loopback("loop0", a.addresses(ip));
    const sending = (...own: readonly a.Member[]) => ({
      ...a.interfaces(...own),
      ...ipsec({ "security-association": [association(1, tunnel(west, east))] }),
    });
    await assert.rejects(bed.configure(sending(loop(`${east}/24`))), because);
    await bed.configure(sending());
    await assert.rejects(bed.configure(sending(loop(`${east}/24`))), because);
    await isReadBack(bed, sending(loop(`${west}/24`)));
    await bed.configure(a.interfaces(loop(`${east}/24`)));
    await assert.rejects(bed.configure(sending(loop(`${east}/24`))), because);
    const receiving = association(1, { ...tunnel(west, east), direction: "inbound" });
    await isReadBack(bed, { ...a.interfaces(loop(`${east}/24`)), ...ipsec({ "security-association": [receiving] }) });
  },

  "an association that sends does not move to an address of VPP": async (bed) => {
    const to = (destination: string) => ({
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.3/24"))),
      ...ipsec({ "security-association": [association(1, tunnel(west, destination))] }),
    });
    await bed.configure(to(east));
    const leaf = "/sweetcomb-ipsec:ipsec/security-association[id='1']/tunnel/destination";
    await isRefused(bed, to("192.0.2.3"), leaf, /VPP has 192\.0\.2\.3 itself/);
  },

  "no rule sends with an association what this has sent, whatever comes first, changes or goes": async (bed) => {
    const because = { tag: "operation-not-supported", message: /sent with it again/ };
    for (const [family, [near, far], protocol] of [
      ["ipv4", [west, east], 50],
      ["ipv6", ["2001:db8::1", "2001:db8::2"], 51],
      ["ipv4", [west, east], 17],
    ] as const) {
      const rule = (name: string, action: string, more: a.Member) => {
        return { name, direction: "outbound", action, "address-family": family, ...more };
      };
      const protect = rule("all", "protect", { priority: 10, "security-association": 1 });
      const pass = rule("pass", "bypass", { priority: 20, protocol });
      const sent = (destination: string) => {
        if (protocol === 17) return association(1, { ...tunnel(near, destination), "udp-encapsulation": {} });
        if (protocol === 50) return association(1, tunnel(near, destination));
        const integrity = { "integrity-algorithm": "sha1-96", "integrity-key": key(20) };
        return { id: 1, spi: 1001, protocol: "ah", ...integrity, ...tunnel(near, destination) };
      };
      const of = (policy: readonly a.Member[], association = sent(far)) =>
        ipsec({ "security-association": [association], "policy-database": [{ id: 1, policy }] });
      await assert.rejects(bed.configure(of([protect])), because);
      await assert.rejects(bed.configure(of([protect, { ...pass, priority: 10 }])), because);
      await assert.rejects(bed.configure(of([protect, { ...pass, protocol: 6 }])), because);
      await isReadBack(bed, of([protect, pass]));
      await assert.rejects(bed.configure(of([protect])), because);
      await assert.rejects(bed.configure(of([protect, { ...pass, priority: 9 }])), because);
      const elsewhere = { "first-address": near, "last-address": near };
      await assert.rejects(bed.configure(of([protect, { ...pass, remote: elsewhere }])), because);
      await isReadBack(bed, of([{ ...protect, remote: elsewhere }]));
      await assert.rejects(bed.configure(of([protect])), because);
      const through = { id: 1, spi: 1001, ...(protocol === 51 ? {} : { "encryption-algorithm": "none" }) };
      await isReadBack(bed, of([protect], through));
      await assert.rejects(bed.configure(of([protect])), because);
      await bed.configure({});
    }
  },

  "no two rules send with two associations what each of them has sent, in one database or in two": async (bed) => {
    const to = (name: string, far: string, id: number) => ({
      name,
      direction: "outbound",
      action: "protect",
      "security-association": id,
      "address-family": "ipv4",
      remote: { "first-address": far, "last-address": far },
    });
    const of = (...databases: readonly (readonly a.Member[])[]) =>
      ipsec({
        "security-association": [association(1, tunnel(west, east)), association(2, tunnel(west, "192.0.2.3"))],
        "policy-database": databases.map((policy, id) => ({ id, policy })),
      });
    const [eastward, onward] = [to("to the east", east, 2), to("beyond", "192.0.2.3", 1)];
    await isReadBack(bed, of([eastward], [to("beyond", "192.0.2.4", 1)]));
    const path = (id: number, name: string) =>
      `/sweetcomb-ipsec:ipsec/policy-database[id='${id}']/policy[name='${name}']/security-association`;
    await isRefused(bed, of([eastward], [onward]), path(1, "beyond"), /sent with it again/);
    await isRefused(bed, of([eastward, onward]), path(0, "beyond"), /sent with it again/);
  },

  "a rule that protects keeps no packets from another one, since it may go for a moment": async (bed) => {
    const rule = (name: string, priority: number, more: a.Member) => {
      return { name, direction: "outbound", priority, "address-family": "ipv4", ...more };
    };
    const all = rule("all", 10, { action: "protect", "security-association": 1 });
    const onward = { remote: { "first-address": east, "last-address": east } };
    const outer = rule("through another", 20, { action: "protect", "security-association": 2, ...onward });
    const of = (...policy: readonly a.Member[]) =>
      ipsec({
        "security-association": [association(1, tunnel(west, east)), association(2, tunnel(west, "192.0.2.3"))],
        "policy-database": [{ id: 1, policy }],
      });
    const because = { tag: "operation-not-supported", message: /sent with it again/ };
    const far = { remote: { "first-address": "192.0.2.3", "last-address": "192.0.2.3" } };
    const passOuter = rule("the outer ones pass", 20, { action: "bypass", ...far });
    await assert.rejects(bed.configure(of(all, outer, passOuter)), because);
    const passInner = rule("the inner ones pass", 15, { action: "bypass", ...onward });
    await isReadBack(bed, of(all, outer, passOuter, passInner));
  },

  "two associations do not move in one commit where each sends what the other has sent on the way": async (bed) => {
    const to = (far: string, id: number) => ({
      name: `to ${far}`,
      direction: "outbound",
      action: "protect",
      "security-association": id,
      "address-family": "ipv4",
      remote: { "first-address": far, "last-address": far },
    });
    const [here, there, elsewhere] = ["192.0.2.3", "192.0.2.4", "192.0.2.5"];
    const of = (first: string, second: string) =>
      ipsec({
        "security-association": [association(1, tunnel(west, first)), association(2, tunnel(west, second))],
        "policy-database": [{ id: 1, policy: [to(here, 2), to(there, 1)] }],
      });
    await isReadBack(bed, of(here, elsewhere));
    const because = { tag: "operation-not-supported", message: /would end for a moment/ };
    await assert.rejects(bed.configure(of(elsewhere, there)), because);
    await isReadBack(bed, of(elsewhere, elsewhere));
    await isReadBack(bed, of(elsewhere, there));
  },

  "a rule does not send with an association of received packets": async (bed) => {
    const policy = { name: "out", direction: "outbound", action: "protect", "security-association": 1 };
    const leaf = "/sweetcomb-ipsec:ipsec/policy-database[id='1']/policy[name='out']/security-association";
    const configuration = ipsec({
      "security-association": [association(1, { direction: "inbound" })],
      "policy-database": [{ id: 1, policy: [{ ...policy, "address-family": "ipv4" }] }],
    });
    await isRefused(bed, configuration, leaf, /for packets that are received/);
  },

  "IPIP and GRE tunnels are protected too": async (bed) => {
    const ends = { local: west, remote: east };
    const of = (...associations: a.Member[]) => ({
      ...ipsec({ "security-association": associations }),
      ...a.interfaces(
        a.tunnel("ipip", "over ipip", ends, protection(1, [2])),
        a.tunnel("gre", "over gre", ends, protection(3, [4])),
      ),
    });
    const [out, back] = [association(1), association(2, { direction: "inbound" })];
    const others = [
      association(3, tunnel(west, east)),
      association(4, { ...tunnel(east, west), direction: "inbound" }),
    ];
    await isReadBack(bed, of(out, back, ...others));
    await isReadBack(bed, of({ ...out, "encryption-key": key(16, "e") }, back, ...others));
    assert.deepEqual(await bed.restartServer(), [], "the resync sent changes");
  },

  "a restarted server finds IPsec as it left it": async (bed) => {
    await bed.configure({
      ...ipsec({
        "asynchronous-crypto": true,
        "security-association": [
          association(1, tunnel(west, east)),
          association(2, { ...tunnel(east, west), direction: "inbound", "anti-replay-window": 128 }),
        ],
        "policy-database": [
          {
            id: 7,
            policy: [
              { name: "one", direction: "outbound", action: "bypass", "address-family": "ipv4" },
              { name: "same", direction: "outbound", action: "bypass", "address-family": "ipv4" },
            ],
          },
        ],
      }),
      ...a.interfaces(
        ipsecInterface("ipsec1", protection(1, [2])),
        a.loopback("loop0", { "sweetcomb-ipsec:ipsec-policy-database": 7 }),
      ),
    });
    assert.deepEqual(await bed.restartServer(), [], "the resync sent changes");
  },

  "keys and combinations that VPP cannot take are refused with the leaf": async (bed) => {
    const refused = async (member: a.Member, leaf: RegExp, message: RegExp) =>
      assert.rejects(
        bed.configure(ipsec({ "security-association": [association(1, member)] })),
        (error: { message: string; details?: { path?: string } }) => {
          assert.match(error.message, message);
          assert.match(error.details?.path ?? "", leaf);
          assert.doesNotMatch(error.message, /aaaa/, "the message tells a key");
          return true;
        },
      );
    await refused({ "encryption-key": key(15), ...tunnel(west, east) }, /encryption-key$/, /needs a key of 16 bytes/);
    await refused(
      { "encryption-algorithm": "des-cbc", "encryption-key": key(8) },
      /encryption-algorithm$/,
      /takes no DES keys/,
    );
    await refused({ "encryption-algorithm": "aes-gcm-256" }, /encryption-key$/, /needs a key of 32 bytes/);
    await refused(
      { "integrity-algorithm": "sha1-96", "integrity-key": key(20) },
      /integrity-algorithm$/,
      /authenticates itself/,
    );
    await refused(
      { "encryption-algorithm": "aes-ctr-128", "integrity-algorithm": "md5-96", "integrity-key": key(16) },
      /integrity-algorithm$/,
      /does not combine/,
    );
    await refused(
      { "encryption-algorithm": "aes-cbc-128", "integrity-algorithm": "sha1-96" },
      /integrity-key$/,
      /needs a key/,
    );
  },

  "a worker that VPP does not have is refused, and the association is taken back": async (bed) => {
    await assert.rejects(
      bed.configure(ipsec({ "security-association": [association(1, { worker: 9 })] })),
      /INVALID_WORKER|ipsec_sad_bind/,
    );
    await isReadBack(bed, ipsec({ "security-association": [association(1)] }));
  },

  "an interface that is no tunnel is not protected": async (bed) => {
    const associations = ipsec({ "security-association": [association(1), association(2, { direction: "inbound" })] });
    await assert.rejects(
      bed.configure({ ...associations, ...a.interfaces(a.loopback("loop0", protection(1, [2]))) }),
      /IPsec can protect IPsec interfaces/,
    );
    await isReadBack(bed, associations);
  },
};

export const ipsecScenariosOfRealVpp: Scenarios = {
  "packets that are routed to an IPsec interface are encrypted, and counted by association": async (bed) => {
    const neighbor = { neighbor: [{ ip: east, "link-layer-address": "02:00:00:00:00:02" }] };
    const { "ietf-ip:ipv4": ipv4 } = a.addresses(`${west}/24`) as { "ietf-ip:ipv4": object };
    await bed.configure({
      ...ipsec({
        "security-association": [
          association(1, tunnel(west, east)),
          association(2, { ...tunnel(east, west), direction: "inbound" }),
        ],
      }),
      ...a.interfaces(
        a.loopback("loop0", { "ietf-ip:ipv4": { ...ipv4, ...neighbor } }),
        ipsecInterface("ipsec0", { ...protection(1, [2]), ...a.addresses("198.51.100.1/32") }),
      ),
      ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "ipsec0" } })),
    });
    const vpp = await bed.asOther();
    const { reply } = await vpp.call(CliInband, { cmd: "ping 203.0.113.1 repeat 3 interval 0.01" });
    assert.match(reply, /3 sent/);
    const state: unknown = await bed.southbound.read({ paths: ["/sweetcomb-ipsec:ipsec"] });
    const associations = (state as Ipsec)["sweetcomb-ipsec:ipsec"]["security-association"];
    const sent = associations.find(({ id }) => id === 1);
    assert.equal(sent?.state["last-sequence-sent"], "3");
    assert.equal(sent?.state.packets, "3");
  },
};

interface Ipsec {
  readonly "sweetcomb-ipsec:ipsec": {
    readonly "security-association": readonly {
      readonly id: number;
      readonly state: Readonly<Record<string, string>>;
    }[];
  };
}
