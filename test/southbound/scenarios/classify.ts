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
      await isReadBack(bed, classified(tables("drop"), { received: { "l2-table": "l2" } }));
      await isReadBack(bed, classified(tables("drop")));
      assert.doesNotMatch(JSON.stringify(await a.interfaceOf(bed, "loop0")), /classify/);
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
