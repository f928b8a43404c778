/** VPP as a client of a DHCP server. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { type PacketScenarios, port, portOf } from "../lab.js";

const server = "192.0.2.1";

export const dhcpScenarios: PacketScenarios = {
  "an interface gets an address by DHCP, which is told and shown": async ({ bed, host }) => {
    const west = await host("west", { addresses: [`${server}/24`] });
    const lease = { address: "192.0.2.77", mask: "255.255.255.0", router: "192.0.2.254" };
    await west.serveDhcp({ ...lease, server });
    const told = bed.told("/sweetcomb-dhcp:lease-change");
    await bed.configure(a.interfaces(port(west, { enabled: true, "sweetcomb-dhcp:dhcp": { client: {} } })));
    const expected = {
      state: "bound",
      address: lease.address,
      "prefix-length": 24,
      router: lease.router,
      "name-server": [server],
    };
    assert.deepEqual((await told).content, { interface: portOf(west), ...expected });
    const shown = (await a.interfaceOf(bed, portOf(west)))?.["sweetcomb-dhcp:dhcp"] as { client: { lease: a.Member } };
    assert.deepEqual(shown.client.lease, expected);
  },
};
