/** What ports do with frames besides lists, and go on doing when they leave layer 2 and come back. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { type PacketScenarios, port, portOf } from "../lab.js";

/** A table that drops datagrams by the port at this byte of their frame. */
const dropping = (name: string, byte: number, port: number) => {
  const at = (value: string) => value.padStart(2 * byte + 4, "0").padEnd(96, "0");
  const session = [{ match: at(port.toString(16)), "hit-next": "drop" }];
  return { name, mask: at("ffff"), session };
};
const [SOURCE_PORT, DESTINATION_PORT] = [34, 36];

const nothing = {
  name: "nothing",
  "rate-unit": "kbps",
  "committed-rate": 8,
  "committed-burst": "300",
  conform: { action: "drop" },
};
const policed = { "policer-input": "nothing" };

export const layer2FunctionScenarios: PacketScenarios = {
  "tables of the classifier and a policer go on acting when their port leaves layer 2 and comes back, in one commit and in two":
    async ({ bed, host }) => {
      const west = await host("west", { addresses: ["192.0.2.1/24"] });
      const east = await host("east", { addresses: ["192.0.2.2/24"] });
      for (const served of [7000, 7001, 7002]) await east.serve("east", served);
      const layer2 = {
        routed: [{}, {}],
        bridged: [{ bridge: { domain: "lan" } }, { bridge: { domain: "lan" } }],
        elsewhere: [{ bridge: { domain: "other" } }, { bridge: { domain: "other" } }],
        connected: [{ "cross-connect": portOf(east) }, { "cross-connect": portOf(west) }],
      } as const;
      const configure = (place: keyof typeof layer2, qos: a.Member) =>
        bed.configure({
          "sweetcomb-l2:bridge-domains": {
            "bridge-domain": [
              { name: "lan", id: 10 },
              { name: "other", id: 11 },
            ],
          },
          "sweetcomb-qos:policers": { policer: [nothing] },
          "sweetcomb-classify:classify": {
            table: [dropping("from-west", DESTINATION_PORT, 7001), dropping("to-west", SOURCE_PORT, 7002)],
          },
          ...a.interfaces(
            port(west, {
              "sweetcomb-l2:l2": layer2[place][0],
              "sweetcomb-qos:qos": qos,
              "sweetcomb-classify:classify": { received: { "l2-table": "from-west" }, sent: { "l2-table": "to-west" } },
            }),
            port(east, { "sweetcomb-l2:l2": layer2[place][1] }),
          ),
        });
      for (const place of [
        "bridged",
        "routed",
        "bridged",
        "connected",
        "bridged",
        "elsewhere",
        "routed",
        "connected",
      ] as const) {
        await configure(place, policed);
        if (place === "routed") continue;
        assert.equal(await west.tryToAsk("192.0.2.2", 7000, 5000), undefined, `${place}: the policer`);
        await configure(place, {});
        assert.equal(await west.ask("192.0.2.2", 7000, 5000), "east saw 192.0.2.1 5000", place);
        assert.equal(await west.tryToAsk("192.0.2.2", 7001, 5000), undefined, `${place}: the table for what comes in`);
        assert.equal(await west.tryToAsk("192.0.2.2", 7002, 5000), undefined, `${place}: the table for what goes out`);
        await configure(place, policed);
      }
    },
};
