/** VLAN and QinQ sub-interfaces. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

export const subInterfaceScenarios: Scenarios = {
  "sub-interfaces of every sort are read back as configured, and found by a restarted server": async (bed) => {
    const configuration = a.interfaces(
      a.loopback("loop0"),
      vlan("loop0.100", { "outer-vlan-id": 100 }, a.addresses("192.0.2.1/24", "2001:db8::1/64")),
      vlan("provider", { id: 7, "outer-vlan-id": 200, "outer-tag-type": "dot1ad", "inner-vlan-id": 300 }),
      vlan("both", { "outer-vlan-id": 200, "inner-vlan-id": 300 }),
      vlan("loose", { "outer-vlan-id": 201, "exact-match": false }),
      vlan("any inner", { "outer-vlan-id": 202, "inner-vlan-id": "any", "exact-match": false }),
      vlan("the rest", { default: [null] }, { enabled: false, description: "all others" }),
    );
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
  },

  "a sub-interface changes its VLAN, and follows its parent when that is made anew": async (bed) => {
    const withVlan = (id: number, instance: number) =>
      a.interfaces(
        a.loopback("parent", { "sweetcomb-interfaces:loopback": { instance } }),
        vlan("child", { parent: "parent", "outer-vlan-id": id }, a.addresses("192.0.2.1/24")),
      );
    await isReadBack(bed, withVlan(10, 1));
    await isReadBack(bed, withVlan(11, 1));
    await isReadBack(bed, withVlan(11, 2));
  },

  "a sub-interface of an interface that is down comes up with it": async (bed) => {
    const withParent = (enabled: boolean) =>
      a.interfaces(a.loopback("loop0", { enabled }), vlan("loop0.5", { "outer-vlan-id": 5 }));
    await isReadBack(bed, withParent(false));
    assert.equal((await a.interfaceOf(bed, "loop0.5"))?.["admin-status"], "down");
    await isReadBack(bed, withParent(true));
    assert.equal((await a.interfaceOf(bed, "loop0.5"))?.["admin-status"], "up");
    await isReadBack(bed, withParent(false));
  },

  "sub-interfaces that VPP could not make are refused": async (bed) => {
    const refused = (settings: a.Member, ...others: readonly a.Member[]) =>
      assert.rejects(bed.configure(a.interfaces(a.loopback("loop0"), vlan("loop0.5", settings), ...others)));
    await refused({});
    await refused({ "outer-vlan-id": 5, "inner-vlan-id": "any" });
    await refused({ "outer-vlan-id": 5 }, vlan("twice", { id: 5, "outer-vlan-id": 6 }));
    await refused({ "outer-vlan-id": 5 }, vlan("deeper", { parent: "loop0.5", "outer-vlan-id": 6 }));
  },

  "sub-interfaces of what carries no frames are refused before VPP hears of them": async (bed) => {
    const ends = { local: "192.0.2.1", remote: "192.0.2.2" };
    const path = "/ietf-interfaces:interfaces/interface[name='part']/sweetcomb-sub-interfaces:sub-interface/parent";
    const part = vlan("part", { parent: "whole", "outer-vlan-id": 5 });
    for (const whole of [a.tunnel("gre", "whole", ends), a.tunnel("ipip", "whole", ends)]) {
      await isRefused(bed, a.interfaces(whole, part), path, /whole carries no Ethernet frames/);
    }
    await isReadBack(bed, a.interfaces(a.tunnel("gre", "whole", { ...ends, payload: "ethernet" }), part));
  },

  "frames are taken by one sub-interface, and by another one only after it": async (bed) => {
    const withVlans = (one: number, other: number) =>
      a.interfaces(
        a.loopback("loop0"),
        vlan("one", { "outer-vlan-id": one }),
        vlan("other", { "outer-vlan-id": other }),
      );
    await assert.rejects(bed.configure(withVlans(5, 5)), { tag: "operation-not-supported", message: /VPP would/ });
    await isReadBack(bed, withVlans(5, 6));
    await assert.rejects(bed.configure(withVlans(5, 5)), { tag: "operation-not-supported" });
    await isReadBack(bed, withVlans(6, 5));
    const others = vlan("one", { "outer-vlan-id": 5, "exact-match": false });
    await assert.rejects(
      bed.configure(a.interfaces(a.loopback("loop0"), others, vlan("other", { "outer-vlan-id": 5 }))),
    );
    await isReadBack(bed, withVlans(6, 5));
  },

  "addresses on a sub-interface that takes more than its tags are refused before VPP hears of them": async (bed) => {
    for (const frames of [{ "outer-vlan-id": 5, "exact-match": false }, { default: [null] }]) {
      for (const address of ["192.0.2.1/24", "2001:db8::1/64"]) {
        const loose = vlan("loose", frames, a.addresses(address));
        await assert.rejects(bed.configure(a.interfaces(a.loopback("loop0"), loose)), /matches its tags exactly/);
      }
    }
  },
};

function vlan(name: string, settings: a.Member, more: a.Member = {}): a.Member {
  const type = "iana-if-type:l2vlan";
  return { name, type, "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", ...settings }, ...more };
}
