/** Cross-connects of layer 3. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const crossConnected = (connects: Readonly<Record<string, readonly a.Member[]>>, ...others: readonly a.Member[]) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
    a.loopback("loop1", {
      "sweetcomb-l3xc:l3-cross-connect": Object.entries(connects).map(([family, paths]) => ({
        "address-family": family,
        "next-hop": paths.map((path, index) => ({ index: `${index}`, ...path })),
      })),
    }),
    ...others,
  ),
});

const permitAll = { name: "all", actions: { forwarding: "ietf-access-control-list:accept" } };

const ZEROS = "0".repeat(32);

const ipv4 = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };
const ipv6 = { "outgoing-interface": "loop0", "next-hop-address": "2001:db8::2" };

export const l3xcScenarios: Scenarios = {
  "cross-connects of layer 3 are read back for both families, change and go": async (bed) => {
    await isReadBack(bed, crossConnected({ ipv6: [ipv6] }));
    const several = [
      { ...ipv4, weight: 2 },
      { ...ipv4, "next-hop-address": "192.0.2.3" },
    ];
    await isReadBack(bed, crossConnected({ ipv4: several, ipv6: [ipv6] }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, crossConnected({ ipv4: [{ "lookup-vrf": "red" }], ipv6: [ipv6] }));
    const blackhole = { "special-next-hop": "blackhole", "address-family": "ipv6" };
    await isReadBack(bed, crossConnected({ ipv4: several, ipv6: [blackhole] }));
    const recursive = { "next-hop-address": "203.0.113.9", "resolve-in-vrf": "red", "resolve-via": "host" };
    const recursive6 = { ...recursive, "next-hop-address": "2001:db8:9::9" };
    await isReadBack(bed, crossConnected({ ipv4: [recursive], ipv6: [ipv6, { ...recursive6, preference: 1 }] }));
    await isReadBack(bed, crossConnected({ ipv4: [{ "special-next-hop": "prohibit" }], ipv6: [blackhole] }));
    await isReadBack(bed, crossConnected({ ipv6: [blackhole] }));
    await bed.configure(crossConnected({}));
    const read = await a.interfaceOf(bed, "loop1");
    assert.equal(read?.["sweetcomb-l3xc:l3-cross-connect"], undefined);
  },

  "a cross-connect of layer 3 sends packets on with their Ethernet header, and not to what gives them back": async (
    bed,
  ) => {
    const west = a.tunnel("vxlan", "west", { local: "192.0.2.1", remote: "192.0.2.7", vni: 1 });
    const onward = (dvr: string) => {
      const connects = { ipv4: [{ "dvr-interface": dvr }], ipv6: [{ "dvr-interface": dvr, "address-family": "ipv6" }] };
      return crossConnected(connects, west);
    };
    await isReadBack(bed, onward("west"));
    assert.deepEqual(await bed.restartServer(), []);
    await assert.rejects(bed.configure(onward("loop0")), /loop0 comes back/);
  },

  "what an interface receives is not taken for received by it again, by itself, a policy or a redirect": async (
    bed,
  ) => {
    const because = { tag: "operation-not-supported", message: /taken for received by it again/ };
    const into = (name: string) => [{ index: "0", "receiving-interface": name }];
    const connected = (name: string, to: string, more: a.Member = {}) =>
      a.loopback(name, {
        "sweetcomb-l3xc:l3-cross-connect": [{ "address-family": "ipv4", "next-hop": into(to) }],
        ...more,
      });
    await assert.rejects(bed.configure(a.interfaces(connected("loop0", "loop0"))), because);
    await isReadBack(bed, a.interfaces(connected("loop0", "loop1"), a.loopback("loop1")));
    await assert.rejects(
      bed.configure(a.interfaces(connected("loop0", "loop1"), connected("loop1", "loop0"))),
      because,
    );

    const policies = (to: string) => ({
      "ietf-access-control-list:acls": { acl: [{ name: "all", aces: { ace: [permitAll] } }] },
      "sweetcomb-abf:abf": { policy: [{ id: 1, acl: "all", "next-hop": into(to) }] },
    });
    const attached = a.loopback("loop1", { "sweetcomb-abf:abf-policy": [{ policy: 1, "address-family": "ipv4" }] });
    const others = [connected("loop0", "loop1"), a.loopback("loop2")];
    await isReadBack(bed, { ...policies("loop2"), ...a.interfaces(...others, attached) });
    await assert.rejects(bed.configure({ ...policies("loop0"), ...a.interfaces(...others, attached) }), because);

    const redirect = (to: string) => ({
      "sweetcomb-classify:classify": {
        table: [
          { name: "all", mask: ZEROS, redirect: [{ match: ZEROS, "address-family": "ipv4", "next-hop": into(to) }] },
        ],
      },
    });
    const tabled = a.loopback("loop1", { "sweetcomb-classify:classify": { received: { "ipv4-table": "all" } } });
    await isReadBack(bed, { ...redirect("loop2"), ...a.interfaces(...others, tabled) });
    await assert.rejects(bed.configure({ ...redirect("loop0"), ...a.interfaces(...others, tabled) }), because);
  },

  "a cross-connect of layer 3 to another family, to nowhere, or with labels is refused": async (bed) => {
    await assert.rejects(bed.configure(crossConnected({ ipv4: [ipv6] })), { tag: "invalid-value" });
    await assert.rejects(bed.configure(crossConnected({ ipv4: [] })), { tag: "invalid-value" });
    await assert.rejects(bed.configure(crossConnected({ ipv4: [ipv4, ipv4] })), { tag: "invalid-value" });
    const stack = { entry: [{ id: 0, label: 99, ttl: 9, "traffic-class": 5 }] };
    const labelled = crossConnected({ ipv4: [{ ...ipv4, "mpls-label-stack": stack }] });
    await assert.rejects(bed.configure(labelled), /would leave without them/);
  },
};
