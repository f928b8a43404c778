/** Limits of TCP segments, checks of source addresses, name resolution. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const clamp = (more: a.Member) => a.loopback("loop0", { "sweetcomb-services:tcp-mss-clamp": more });
const check = (family: string, direction: string, mode: string, vrf?: string): a.Member => ({
  "address-family": family,
  direction,
  mode,
  ...(vrf !== undefined && { vrf }),
});
const checked = (checks: readonly a.Member[], more: a.Member = {}) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), "sweetcomb-services:reverse-path-check": checks, ...more }),
  ),
});
const resolver = (...servers: readonly string[]) => ({
  "sweetcomb-services:dns-resolver": { "name-server": servers },
});

export const serviceScenarios: Scenarios = {
  "limits of TCP segments are read back, change in place, and go": async (bed) => {
    const ipv4 = { direction: "both", "maximum-segment-size": 1400 };
    const ipv6 = { direction: "sent", "maximum-segment-size": 1380 };
    await isReadBack(bed, a.interfaces(clamp({ ipv4, ipv6 })));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, a.interfaces(clamp({ ipv4: { direction: "received", "maximum-segment-size": 1200 } })));
    await isReadBack(bed, a.interfaces(clamp({ ipv6: { direction: "received", "maximum-segment-size": 1220 } })));
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /mss-clamp/);
  },

  "an interface that is made anew has no limits of the one before": async (bed) => {
    await isReadBack(bed, a.interfaces(clamp({ ipv4: { direction: "both", "maximum-segment-size": 1400 } })));
    await bed.configure({});
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /mss-clamp/);
  },

  "checks of source addresses are read back for both families and directions, and follow the VRF of the interface":
    async (bed) => {
      const checks = [
        check("ipv4", "received", "strict"),
        check("ipv4", "sent", "loose"),
        check("ipv6", "received", "loose", "red"),
      ];
      await isReadBack(bed, checked(checks));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, checked(checks, { "sweetcomb-routing:vrf": "red" }));
      assert.match(JSON.stringify(await a.interfaceOf(bed, "loop0")), /"mode":"strict","vrf":"red"/);
      await isReadBack(bed, checked([check("ipv4", "received", "loose", "default")]));
      await isReadBack(bed, checked([]));
      assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /reverse-path-check/);
    },

  "messages go to a collector, to another one, and to none": async (bed) => {
    const messages = (more: a.Member) => ({
      ...a.vrfs(a.vrf("red", 10)),
      "sweetcomb-services:syslog": { "collector-address": "192.0.2.9", "source-address": "192.0.2.1", ...more },
    });
    await isReadBack(bed, messages({ severity: "warning", vrf: "red", "maximum-message-size": 1400 }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, messages({ "collector-port": 5140, severity: "debug" }));
    await isReadBack(bed, messages({ vrf: "red" }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /syslog/);
  },

  "source addresses choose VRFs, in a table that follows its interface": async (bed) => {
    const chosen = (table: a.Member, more: a.Member = {}) => ({
      ...a.vrfs(a.vrf("inner", 210), a.vrf("outer", 220)),
      ...a.interfaces(
        a.loopback("loop0", { ...a.addresses("192.0.2.1/24", "2001:db8::1/64"), ...more }),
        a.loopback("loop1"),
      ),
      "sweetcomb-services:source-vrfs": {
        "source-vrf": [
          { "address-family": "ipv4", "table-id": 100, interface: "loop0", ...table },
          {
            "address-family": "ipv6",
            "table-id": 100,
            interface: "loop0",
            route: [{ "source-prefix": "2001:db8:5::/48", vrf: "outer" }],
          },
        ],
      },
    });
    const route = (vrf: string) => ({ route: [{ "source-prefix": "10.0.0.0/8", vrf }] });
    await isReadBack(bed, chosen(route("inner")));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, chosen(route("default")));
    await isReadBack(bed, chosen({ ...route("inner"), interface: "loop1" }));
    await isReadBack(bed, chosen(route("inner"), { "sweetcomb-routing:vrf": "outer" }));
    await assert.rejects(bed.configure(chosen({ "table-id": 210 })), /A VRF has this table/);
    await bed.configure(a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /source-vrf"/);
  },

  "the resolver gets other servers, one of IPv4 among them, and is switched off": async (bed) => {
    await isReadBack(bed, resolver("192.0.2.53", "2001:db8::53"));
    await isReadBack(bed, resolver("192.0.2.54"));
    // VPP 26.06 takes a server of IPv4 first, and ends where there is none.
    await assert.rejects(bed.configure(resolver("2001:db8::53", "2001:db8::54")), /a server with an IPv4 address/);
    assert.deepEqual(await bed.restartServer(), []);
    await bed.configure({});
  },

  "lists of sources are applied for each family, change their VRF and its number, and give way to bridging": async (
    bed,
  ) => {
    const allowed = (list: a.Member, tableId = 10) => ({
      ...a.vrfs(a.vrf("friends", tableId), a.vrf("others", 11)),
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-services:source-allow-list": list })),
    });
    await isReadBack(bed, allowed({ vrf: "friends", ipv6: false }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, allowed({ vrf: "friends" }, 12));
    await isReadBack(bed, allowed({ vrf: "others", ipv4: false }, 12));
    await bed.configure({});

    const refused = (list: a.Member, more: a.Member, reason: RegExp) => {
      const one = a.loopback("loop0", { "sweetcomb-services:source-allow-list": list, ...more });
      const apart = { name: "apart", ipv4: { "table-id": 10 }, ipv6: { "table-id": 11 } };
      return assert.rejects(bed.configure({ ...a.vrfs(apart, a.vrf("red", 12)), ...a.interfaces(one) }), reason);
    };
    await refused({ vrf: "apart" }, {}, /same table-id in both families/);
    await refused({ vrf: "red", ipv4: false, ipv6: false }, {}, /for IPv4, for IPv6 or for both/);
    await refused({ vrf: "red" }, { "sweetcomb-l2:l2": { "cross-connect": "loop0" } }, /are routed, and not bridged/);
  },
};
