/** Policers and quality of service. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const policers = (...list: readonly a.Member[]) => ({ "sweetcomb-qos:policers": { policer: list } });
const gold = {
  name: "gold",
  type: "two-rate-three-color",
  "committed-rate": 1000,
  "excess-rate": 2000,
  "committed-burst": "15000",
  "excess-burst": "20000",
  "color-aware": true,
  exceed: { action: "mark-and-transmit", dscp: 12 },
};
const packets = { name: "packets", "rate-unit": "pps", "committed-rate": 100, "committed-burst": "10" };

export const qosScenarios: Scenarios = {
  "policers are read back, change in place, and police packets of interfaces": async (bed) => {
    const policed = (qos: a.Member) => a.interfaces(a.loopback("loop0", { "sweetcomb-qos:qos": qos }));
    const both = { "policer-input": "gold", "policer-output": "packets" };
    await isReadBack(bed, { ...policers(gold, packets), ...policed(both) });
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, { ...policers({ ...gold, "committed-rate": 1500 }, packets), ...policed(both) });
    // The policer of an interface is exchanged while the first one goes.
    await isReadBack(bed, { ...policers(packets), ...policed({ "policer-input": "packets" }) });
  },

  "policers of every kind, with every action and rounding, are read back, and become each other": async (bed) => {
    const mark = (dscp: number) => ({ action: "mark-and-transmit", dscp });
    const single = { "committed-rate": 1000, "committed-burst": "15000", "excess-burst": "20000" };
    const double = { ...single, "excess-rate": 2000 };
    const list = [
      { name: "a", type: "single-rate-two-color", ...single, "excess-burst": "0", rounding: "up", conform: mark(8) },
      { name: "b", type: "single-rate-three-color", ...single, rounding: "down", conform: { action: "drop" } },
      { name: "c", type: "two-rate-three-color", ...double, exceed: { action: "transmit" }, violate: mark(63) },
      { name: "d", type: "two-rate-three-color-4115", ...double, violate: { action: "transmit" } },
      { name: "e", type: "two-rate-three-color", ...double, "color-aware": true, exceed: mark(10) },
    ];
    await isReadBack(bed, policers(...list));
    assert.deepEqual(await bed.restartServer(), []);
    const [first, ...others] = list.map(({ name }) => name);
    const names = [...others, first];
    await isReadBack(bed, policers(...list.map((each, index) => ({ ...each, name: names[index] }))));
    const mef = policers({ name: "f", type: "two-rate-three-color-mef", ...double });
    await isRefused(bed, mef, "/sweetcomb-qos:policers/policer[name='f']/type", /makes none/);
  },

  "recording, storing and marking are read back, and a map changes under its interfaces": async (bed) => {
    const configuration = (output: number) => ({
      "sweetcomb-qos:qos-egress-maps": {
        map: [
          { id: 0 },
          {
            id: 7,
            translation: [
              { source: "ip", input: 46, output },
              { source: "vlan", input: 5, output: 3 },
            ],
          },
        ],
      },
      ...a.interfaces(
        a.loopback("loop0", { "sweetcomb-qos:qos": { record: [{ source: "ip" }, { source: "vlan" }] } }),
        a.loopback("loop1", {
          "sweetcomb-qos:qos": { store: [{ source: "ip", value: 46 }], mark: [{ source: "ip", map: 7 }] },
        }),
      ),
    });
    await isReadBack(bed, configuration(184));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration(160));
  },

  "what stands in packets is recorded and marked for each of its places, and stored for IP only": async (bed) => {
    const withQos = (qos: a.Member) => ({
      "sweetcomb-qos:qos-egress-maps": { map: [{ id: 7, translation: [{ source: "ext", input: 1, output: 2 }] }] },
      ...a.interfaces(a.loopback("loop0", { "sweetcomb-qos:qos": qos })),
    });
    for (const source of ["vlan", "mpls", "ip"]) {
      await isReadBack(bed, withQos({ record: [{ source }], mark: [{ source, map: 7 }] }));
    }
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, withQos({}));
    await assert.rejects(bed.configure(withQos({ record: [{ source: "ext" }] })), /in packets only/);
    await assert.rejects(bed.configure(withQos({ mark: [{ source: "ext", map: 7 }] })), /in packets only/);
    await assert.rejects(bed.configure(withQos({ store: [{ source: "mpls", value: 5 }] })), /IP packets only/);
  },

  "rates and bursts that VPP refuses are refused by the model": async (bed) => {
    const wrong: readonly (readonly [a.Member, RegExp])[] = [
      [{ ...gold, "excess-rate": 500 }, /cannot be below the committed rate/],
      [{ ...gold, "excess-rate": 0 }, /two rates needs an excess rate/],
      [{ ...gold, "committed-burst": "0" }, /needs a committed burst/],
      [{ ...gold, "excess-burst": "0" }, /needs an excess burst/],
      [{ name: "gold", "committed-rate": 1000 }, /needs a committed burst/],
      [{ ...packets, "excess-rate": 200 }, /single rate has none/],
      [{ ...packets, "excess-burst": "9" }, /has one burst/],
    ];
    for (const [policer, message] of wrong) await assert.rejects(bed.configure(policers(policer)), message);
    const excessOnly = {
      name: "gold",
      type: "single-rate-three-color",
      "committed-rate": 1000,
      "excess-burst": "9000",
    };
    await isReadBack(bed, policers(excessOnly));
  },
};
