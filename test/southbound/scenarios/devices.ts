/** Network cards that VPP drives itself. Neither the simulated machine nor the usual one has them. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import type { Scenarios } from "../scenario.js";

const device = (type: string, settings: a.Member, more: a.Member = {}): a.Member => ({
  name: "uplink",
  type: `sweetcomb-devices:${type}`,
  [`sweetcomb-devices:${type}`]: settings,
  ...more,
});

export const deviceScenarios: Scenarios = {
  "devices that are not there are refused, or their driver where VPP lacks it, and nothing is left": async (bed) => {
    for (const missing of [
      device("af-xdp", { device: "nosuch", "rx-queues": "all", mode: "copy", "tx-ring-size": 1024 }),
      device("rdma", { device: "nosuch", mode: "verbs", "ipv4-rss": "ip-udp", "multiple-segments": false }),
      device("vmxnet3", { address: "ffff:7f:1f.7", "rx-queues": 2, "rx-ring-size": 128, bind: "always" }),
    ]) {
      const refusal = /operation-(failed|not-supported)/;
      await assert.rejects(bed.configure(a.interfaces(missing)), ({ tag }: { tag: string }) => refusal.test(tag));
      assert.equal(await a.interfaceOf(bed, "uplink"), undefined);
    }
  },

  "cards keep their MAC address, and sizes of rings are those that VPP takes": async (bed) => {
    const mac = { "sweetcomb-interfaces:mac-address": "02:00:00:00:00:01" };
    const refused = (one: a.Member, reason: RegExp) => assert.rejects(bed.configure(a.interfaces(one)), reason);
    await refused(device("rdma", { device: "eth1" }, mac), /keeps its MAC address/);
    await refused(device("vmxnet3", { address: "0000:0b:00.0" }, mac), /keeps its MAC address/);
    await refused(device("af-xdp", { device: "eth1", "keep-mac-address": true }, mac), /either an address of its own/);
    await refused(device("vmxnet3", { address: "0000:0b:00.0", "tx-ring-size": 100 }), /multiple of 64/);
    await refused(device("af-xdp", { device: "eth1", "rx-ring-size": 1000 }), /range|invalid|satisfy/i);
  },
};
