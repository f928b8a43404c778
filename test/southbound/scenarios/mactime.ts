/** Times at which devices have the network. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const times = (...device: readonly a.Member[]) => ({ "sweetcomb-mactime:device-times": { device } });
const evening = { start: 64_800, end: 79_200 };

export const mactimeScenarios: Scenarios = {
  "devices are read back with their periods and quotas, change, and go": async (bed) => {
    const atLoopback = a.interfaces(a.loopback("loop0", { "sweetcomb-mactime:device-times": true }));
    const first = {
      ...atLoopback,
      ...times(
        { "mac-address": "02:00:00:00:00:01", name: "television", access: "allow", period: [evening] },
        { "mac-address": "02:00:00:00:00:02", access: "drop", "drop-udp-10001": true },
        {
          "mac-address": "02:00:00:00:00:03",
          access: "quota",
          "byte-quota": "1000000",
          period: [evening, { start: 0, end: 604_800 }],
        },
      ),
    };
    await isReadBack(bed, first);
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, {
      ...atLoopback,
      ...times(
        { "mac-address": "02:00:00:00:00:01", access: "drop", period: [{ start: 1, end: 2 }] },
        { "mac-address": "02:00:00:00:00:02", name: "printer", access: "allow" },
      ),
    });
    await isReadBack(bed, times({ "mac-address": "02:00:00:00:00:02", access: "drop" }));
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-mactime:device-times"], undefined);
  },

  "a quota without periods, a period that ends first, and sub-interfaces that devices are looked for at are refused":
    async (bed) => {
      const refused = (device: a.Member, reason: RegExp) =>
        assert.rejects(bed.configure(times({ "mac-address": "02:00:00:00:00:01", ...device })), reason);
      await refused({ access: "quota", "byte-quota": "5" }, /periods and a number of bytes/);
      await refused({ access: "allow", period: [{ start: 5, end: 5 }] }, /ends after its start/);
      const part = {
        name: "loop0.7",
        type: "iana-if-type:l2vlan",
        "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 7 },
        "sweetcomb-mactime:device-times": true,
      };
      await assert.rejects(bed.configure(a.interfaces(a.loopback("loop0"), part)), /whole interfaces only/);
    },
};
