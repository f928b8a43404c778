/** Bridge domains with hosts. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { hasCountedBothWays, type PacketScenarios, port, portOf, until } from "../lab.js";

export const bridgeScenarios: PacketScenarios = {
  "hosts in one bridge domain reach each other and the gateway on its BVI, and the counters of their ports tell":
    async ({ bed, host }) => {
      const west = await host("west", { addresses: ["192.0.2.1/24"] });
      const east = await host("east", { addresses: ["192.0.2.2/24"] });
      const bridged = { "sweetcomb-l2:l2": { bridge: { domain: "lan" } } };
      await bed.configure({
        "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 10 }] },
        ...a.interfaces(
          port(west, bridged),
          port(east, bridged),
          a.loopback("loop0", {
            ...a.addresses("192.0.2.254/24"),
            "sweetcomb-l2:l2": { bridge: { domain: "lan", "port-type": "bvi" } },
          }),
        ),
      });
      await east.serve("east", 7000);
      await west.ping("192.0.2.2");
      assert.equal(await west.ask("192.0.2.2", 7000, 5000), "east saw 192.0.2.1 5000");
      await east.ping("192.0.2.254");
      for (const name of [portOf(west), portOf(east)]) await until(() => a.interfaceOf(bed, name), hasCountedBothWays);
    },

  "hosts in different bridge domains do not hear each other": async ({ bed, host }) => {
    const west = await host("west", { addresses: ["192.0.2.1/24"] });
    const east = await host("east", { addresses: ["192.0.2.2/24"] });
    const other = await host("other", { addresses: ["192.0.2.2/24"] });
    const bridged = (domain: string) => ({ "sweetcomb-l2:l2": { bridge: { domain } } });
    await bed.configure({
      "sweetcomb-l2:bridge-domains": {
        "bridge-domain": [
          { name: "lan", id: 10 },
          { name: "elsewhere", id: 11 },
        ],
      },
      ...a.interfaces(port(west, bridged("lan")), port(east, bridged("lan")), port(other, bridged("elsewhere"))),
    });
    await east.serve("east", 7000);
    await other.serve("other", 7000);
    assert.equal(await west.ask("192.0.2.2", 7000, 5000), "east saw 192.0.2.1 5000");
    assert.deepEqual(
      (await other.received()).filter(({ packet }) => packet?.source === "192.0.2.1"),
      [],
    );
  },
};
