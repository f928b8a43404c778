/** What a commit says to VPP so that functions go on acting on a port: VPP forgets them in layer 2 when the port leaves it. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const functions = {
  "sweetcomb-classify:classify": {
    received: { "l2-table": "all" },
    sent: { "l2-table": "all" },
    policed: { "l2-table": "all" },
  },
  "sweetcomb-qos:qos": { "policer-input": "slow", "policer-output": "slow", record: [{ source: "ip" }] },
  "sweetcomb-l2:l2": { "efp-filter": true },
  "sweetcomb-interfaces:mirror": [{ to: "loop1", layer: "l2", direction: "both" }],
};

/** The message that switches each on and off. */
const switches = [
  "input_acl_set_interface",
  "l2_interface_efp_filter",
  "output_acl_set_interface",
  "policer_classify_set_interface",
  "policer_input_v2",
  "policer_output_v2",
  "qos_record_enable_disable",
  "sw_interface_span_enable_disable",
];
const placing = ["sw_interface_set_l2_bridge", "sw_interface_set_l2_xconnect", "sr_steering_add_del"];

describe("functions of a port that comes into layer 2", () => {
  let bed: TestBed;
  let heard: string[] = [];
  before(async () => {
    const listen = ({ name, fields }: { readonly name: string; readonly fields?: unknown }) => {
      if (placing.includes(name)) heard.push(name);
      if (!switches.includes(name)) return;
      const said = fields as Readonly<Record<"isAdd" | "apply" | "enable" | "enableDisable" | "state", unknown>>;
      const isOn = said.isAdd ?? said.apply ?? said.enable ?? said.enableDisable ?? said.state;
      heard.push(`${name} ${isOn ? "on" : "off"}`);
    };
    bed = await createTestBed({ listen });
  });
  after(() => bed?.close());

  const configure = async (l2: a.Member, { "sweetcomb-l2:l2": filter, ...more }: a.Member, steered = false) => {
    heard = [];
    await bed.configure({
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 10 }] },
      "sweetcomb-qos:policers": { policer: [{ name: "slow", "committed-rate": 1000, "committed-burst": "64000" }] },
      "sweetcomb-classify:classify": { table: [{ name: "all", mask: "f".repeat(32) }] },
      ...a.interfaces(
        a.loopback("loop0", { ...more, "sweetcomb-l2:l2": { ...(filter as a.Member), ...l2 } }),
        a.loopback("loop1", { "sweetcomb-l2:l2": { bridge: { domain: "lan" } } }),
      ),
      "sweetcomb-srv6:srv6": {
        policy: [
          {
            "binding-sid": "2001:db8::1",
            "source-address": "2001:db8::9",
            "segment-list": [{ index: 0, segment: ["2001:db8::2"] }],
          },
        ],
        ...(steered && { steering: { interface: [{ interface: "loop0", policy: "2001:db8::1" }] } }),
      },
    });
    return heard;
  };
  const offAndOn = switches.flatMap((name) => [`${name} off`, `${name} on`]);
  const bridged = { bridge: { domain: "lan" } };

  for (const [place, l2, steered, message] of [
    ["a bridge domain", bridged, false, "sw_interface_set_l2_bridge"],
    ["a cross-connect", { "cross-connect": "loop1" }, false, "sw_interface_set_l2_xconnect"],
    ["a policy of SRv6", {}, true, "sr_steering_add_del"],
  ] as const) {
    test(`are switched off and on before it comes into ${place}`, async () => {
      await configure({}, functions);
      const said = await configure(l2, functions, steered);
      assert.equal(said.at(-1), message);
      assert.deepEqual(said.slice(0, -1).toSorted(), offAndOn);
      for (const name of switches) assert.ok(said.indexOf(`${name} off`) < said.indexOf(`${name} on`), name);
    });
  }

  test("are there before it is a port where one commit makes them all", async () => {
    await configure({}, {});
    const said = await configure(bridged, functions);
    for (const name of switches) assert.ok(said.indexOf(`${name} on`) < said.indexOf(placing[0]!), name);
  });

  test("are not spoken of where there are none", async () => {
    await configure({}, {});
    assert.deepEqual(await configure(bridged, {}), [placing[0]]);
  });
});
