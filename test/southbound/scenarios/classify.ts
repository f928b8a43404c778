/** The classifier. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const zeros = "0".repeat(32);
/** Source addresses stand at byte 26 of a frame, in the second 16. */
const sources = (address: string) => `${"0".repeat(20)}${address}0000`;
const bySource = { mask: zeros + sources("ffffffff"), buckets: 16 };
const match = (address: string) => zeros + sources(address);

const classified = (tables: readonly a.Member[], attached: a.Member = {}, more: a.Member = {}) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(a.loopback("loop0", { "sweetcomb-classify:classify": attached }), a.loopback("loop1")),
  "sweetcomb-qos:policers": { policer: [{ name: "slow", "committed-rate": 1000, "committed-burst": "64000" }] },
  ...(tables.length > 0 && { "sweetcomb-classify:classify": { table: tables } }),
  ...more,
});

export const classifyScenarios: Scenarios = {
  "tables with sessions are read back, follow each other, change and go": async (bed) => {
    const first = { name: "first", ...bySource, "next-table": "second", "miss-next": "drop" };
    const second = { name: "second", mask: sources("ffffff00"), skip: 1, memory: 4_194_304 };
    const sessions = [
      { match: match("c0000201"), "hit-next": "drop" },
      { match: match("c0000202"), "hit-next": 3, opaque: 42, advance: -14 },
      { match: match("c0000203"), "ipv4-vrf": "red" },
    ];
    const third = { ...second, session: [{ match: sources("c0000200"), policer: "slow", opaque: 1 }] };
    await isReadBack(bed, classified([{ ...first, session: sessions }, third]));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(
      bed,
      classified([
        { ...first, session: sessions.slice(1) },
        { ...third, skip: 2 },
      ]),
    );
    const alone = (...session: readonly a.Member[]) => classified([{ name: "first", ...bySource, session }]);
    await isReadBack(bed, alone(...sessions, { match: match("c0000204"), "ipv6-vrf": "red" }));
    await isReadBack(bed, alone(sessions[1]!, { match: match("c0000204"), "ipv6-vrf": "red" }));
    await isReadBack(bed, classified([{ name: "first", ...bySource, "current-data-offset": -14 }]));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /sweetcomb-classify/);
  },

  "interfaces get their tables for what they receive, send, police and count, and follow tables that are made anew":
    async (bed) => {
      const tables = (missNext: string) => [
        { name: "v4", ...bySource, "miss-next": missNext },
        { name: "v6", mask: zeros, skip: 1 },
        { name: "l2", mask: "f".repeat(32) },
      ];
      const both = { "ipv4-table": "v4", "ipv6-table": "v6" };
      const attached = { received: both, sent: both, policed: both, counted: both };
      await isReadBack(bed, classified(tables("continue"), attached));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, classified(tables("drop"), { ...attached, sent: { "l2-table": "l2" } }));
      await isReadBack(bed, classified(tables("drop"), { policed: { "l2-table": "l2" } }));
      await isReadBack(bed, classified(tables("drop"), { received: { "l2-table": "l2" } }));
      await isReadBack(bed, classified(tables("drop")));
      assert.doesNotMatch(JSON.stringify(await a.interfaceOf(bed, "loop0")), /classify/);
    },

  "packets of some sessions go to next hops of their own, received or punted ones, and follow their tables": async (
    bed,
  ) => {
    const hop = (address: string) => ({ "outgoing-interface": "loop1", "next-hop-address": address });
    const paths = (...hops: readonly a.Member[]) => ({
      "next-hop": hops.map((each, index) => ({ index: `${index}`, ...each })),
    });
    const configuration = (table: a.Member, punted: a.Member, ...redirect: readonly a.Member[]) => ({
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", { "sweetcomb-classify:classify": { received: { "ipv4-table": "v4" } } }),
        a.loopback("loop1", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") }),
      ),
      "sweetcomb-classify:classify": {
        table: [
          { name: "v4", ...bySource, session: [{ match: match("c0000209"), "hit-next": "drop" }], redirect, ...table },
          {
            name: "v6",
            mask: zeros,
            skip: 1,
            redirect: [{ match: zeros, "address-family": "ipv6", packets: "punted", ...paths(hop("2001:db8::2")) }],
          },
        ],
        punted,
      },
    });
    const both = { "ipv4-table": "v4", "ipv6-table": "v6" };
    const first = { match: match("c0000201"), "address-family": "ipv4" };
    const several = { ...first, opaque: 7, ...paths({ ...hop("192.0.2.2"), weight: 3 }, hop("192.0.2.3")) };
    const second = { match: match("c0000202"), "address-family": "ipv4", ...paths({ "lookup-vrf": "red" }) };
    await isReadBack(bed, configuration({}, both, { ...first, ...paths(hop("192.0.2.2")) }, second));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration({}, { "ipv6-table": "v6" }, several, second));
    await isReadBack(bed, configuration({ buckets: 32 }, { "ipv6-table": "v6" }, several));
    await isReadBack(bed, configuration({}, {}, second));
    await isReadBack(bed, configuration({}, {}));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /sweetcomb-classify/);
  },

  "a redirect to another family, to nowhere, beside a session of the same bytes, or of bits that are not looked at, is refused":
    async (bed) => {
      const refused = (reason: RegExp, redirect: a.Member, table: a.Member = {}) => {
        const redirects = [{ match: match("c0000201"), "address-family": "ipv4", ...redirect }];
        const tables = classified([{ name: "v4", ...bySource, redirect: redirects, ...table }]);
        return assert.rejects(bed.configure(tables), reason);
      };
      const hop = { "outgoing-interface": "loop1", "next-hop-address": "192.0.2.2", index: "0" };
      await refused(/one of ipv4/, { "next-hop": [{ ...hop, "next-hop-address": "2001:db8::2" }] });
      await refused(/At least one/, {});
      const stack = { entry: [{ id: 0, label: 99, ttl: 9, "traffic-class": 5 }] };
      await refused(/would leave without them/, { "next-hop": [{ ...hop, "mpls-label-stack": stack }] });
      await refused(/a session of its table too/, { "next-hop": [hop] }, { session: [{ match: match("c0000201") }] });
      await refused(/have to be 0/, { "next-hop": [hop], match: "f".repeat(64) });
      await refused(/as many bytes/, { "next-hop": [hop], match: zeros });
      await refused(/80 bytes/, { "next-hop": [hop] }, { skip: 4 });
    },

  "tables that VPP could not tell apart or make, and sessions that do not fit, are refused": async (bed) => {
    const same = [
      { name: "a", ...bySource },
      { name: "b", ...bySource },
    ];
    await assert.rejects(bed.configure(classified(same)), /nique/);
    await assert.rejects(bed.configure(classified([{ name: "a", ...bySource, buckets: 3 }])), /power of two/);
    await assert.rejects(bed.configure(classified([{ name: "a", ...bySource, buckets: 65_536 }])), /too small/);
    const many = ["00", "01", "02", "03", "04"].map((last) => ({ match: match(`c00002${last}`) }));
    await assert.rejects(
      bed.configure(classified([{ name: "a", ...bySource, buckets: 2, session: many }])),
      /two sessions/,
    );
    const short = { name: "a", ...bySource, session: [{ match: zeros }] };
    await assert.rejects(bed.configure(classified([short])), /as many bytes/);
  },
};
