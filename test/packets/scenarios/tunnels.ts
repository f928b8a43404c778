/** Tunnels whose other end is not VPP. */

import assert from "node:assert/strict";
import * as a from "../../southbound/configurations.js";
import { hasCountedBothWays, type PacketScenarios, packetsAt, port, routedPort, until } from "../lab.js";
import { decodeGre, encodeGre, encodePacket, encodeUdp, protocols } from "../packet.js";

const [vppEnd, farEnd] = ["198.51.100.254", "198.51.100.1"] as const;

export const tunnelScenarios: PacketScenarios = {
  "a host is in one bridge domain with the VXLAN device of a Linux far away": async ({ bed, host }) => {
    const west = await host("west", { addresses: ["192.0.2.1/24"] });
    const east = await host("east", { addresses: [`${farEnd}/24`] });
    await east.writeChecksums();
    const device = ["type", "vxlan", "id", "42", "remote", vppEnd, "local", farEnd, "dstport", "4789", "dev", "eth0"];
    east.ip("link", "add", "vxlan42", ...device);
    east.ip("address", "add", "192.0.2.2/24", "dev", "vxlan42");
    east.ip("link", "set", "vxlan42", "up");
    const bridged = { "sweetcomb-l2:l2": { bridge: { domain: "lan" } } };
    await bed.configure({
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "lan", id: 10 }] },
      ...a.interfaces(
        port(west, bridged),
        routedPort(east, `${vppEnd}/24`),
        a.tunnel("vxlan", "to the east", { local: vppEnd, remote: farEnd, vni: 42 }, bridged),
      ),
    });
    await east.serve("east", 7000, "192.0.2.2");
    await west.ping("192.0.2.2");
    assert.equal(await west.ask("192.0.2.2", 7000, 5000), "east saw 192.0.2.1 5000");
    await until(() => a.interfaceOf(bed, "to the east"), hasCountedBothWays);
  },

  "packets go into a GRE tunnel by a route, and what comes out of it is forwarded": async ({ bed, host }) => {
    const west = await host("west", { addresses: ["192.0.2.1/24"], gateway: "192.0.2.254" });
    const east = await host("east", { addresses: [`${farEnd}/24`] });
    await bed.configure({
      ...a.interfaces(
        routedPort(west, "192.0.2.254/24"),
        routedPort(east, `${vppEnd}/24`),
        a.tunnel("gre", "to the east", { local: vppEnd, remote: farEnd }, a.addresses("10.0.0.1/30")),
      ),
      ...a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "to the east" } })),
    });
    await west.ping("192.0.2.254");
    await east.ping(vppEnd);
    await west.send("203.0.113.9", 7000, [5000], "question");
    const [outer] = await until(
      () => packetsAt(east, protocols.gre),
      ({ length }) => length > 0,
    );
    assert.deepEqual([outer!.source, outer!.destination], [vppEnd, farEnd]);
    const inner = decodeGre(outer!);
    assert.deepEqual(
      [inner.source, inner.sourcePort, inner.destination, inner.destinationPort],
      ["192.0.2.1", 5000, "203.0.113.9", 7000],
    );
    const answer = encodePacket("203.0.113.9", "192.0.2.1", protocols.udp, encodeUdp(7000, 5000, "answer"));
    await east.sendPacket(encodePacket(farEnd, vppEnd, protocols.gre, encodeGre(answer)));
    const answers = await until(
      () => packetsAt(west, protocols.udp),
      ({ length }) => length > 0,
    );
    assert.deepEqual(
      answers.map(({ source, sourcePort }) => [source, sourcePort]),
      [["203.0.113.9", 7000]],
    );
    await until(() => a.interfaceOf(bed, "to the east"), hasCountedBothWays);
  },
};
