/** Mapping of addresses and ports. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const mapping = (more: a.Member) => ({ "sweetcomb-map:address-port-mapping": more });
const embedded = {
  name: "customers",
  "ipv4-prefix": "192.0.2.0/24",
  "ipv6-prefix": "2001:db8::/40",
  "ipv6-source": "2001:db8:ffff::1/128",
  "embedded-address-length": 16,
  "psid-length": 8,
};
const single = (rules: Readonly<Record<number, string>>, more: a.Member = {}) => ({
  name: "4over6",
  "ipv4-prefix": "198.51.100.7/32",
  "ipv6-prefix": "2001:db8:8000::/48",
  "ipv6-source": "2001:db8:ffff::2/128",
  "psid-offset": 0,
  "psid-length": 4,
  ...more,
  rule: Object.entries(rules).map(([psid, address]) => ({ psid: Number(psid), "ipv6-destination": address })),
});

export const mapScenarios: Scenarios = {
  "domains of mapping and their rules are read back, change, and are found by a restarted server": async (bed) => {
    const rules = { 0: "2001:db8:8000::1", 15: "2001:db8:8000::2" };
    await isReadBack(bed, mapping({ domain: [embedded, single(rules)] }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, mapping({ domain: [embedded, single({ 0: "2001:db8:8000::3", 7: "2001:db8:8000::2" })] }));
    await isReadBack(bed, mapping({ domain: [{ ...embedded, mtu: 1500 }, single(rules, { mtu: 1400 })] }));
    await isReadBack(bed, mapping({ domain: [single({})] }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /address-port-mapping/);
  },

  "domains whose bits do not fit together are refused": async (bed) => {
    const refused = (domain: a.Member, message: RegExp) =>
      assert.rejects(bed.configure(mapping({ domain: [domain] })), message);
    await refused({ ...embedded, "psid-length": 7 }, /the number of the port set/);
    await refused({ ...embedded, "ipv6-prefix": "2001:db8::/56" }, /in the first 64/);
    await refused({ ...embedded, "psid-offset": 9 }, /A port has 16 bits/);
    await refused({ ...embedded, rule: [{ psid: 1, "ipv6-destination": "2001:db8::1" }] }, /without embedded bits/);
  },

  "parameters of mapping are read back, change, and are VPP's own again": async (bed) => {
    await isReadBack(bed, mapping({ parameters: {} }));
    assert.deepEqual(await bed.restartServer(), []);
    const parameters = {
      "inner-fragmentation": true,
      "ignore-dont-fragment": true,
      "icmp-source": "192.0.2.1",
      "icmpv6-unreachable": true,
      "source-check": false,
      "fragment-source-check": true,
      "traffic-class": 40,
      "tcp-mss": 1300,
    };
    await isReadBack(bed, mapping({ parameters }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, mapping({ parameters: { "traffic-class": 0 } }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /address-port-mapping/);
  },

  "an interface maps by encapsulation, then by translation, then not": async (bed) => {
    const mapped = (how: string) =>
      a.interfaces(
        a.loopback("loop0", {
          enabled: true,
          ...a.addresses("192.0.2.1/24"),
          "sweetcomb-map:address-port-mapping": how,
        }),
      );
    await isReadBack(bed, mapped("encapsulation"));
    await isReadBack(bed, mapped("translation"));
    assert.deepEqual(await bed.restartServer(), []);
    await bed.configure({});
  },
};
