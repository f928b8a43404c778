/** Parts of Ethernet interfaces that lead to one MAC address. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { hasOneNumber, onEqualNumbers } from "../equal-numbers.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { unmark } from "../unmark.js";

const type = "sweetcomb-sub-interfaces:p2p-ethernet";
const part = (name: string, octet: string, more: a.Member = {}, parent = "loop0"): a.Member => ({
  name,
  type,
  [type]: { parent, "remote-mac": `02:00:00:00:00:${octet}` },
  ...more,
});

export const p2pEthernetScenarios: Scenarios = {
  "point-to-point parts are read back as configured, found by a restarted server, changed and removed": async (bed) => {
    const configuration = (octet: string) =>
      a.interfaces(
        a.loopback("loop0"),
        a.loopback("loop1"),
        part("alice", "01", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
        part("bob", octet, { enabled: false, description: "second floor" }),
        part("carol", "01", {}, "loop1"),
        ...["10", "11", "12", "13", "14"].map((each) => part(`subscriber-${each}`, each)),
      );
    await onEqualNumbers(await bed.asOther(), 2, async () => {
      await isReadBack(bed, configuration("02"));
      assert.equal((await a.interfaceOf(bed, "alice"))?.["admin-status"], "up");
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, configuration("03"));
      await isReadBack(bed, a.interfaces(a.loopback("loop0"), part("alice", "05")));
      await isReadBack(bed, a.interfaces(a.loopback("loop0")));
      assert.equal(await a.interfaceOf(bed, "alice"), undefined);
      await bed.configure({});
    });
  },

  "a point-to-point part that a dying server could not mark is found by its parent and goes by its MAC address": async (
    bed,
  ) => {
    const configuration = a.interfaces(a.loopback("loop0"), part("alice", "01"));
    await onEqualNumbers(await bed.asOther(), 1, async () => {
      await bed.applyToVppOnly(configuration);
      assert.equal(await unmark(bed), 2);
      await bed.restartServer();
      await isReadBack(bed, configuration);
      await bed.configure({});
    });
  },

  "a point-to-point part follows its parent when that is made anew, and has VRFs, routes and a bridge": async (bed) => {
    const configuration = (instance: number) => ({
      ...a.vrfs(a.vrf("red", 71)),
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "floor", id: 71 }] },
      ...a.interfaces(
        a.loopback("parent", { "sweetcomb-interfaces:loopback": { instance } }),
        part("routed", "01", { ...a.addresses("192.0.2.1/24"), "sweetcomb-routing:vrf": "red" }, "parent"),
        part("bridged", "02", { "sweetcomb-l2:l2": { bridge: { domain: "floor" } } }, "parent"),
      ),
    });
    await onEqualNumbers(await bed.asOther(), 1, async () => {
      await isReadBack(bed, configuration(1));
      await isReadBack(bed, configuration(2));
      await bed.configure({});
    });
  },

  "parts of parts, of interfaces that others lead through, and two for one MAC address are refused": async (bed) => {
    const refused = (reason: RegExp, ...list: readonly a.Member[]) =>
      assert.rejects(bed.configure(a.interfaces(a.loopback("loop0"), ...list)), reason);
    await refused(/leads to this MAC address/, part("alice", "01"), part("bob", "01"));
    await refused(/cannot have point-to-point parts/, part("alice", "01"), part("bob", "02", {}, "alice"));
    await refused(/unicast/, { name: "alice", type, [type]: { parent: "loop0", "remote-mac": "01:00:5e:00:00:01" } });
    await refused(/hardware address of its parent/, part("alice", "01", { [macLeaf]: "02:00:00:00:00:aa" }));
  },

  "a part of an interface that is no loopback is refused: VPP would end with the first frames from its device": async (
    bed,
  ) => {
    const tunnel = a.tunnel("ipip", "ipip1", { local: "192.0.2.1", remote: "192.0.2.2" });
    const bond = { name: "bond", type: "iana-if-type:ieee8023adLag", "sweetcomb-bond:bond": { mode: "xor" } };
    for (const parent of [tunnel, bond]) {
      await bed.configure(a.interfaces(parent));
      const parts = a.interfaces(parent, part("alice", "01", {}, String(parent.name)));
      await assert.rejects(bed.configure(parts), {
        tag: "operation-not-supported",
        message: /only loopbacks/,
      });
    }
  },
};

/** The simulator has one numbering. */
export const p2pEthernetScenariosOfRealVpp: Scenarios = {
  "a part of an interface is refused where VPP would confuse that with another one, and made elsewhere": async (
    bed,
  ) => {
    const names = ["loop0", "loop1", "loop2", "loop3"];
    const vlan = {
      name: "loop0.5",
      type: "iana-if-type:l2vlan",
      "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 5 },
    };
    const loopbacks = names.map((name) => a.loopback(name));
    await bed.configure(a.interfaces(loopbacks[0]!, vlan));
    const all = [...loopbacks, vlan];
    await bed.configure(a.interfaces(...all));
    for (const name of names) {
      const configuration = a.interfaces(...all, part("alice", "01", {}, name));
      if (await hasOneNumber(await bed.asOther(), name)) await isReadBack(bed, configuration);
      else
        await assert.rejects(bed.configure(configuration), { tag: "operation-not-supported", message: /numberings/ });
      await bed.configure(a.interfaces(...all));
    }
  },
};

const macLeaf = "sweetcomb-interfaces:mac-address";
