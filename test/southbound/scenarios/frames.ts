/** What VPP dies of where an interface carries packets and no Ethernet frames. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const entry = (name: string) => `/ietf-interfaces:interfaces/interface[name='${name}']`;
const lender = (more: a.Member = {}) => a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24"), ...more });
const gre = (payload: "ip" | "ethernet", more: a.Member = {}) =>
  a.tunnel("gre", "gre7", { local: "192.0.2.1", remote: "192.0.2.9", payload }, { enabled: true, ...more });
const ipMemif = (more: a.Member = {}): a.Member => ({
  name: "memif0/7",
  type: "sweetcomb-interfaces:memif",
  enabled: true,
  "sweetcomb-interfaces:memif": { id: 7, mode: "ip" },
  ...more,
});
const bond: a.Member = {
  name: "BondEthernet7",
  type: "iana-if-type:ieee8023adLag",
  "sweetcomb-bond:bond": { id: 7, mode: "active-backup" },
};
const port = { "sweetcomb-l2:l2": { bridge: { domain: "lan" } } };
const domain = { "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 7 }] } };
const client = { "sweetcomb-dhcp:dhcp": { client: {} } };
const member = { "sweetcomb-bond:bond-member": { bond: "BondEthernet7" } };
const router = {
  "sweetcomb-vrrp:vrrp": {
    "virtual-router": [{ id: 1, "address-family": "ipv4", "virtual-address": ["198.51.100.9"] }],
  },
};
const mirror = { "sweetcomb-interfaces:mirror": [{ to: "gre7", layer: "device" }] };

const staticRoute = (destination: string) =>
  "/ietf-routing:routing/control-plane-protocols/control-plane-protocol[type='ietf-routing:static'][name='main']" +
  `/static-routes/ietf-ipv4-unicast-routing:ipv4/route[destination-prefix='${destination}']`;

export const frameScenarios: Scenarios = {
  "an interface without a hardware address is no member of a bond, no DHCP client and no virtual router": async (
    bed,
  ) => {
    const noAddress = /no hardware address/;
    await bed.configure(a.interfaces(lender(), gre("ip"), ipMemif(), bond));
    await isRefused(
      bed,
      a.interfaces(lender(), ipMemif(member), bond),
      `${entry("memif0/7")}/sweetcomb-bond:bond-member`,
      noAddress,
    );
    await isRefused(
      bed,
      a.interfaces(lender(), gre("ip", client)),
      `${entry("gre7")}/sweetcomb-dhcp:dhcp/client`,
      noAddress,
    );
    const path = `${entry("gre7")}/sweetcomb-vrrp:vrrp/virtual-router[id='1'][address-family='ipv4']`;
    await isRefused(bed, a.interfaces(lender(), gre("ip", router)), path, noAddress);
  },

  "a tunnel of packets is no DHCPv6 client, and what gets its number afterwards has IPv6 without harm to VPP": async (
    bed,
  ) => {
    const ipip = (more: a.Member = {}) =>
      a.tunnel("ipip", "ipip7", { local: "192.0.2.1", remote: "192.0.2.9" }, { enabled: true, ...more });
    const addressed = (name: string, address: string) =>
      a.loopback(name, { enabled: true, ...a.addresses(`${address}/64`) });
    await bed.configure(a.interfaces(lender(), ipip()));
    const number = (await a.interfaceOf(bed, "ipip7"))?.["if-index"];
    for (const [leaf, value] of [
      ["ipv6-client", true],
      ["prefix-group", "isp"],
    ] as const) {
      const path = `${entry("ipip7")}/sweetcomb-dhcp:dhcp/${leaf}`;
      const asking = ipip({ "sweetcomb-dhcp:dhcp": { [leaf]: value } });
      await isRefused(bed, a.interfaces(lender(), asking), path, /no hardware address/);
    }
    await bed.configure(a.interfaces(lender()));
    await bed.configure(a.interfaces(lender(), addressed("loop1", "2001:db8:1::1")));
    assert.equal((await a.interfaceOf(bed, "loop1"))?.["if-index"], number);
    await bed.configure(a.interfaces(lender(), a.loopback("loop1")));
    const both = [addressed("loop1", "2001:db8:1::1"), addressed("loop2", "2001:db8:2::1")];
    await isReadBack(bed, a.interfaces(lender(), ...both));
    await isReadBack(bed, a.interfaces(lender(), a.loopback("loop1"), a.loopback("loop2")));
  },

  "only what carries frames sends router advertisements, which is said before VPP hears of it": async (bed) => {
    const sending = (prefix: string) => ({
      "ietf-ip:ipv6": {
        address: [{ ip: `2001:db8:${prefix}::1`, "prefix-length": 64 }],
        "ietf-ipv6-unicast-routing:ipv6-router-advertisements": { "send-advertisements": true },
      },
    });
    const onlyFrames = /carries Ethernet frames/;
    const ipip = a.tunnel("ipip", "ipip7", { local: "192.0.2.1", remote: "192.0.2.9" }, sending("7"));
    for (const packets of [ipip, gre("ip", sending("7")), ipMemif(sending("7"))]) {
      await assert.rejects(bed.configure(a.interfaces(lender(), packets)), onlyFrames);
    }
    const vxlan = a.tunnel("vxlan", "vxlan7", { local: "192.0.2.1", remote: "192.0.2.9", vni: 7 }, sending("8"));
    await isReadBack(bed, a.interfaces(lender(sending("9")), gre("ethernet", sending("7")), vxlan));
  },

  "what needs frames on an interface that is configured without them is refused before VPP is asked": async (bed) => {
    const advertisements = { "ietf-ipv6-unicast-routing:ipv6-router-advertisements": { "managed-flag": true } };
    const managed = { "ietf-ip:ipv6": { address: [{ ip: "2001:db8:7::1", "prefix-length": 64 }], ...advertisements } };
    const packets = (more: a.Member) => [
      gre("ip", more),
      ipMemif(more),
      a.tunnel("ipip", "ipip7", { local: "192.0.2.1", remote: "192.0.2.9" }, more),
    ];
    const asked: Readonly<Record<string, a.Member>> = {
      "sweetcomb-dhcp:dhcp/client": client,
      "sweetcomb-dhcp:dhcp/ipv6-client": { "sweetcomb-dhcp:dhcp": { "ipv6-client": true } },
      "sweetcomb-vrrp:vrrp/virtual-router[id='1'][address-family='ipv4']": router,
      "ietf-ip:ipv6/ietf-ipv6-unicast-routing:ipv6-router-advertisements/managed-flag": managed,
    };
    for (const [leaf, more] of Object.entries(asked)) {
      for (const one of packets(more)) {
        const commit = a.interfaces(lender(), one);
        await isRefused(bed, commit, `${entry(String(one.name))}/${leaf}`, /carries no Ethernet frames/);
      }
    }
    assert.equal(await a.interfaceOf(bed, "gre7"), undefined);
  },

  "router advertisements where IPv6 is switched off are refused before VPP is asked": async (bed) => {
    const advertisements = { "ietf-ipv6-unicast-routing:ipv6-router-advertisements": { "managed-flag": true } };
    const without = a.interfaces(a.loopback("loop0", { "ietf-ip:ipv6": { enabled: false, ...advertisements } }));
    await assert.rejects(bed.configure(without), (error: { message: string; details: { vpp?: unknown } }) => {
      assert.match(error.message, /needs interface-ipv6-enabled loop0, which is not configured/);
      assert.equal(error.details.vpp, undefined, "VPP has heard of it");
      return true;
    });
  },

  "a GRE tunnel of packets is given no frames: by no bridge, cross-connect, mirror or route": async (bed) => {
    const ofPackets = /GRE tunnel of IP packets/;
    const bridged = { ...a.interfaces(lender(), gre("ip", port)), ...domain };
    await isRefused(bed, bridged, `${entry("gre7")}/sweetcomb-l2:l2/bridge`, ofPackets);
    const connected = a.loopback("loop1", { "sweetcomb-l2:l2": { "cross-connect": "gre7" } });
    const leaf = `${entry("loop1")}/sweetcomb-l2:l2/cross-connect`;
    const back = gre("ip", { "sweetcomb-l2:l2": { "cross-connect": "loop1" } });
    await isRefused(bed, a.interfaces(lender(), back, connected), leaf, ofPackets);
    await isRefused(
      bed,
      a.interfaces(lender(mirror), gre("ip")),
      `${entry("loop0")}/sweetcomb-interfaces:mirror[to='gre7'][layer='device']/to`,
      ofPackets,
    );
    const route = { "198.51.100.0/24": { "sweetcomb-routing:dvr-interface": "gre7" } };
    const routed = { ...a.interfaces(lender(), gre("ip")), ...a.routing(a.staticRoutes("main", route)) };
    await isRefused(bed, routed, `${staticRoute("198.51.100.0/24")}/next-hop`, ofPackets);
  },

  "VPP is not led to ask for neighbours on a tunnel that has no hardware address": async (bed) => {
    const asks = /no hardware address/;
    const ends = { local: "192.0.2.1", remote: "192.0.2.7", vni: 7 };
    const tunnels = {
      vxlan: { ...ends, payload: "ip", "decap-next": "ip4-input" },
      "vxlan-gpe": { ...ends, payload: "ip4" },
      geneve: ends,
    };
    for (const [type, settings] of Object.entries(tunnels)) {
      const over = (...addresses: readonly string[]) =>
        a.interfaces(a.tunnel(type, "west", settings, a.addresses(...addresses)));
      const subnet = `${entry("west")}/ietf-ip`;
      await isRefused(bed, over("10.0.0.1/24"), `${subnet}:ipv4/address[ip='10.0.0.1']/prefix-length`, asks);
      await isRefused(bed, over("2001:db8::1/64"), `${subnet}:ipv6/address[ip='2001:db8::1']/prefix-length`, asks);
      const routed = (hop: a.Member) => ({
        ...over("10.0.0.1/32", "2001:db8::1/128"),
        ...a.routing(a.staticRoutes("main", { "198.51.100.0/24": { "outgoing-interface": "west", ...hop } })),
      });
      await isRefused(bed, routed({}), `${staticRoute("198.51.100.0/24")}/next-hop`, asks);
      await isReadBack(bed, routed({ "next-hop-address": "10.0.0.2" }));
      await bed.configure({});
    }
  },

  "a GRE tunnel of frames is a port and the end of a mirror, and does not become one of packets there": async (bed) => {
    await isReadBack(bed, { ...a.interfaces(lender(mirror), gre("ethernet", port)), ...domain });
    const changed = { ...a.interfaces(lender(), gre("ip", port)), ...domain };
    await isRefused(bed, changed, `${entry("gre7")}/sweetcomb-l2:l2/bridge`, /GRE tunnel of IP packets/);
    await isReadBack(bed, { ...a.interfaces(lender(mirror), gre("ethernet", port)), ...domain });
  },
};
