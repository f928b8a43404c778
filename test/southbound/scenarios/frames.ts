/** What VPP dies of where an interface carries packets and no Ethernet frames. */

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

  "a GRE tunnel of packets is given no frames: by no bridge, cross-connect, mirror or route": async (bed) => {
    const ofPackets = /GRE tunnel of IP packets/;
    const bridged = { ...a.interfaces(lender(), gre("ip", port)), ...domain };
    await isRefused(bed, bridged, `${entry("gre7")}/sweetcomb-l2:l2/bridge`, ofPackets);
    const connected = a.loopback("loop1", { "sweetcomb-l2:l2": { "cross-connect": "gre7" } });
    const leaf = `${entry("loop1")}/sweetcomb-l2:l2/cross-connect`;
    await isRefused(bed, a.interfaces(lender(), gre("ip"), connected), leaf, ofPackets);
    await isRefused(
      bed,
      a.interfaces(lender(mirror), gre("ip")),
      `${entry("loop0")}/sweetcomb-interfaces:mirror[to='gre7'][layer='device']/to`,
      ofPackets,
    );
    const route = { "198.51.100.0/24": { "sweetcomb-routing:dvr-interface": "gre7" } };
    const routed = { ...a.interfaces(lender(), gre("ip")), ...a.routing(a.staticRoutes("main", route)) };
    const routePath =
      "/ietf-routing:routing/control-plane-protocols/control-plane-protocol[type='ietf-routing:static'][name='main']" +
      "/static-routes/ietf-ipv4-unicast-routing:ipv4/route[destination-prefix='198.51.100.0/24']/next-hop";
    await isRefused(bed, routed, routePath, ofPackets);
  },

  "a GRE tunnel of frames is a port and the end of a mirror, and does not become one of packets there": async (bed) => {
    await isReadBack(bed, { ...a.interfaces(lender(mirror), gre("ethernet", port)), ...domain });
    const changed = { ...a.interfaces(lender(), gre("ip", port)), ...domain };
    await isRefused(bed, changed, `${entry("gre7")}/sweetcomb-l2:l2/bridge`, /GRE tunnel of IP packets/);
    await isReadBack(bed, { ...a.interfaces(lender(mirror), gre("ethernet", port)), ...domain });
  },
};
