/** DHCP clients and relays. */

import assert from "node:assert/strict";
import { CliInband } from "vpp-binapi-ts/api";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const client = (name: string, settings: a.Member) =>
  a.loopback(name, { enabled: true, "sweetcomb-dhcp:dhcp": { client: settings } });
const relay = (family: string, vrf: string, source: string, servers: readonly string[], more: a.Member = {}) => ({
  "address-family": family,
  vrf,
  "source-address": source,
  server: servers.map((server) => ({ address: server.split(" in ")[0], vrf: server.split(" in ")[1] ?? "default" })),
  ...more,
});
const relays = (...list: readonly a.Member[]) => ({
  ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 11)),
  "sweetcomb-dhcp:dhcp-relay": { relay: list },
});

export const dhcpScenarios: Scenarios = {
  "DHCP clients are read back with the state of their lease, and found again by a restarted server": async (bed) => {
    const configuration = a.interfaces(
      client("loop0", { hostname: "edge-1", "client-id": "client one", broadcast: false, dscp: 46 }),
      client("loop1", {}),
    );
    await isReadBack(bed, configuration);
    const shown = (await a.interfaceOf(bed, "loop0"))?.["sweetcomb-dhcp:dhcp"] as { client: { lease: a.Member } };
    assert.deepEqual(shown.client.lease, { state: "discover", hostname: "edge-1" });
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "a DHCP client changes and goes, and leaves room for configured addresses": async (bed) => {
    await isReadBack(bed, a.interfaces(client("loop0", { hostname: "one" })));
    await isReadBack(bed, a.interfaces(client("loop0", { hostname: "two", dscp: 10 })));
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /dhcp/);
  },

  "DHCPv6 clients for addresses and prefixes come and go": async (bed) => {
    const wan = (more: a.Member) => a.loopback("loop0", { enabled: true, "sweetcomb-dhcp:dhcp": more });
    const delegated = { "prefix-group": "isp", address: "0:0:0:1::1", "prefix-length": 64 };
    const lan = a.loopback("loop1", { "sweetcomb-dhcp:dhcp": { "delegated-address": [delegated] } });
    await isReadBack(bed, a.interfaces(wan({ "ipv6-client": true, "prefix-group": "isp" }), lan));
    await isReadBack(bed, a.interfaces(wan({ "prefix-group": "other" }), a.loopback("loop1")));
    await isReadBack(bed, a.interfaces(wan({ "ipv6-client": true })));
  },

  "VPP goes on hearing the servers of DHCPv6 clients of one kind when the last one of the other kind goes": async (
    bed,
  ) => {
    const clients = (first: a.Member, second: a.Member) =>
      a.interfaces(
        a.loopback("loop0", { "sweetcomb-dhcp:dhcp": first }),
        a.loopback("loop1", { "sweetcomb-dhcp:dhcp": second }),
      );
    const hears = async () =>
      /^\D*546\b.*dhcpv6-client/m.test((await (await bed.asOther()).call(CliInband, { cmd: "show udp ports" })).reply);
    const [forAddress, forPrefix] = [{ "ipv6-client": true }, { "prefix-group": "isp" }];
    await bed.configure(clients(forAddress, forPrefix));
    await bed.configure(clients({}, forPrefix));
    assert.ok(await hears());
    await bed.configure(clients(forAddress, forPrefix));
    await bed.configure(clients(forAddress, {}));
    assert.ok(await hears());
    await bed.configure({});
    assert.ok(!(await hears()));
  },

  "DHCP relays of both families with servers in several VRFs and VPN identifiers are read back": async (bed) => {
    const configuration = relays(
      relay("ipv4", "default", "192.0.2.1", ["198.51.100.1", "198.51.100.2 in red"], {
        "virtual-subnet-selection": { name: "tenant a" },
      }),
      relay("ipv4", "red", "192.0.2.2", ["198.51.100.3 in blue"], {
        "virtual-subnet-selection": { "vpn-id": { oui: 0xabcdef, index: 70000 } },
      }),
      relay("ipv6", "blue", "2001:db8::1", ["2001:db8:1::1", "2001:db8:1::2 in red"], {
        "virtual-subnet-selection": { global: [null] },
      }),
      relay("ipv6", "default", "2001:db8::", ["2001:db8:1::1"]),
    );
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "servers, source address and VPN identifier of a DHCP relay change": async (bed) => {
    await isReadBack(bed, relays(relay("ipv4", "red", "192.0.2.1", ["198.51.100.1"])));
    const named = { "virtual-subnet-selection": { name: "one" } };
    await isReadBack(bed, relays(relay("ipv4", "red", "192.0.2.1", ["198.51.100.1", "198.51.100.2"], named)));
    const numbered = { "virtual-subnet-selection": { "vpn-id": { oui: 1, index: 2 } } };
    await isReadBack(bed, relays(relay("ipv4", "red", "192.0.2.9", ["198.51.100.2"], numbered)));
    await bed.configure(relays());
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /dhcp-relay/);
  },

  "DHCP that VPP would take and get wrong is refused by the model": async (bed) => {
    const mixed = relays(relay("ipv4", "red", "192.0.2.1", ["2001:db8::1"]));
    await assert.rejects(bed.configure(mixed), /of its family/);
    const both = a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-dhcp:dhcp": { client: {} } });
    await assert.rejects(bed.configure(a.interfaces(both)), /configured IPv4 addresses or a DHCP client/);
  },

  "answers of DHCP servers are looked for on an interface, and no longer": async (bed) => {
    await isReadBack(bed, a.interfaces(a.loopback("loop0", { "sweetcomb-dhcp:dhcp": { "detect-answers": true } })));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.equal((await a.interfaceOf(bed, "loop0"))?.["sweetcomb-dhcp:dhcp"], undefined);
  },
};
