/** Virtual routers. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually } from "../send-packets.js";

const router = (id: number, addresses: readonly string[], more: a.Member = {}): a.Member => ({
  id,
  "address-family": addresses[0]?.includes(":") ? "ipv6" : "ipv4",
  "virtual-address": addresses,
  ...more,
});
const routers = (...list: readonly a.Member[]) =>
  a.interfaces(
    a.loopback("loop0", {
      enabled: true,
      ...a.addresses("192.0.2.1/24", "2001:db8::1/64"),
      "sweetcomb-vrrp:vrrp": { "virtual-router": list },
    }),
    a.loopback("loop1"),
    a.loopback("loop2"),
  );

const stateOf = async (bed: Parameters<typeof a.interfaceOf>[0]) => {
  const shown = (await a.interfaceOf(bed, "loop0"))?.["sweetcomb-vrrp:vrrp"] as {
    "virtual-router": readonly { state: { state: string; "effective-priority": number } }[];
  };
  return shown["virtual-router"].map(({ state }) => state);
};

export const vrrpScenarios: Scenarios = {
  "virtual routers of both families with all options are read back, and found again by a restarted server": async (
    bed,
  ) => {
    const configuration = routers(
      router(1, ["192.0.2.100", "192.0.2.101"], {
        priority: 120,
        "advertisement-interval": 2500,
        preempt: false,
        accept: true,
        "tracked-interface": [
          { interface: "loop1", "priority-decrement": 10 },
          { interface: "loop2", "priority-decrement": 20 },
        ],
      }),
      router(2, ["192.0.2.1"], { priority: 255, enabled: false }),
      router(3, ["192.0.2.103"], { peer: ["192.0.2.7", "192.0.2.8"] }),
      router(1, ["fe80::1", "2001:db8::100"]),
      router(4, ["fe80::4"], {
        accept: true,
        peer: ["2001:db8::7", "2001:db8::8"],
        "tracked-interface": [{ interface: "loop1", "priority-decrement": 5 }],
      }),
    );
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "state of a virtual router is shown: it is a backup first, and tracked interfaces lower its priority": async (
    bed,
  ) => {
    const tracked = [{ interface: "loop1", "priority-decrement": 30 }];
    await bed.configure(routers(router(1, ["192.0.2.100"], { "tracked-interface": tracked })));
    const [running] = await stateOf(bed);
    assert.match(running?.state ?? "", /^(backup|master)$/);
    await bed.configure(routers(router(1, ["192.0.2.100"], { enabled: false })));
    assert.equal((await stateOf(bed))[0]?.state, "initialize");
  },

  "settings, addresses, peers and tracked interfaces of a running virtual router change": async (bed) => {
    const tracked = (decrement: number) => [{ interface: "loop1", "priority-decrement": decrement }];
    await isReadBack(bed, routers(router(1, ["192.0.2.100", "192.0.2.101", "192.0.2.102"])));
    await isReadBack(bed, routers(router(1, ["192.0.2.103"], { priority: 90, peer: ["192.0.2.7"] })));
    await isReadBack(bed, routers(router(1, ["192.0.2.103"], { peer: ["192.0.2.8", "192.0.2.9"] })));
    await isReadBack(bed, routers(router(1, ["192.0.2.103"], { "tracked-interface": tracked(5) })));
    await isReadBack(bed, routers(router(1, ["192.0.2.103"], { "tracked-interface": tracked(6) })));
  },

  "a virtual address moves from one virtual router to another, and the interface is made anew under it": async (
    bed,
  ) => {
    await isReadBack(bed, routers(router(1, ["192.0.2.100"]), router(2, ["192.0.2.101"])));
    await isReadBack(bed, routers(router(1, ["192.0.2.101"]), router(2, ["192.0.2.100"])));
    const elsewhere = a.vrfs(a.vrf("red", 10));
    const { interface: list } = routers(router(1, ["192.0.2.1"], { priority: 255 }))["ietf-interfaces:interfaces"] as {
      interface: readonly a.Member[];
    };
    const moved = list.map((each) => (each.name === "loop0" ? { ...each, "sweetcomb-routing:vrf": "red" } : each));
    await isReadBack(bed, { ...elsewhere, ...a.interfaces(...moved) });
  },

  "the interface of a master that accepts moves to another VRF": async (bed) => {
    const configuration = (more: a.Member) => {
      const fast = router(1, ["192.0.2.100"], { priority: 254, "advertisement-interval": 1, accept: true });
      const member = {
        enabled: true,
        ...a.addresses("192.0.2.1/24"),
        "sweetcomb-vrrp:vrrp": { "virtual-router": [fast] },
      };
      return { ...a.vrfs(a.vrf("red", 10)), ...a.interfaces(a.loopback("loop0", { ...member, ...more })) };
    };
    const isMaster = async () => assert.equal((await stateOf(bed))[0]?.state, "master");
    await bed.configure(configuration({}));
    await eventually(isMaster);
    await bed.configure(configuration({ "sweetcomb-routing:vrf": "red" }));
    await eventually(isMaster);
    await bed.configure(configuration({}));
  },

  "virtual routers that VPP would refuse or get wrong are refused by the model": async (bed) => {
    const refused = (reason: RegExp, ...list: readonly a.Member[]) =>
      assert.rejects(bed.configure(routers(...list)), reason);
    await refused(/has all its addresses on the interface/, router(1, ["192.0.2.100"], { priority: 255 }));
    await refused(/one virtual router/, router(1, ["192.0.2.100"]), router(2, ["192.0.2.100"]));
    await refused(/of its family/, router(1, ["192.0.2.100", "2001:db8::5"]));
    await refused(/Peers .* of its family/, router(1, ["192.0.2.100"], { peer: ["2001:db8::5"] }));
    const itself = [{ interface: "loop0", "priority-decrement": 1 }];
    await refused(/other interfaces than its own/, router(1, ["192.0.2.100"], { "tracked-interface": itself }));
  },
};
