/** IPv6 between networks, and hosts that configure themselves. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { type PacketScenarios, port } from "../lab.js";

const [server, westPrefix] = ["2001:db8:2::7", "2001:db8:1:"] as const;

export const ipv6Scenarios: PacketScenarios = {
  "a host takes address and gateway from router advertisements and reaches another network": async ({ bed, host }) => {
    const west = await host("west", { addresses: [] });
    const east = await host("east", { addresses: [`${server}/64`] });
    await bed.configure(
      a.interfaces(
        port(west, advertising("2001:db8:1::1", `${westPrefix}:/64`)),
        port(east, advertising("2001:db8:2::1", "2001:db8:2::/64")),
      ),
    );
    await east.serve("east", 7000, server);
    const [, , address, sourcePort] = (await west.ask(server, 7000, 5000)).split(" ");
    assert.ok(address!.startsWith(westPrefix), `${address} is not in the advertised prefix`);
    assert.equal(sourcePort, "5000");
  },
};

/** An address, and advertisements of its prefix, often enough for a test. */
function advertising(address: string, prefix: string): a.Member {
  return {
    "ietf-ip:ipv6": {
      address: [{ ip: address, "prefix-length": 64 }],
      "ietf-ipv6-unicast-routing:ipv6-router-advertisements": {
        "send-advertisements": true,
        "max-rtr-adv-interval": 4,
        "min-rtr-adv-interval": 3,
        "prefix-list": { prefix: [{ "prefix-spec": prefix }] },
      },
    },
  };
}
