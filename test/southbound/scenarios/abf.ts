/** Forwarding by access control lists. */

import assert from "node:assert/strict";
import type { Configuration } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const rule = (destination: string) => ({
  name: "one",
  matches: { ipv4: { "destination-ipv4-network": destination } },
  actions: { forwarding: "ietf-access-control-list:accept" },
});

const lists = {
  "ietf-access-control-list:acls": {
    acl: ["first", "second"].map((name, index) => ({
      name,
      type: "ietf-access-control-list:ipv4-acl-type",
      aces: { ace: [rule(`198.51.10${index}.0/24`)] },
    })),
  },
};

const hop = { "outgoing-interface": "loop0", "next-hop-address": "192.0.2.2" };

const policy = (id: number, acl: string, ...paths: readonly a.Member[]) => ({
  id,
  acl,
  "next-hop": paths.map((path, index) => ({ index: `${index}`, ...path })),
});

function abf(policies: readonly a.Member[], attached: readonly a.Member[]): Configuration {
  return {
    ...lists,
    ...a.vrfs(a.vrf("red", 10)),
    ...a.interfaces(
      a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
      a.loopback("loop1", { "sweetcomb-abf:abf-policy": attached }),
    ),
    "sweetcomb-abf:abf": { policy: policies },
  };
}

export const abfScenarios: Scenarios = {
  "policies by access control list are attached to interfaces, and change with what is attached": async (bed) => {
    const second = policy(2, "second", { ...hop, weight: 2 }, { ...hop, "next-hop-address": "192.0.2.3" });
    const attached = [
      { policy: 1, "address-family": "ipv4", priority: 10 },
      { policy: 2, "address-family": "ipv4", priority: 5 },
    ];
    await isReadBack(bed, abf([policy(1, "first", hop), second], attached));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, abf([policy(1, "second", { "lookup-vrf": "red" }), second], attached));
    await isReadBack(bed, abf([policy(1, "second", { "special-next-hop": "blackhole" }), second], attached.slice(1)));
    const recursive = { "next-hop-address": "203.0.113.9", "resolve-in-vrf": "red", "resolve-via": "host" };
    await isReadBack(bed, abf([policy(1, "first", { ...hop, preference: 1 }, recursive), second], attached));
    await isReadBack(bed, abf([policy(1, "first", { "special-next-hop": "prohibit" }), second], attached));
    const ipv6 = { ...hop, "next-hop-address": "2001:db8::2" };
    await isReadBack(bed, abf([policy(3, "first", ipv6)], [{ policy: 3, "address-family": "ipv6", priority: 1 }]));
  },

  "a policy with the same path twice, of which VPP dies, and one without a path are refused": async (bed) => {
    await assert.rejects(bed.configure(abf([policy(1, "first", hop, hop)], [])), { tag: "invalid-value" });
    await assert.rejects(bed.configure(abf([policy(1, "first")], [])), { tag: "invalid-value" });
    await assert.rejects(bed.configure(abf([], [{ policy: 9 }])));
  },

  "labels in a policy are refused, since VPP takes them and imposes none": async (bed) => {
    const stack = { entry: [{ id: 0, label: 99, ttl: 9, "traffic-class": 5 }] };
    const labelled = policy(1, "first", { ...hop, "mpls-label-stack": stack });
    const path = "/sweetcomb-abf:abf/policy[id='1']/next-hop";
    await isRefused(bed, abf([labelled], []), path, /would leave without them/);
  },
};
