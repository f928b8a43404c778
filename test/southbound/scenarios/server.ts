/** What holds for objects of all kinds. */

import assert from "node:assert/strict";
import { CreateLoopbackInstance, DeleteLoopback, SwInterfaceAddDelAddress } from "vpp-binapi-ts/api";
import { prefix } from "../../../translators/ip/addresses.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

export const serverScenarios: Scenarios = {
  "a refusal by VPP leaves VPP as before and names node, message and code": async (bed) => {
    const vpp = await bed.asOther();
    const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 99 });
    const taken = prefix("192.0.2.1/24");
    await vpp.call(SwInterfaceAddDelAddress, { swIfIndex, isAdd: true, prefix: taken });
    const first = a.interfaces(a.loopback("loop0", a.addresses("203.0.113.1/24")));
    await isReadBack(bed, first);
    const before = await configurationIn(bed);
    const second = a.interfaces(
      a.loopback("loop0", a.addresses("203.0.113.1/24")),
      a.loopback("loop1", a.addresses("198.51.100.1/24")),
      a.loopback("loop2", a.addresses("192.0.2.9/24")),
    );
    await assert.rejects(bed.configure(second), (error: { tag: string; details: Record<string, unknown> }) => {
      assert.equal(error.tag, "operation-failed");
      assert.match(String(error.details.path), /interface\[name='loop2'\]\/ietf-ip:ipv4\/address\[ip='192.0.2.9'\]$/);
      assert.deepEqual(error.details.vpp, {
        messageName: "sw_interface_add_del_address",
        code: -105,
        codeName: "ADDRESS_IN_USE",
      });
      return true;
    });
    assert.deepEqual(await configurationIn(bed), before);
    await vpp.call(DeleteLoopback, { swIfIndex });
  },

  "what others made is shown with its origin and left alone": async (bed) => {
    const vpp = await bed.asOther();
    const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 99 });
    await bed.configure(a.interfaces(a.loopback("loop0")));
    await bed.resync();
    const state = await bed.southbound.read({ paths: ["/ietf-interfaces:interfaces"] });
    assertContains(state, a.interfaces({ name: "loop99", "@": { "ietf-origin:origin": "ietf-origin:unknown" } }));
    await vpp.call(DeleteLoopback, { swIfIndex });
  },

  "what a resync could not make again, since others have taken its place, is removed all the same": async (bed) => {
    const instance = { "sweetcomb-interfaces:loopback": { instance: 98 } };
    await bed.configure(a.interfaces(a.loopback("uplink", { ...instance, ...a.addresses("192.0.2.1/24") })));
    const { "if-index": ours } = (await a.interfaceOf(bed, "uplink")) as { "if-index": number };
    const vpp = await bed.asOther();
    await vpp.call(DeleteLoopback, { swIfIndex: ours });
    const { swIfIndex } = await vpp.call(CreateLoopbackInstance, { isSpecified: true, userInstance: 98 });
    await assert.rejects(bed.restartServer(), /create loopback uplink/);
    await bed.configure({});
    assert.deepEqual(await bed.restartServer(), []);
    await vpp.call(DeleteLoopback, { swIfIndex });
  },

  "a restarted server finds everything as it left it": async (bed) => {
    const configuration = {
      ...a.vrfs(a.vrf("red", 10)),
      ...a.interfaces(
        a.loopback("loop0", { ...a.addresses("192.0.2.1/24", "2001:db8::1/64"), "sweetcomb-routing:vrf": "red" }),
        a.loopback("loop1", { description: "x".repeat(200), "sweetcomb-interfaces:packet-mtu": 9000 }),
      ),
      ...a.routing(
        a.staticRoutes("main", { "198.51.100.0/24": a.nextHopList("1 via loop0 192.0.2.2", "3 via loop1 192.0.2.3") }),
      ),
      ...a.loadBalancer({
        vip: [a.vip("203.0.113.0/24", "any", 0, { encapsulation: "gre4" }, "192.0.2.11", "192.0.2.12")],
        "nat-interface": [{ interface: "loop0", "address-family": "ipv4" }],
      }),
    };
    await bed.configure(configuration);
    const before = await configurationIn(bed);
    const changed = await bed.restartServer();
    assert.deepEqual(changed, [], "the resync sent changes");
    assert.deepEqual(await configurationIn(bed), before);
  },
};
