/** Bonds and their members. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

export const bondScenarios: Scenarios = {
  "bonds of all modes with their members are read back as configured, and found by a restarted server": async (bed) => {
    const configuration = a.interfaces(
      bond("BondEthernet3", { mode: "xor", "load-balance": "l34" }, { "sweetcomb-interfaces:mac-address": mac }),
      bond("backed up", { mode: "active-backup", id: 4 }, a.addresses("192.0.2.1/24")),
      bond("in turn", { mode: "round-robin" }),
      bond("to all", { mode: "broadcast" }),
      bond("in large pieces", { mode: "xor", gso: true }),
      bond("negotiated", { mode: "lacp", "load-balance": "l23", "local-numa-only": true }),
      member("loop0", { bond: "BondEthernet3" }),
      member("loop1", { bond: "backed up", weight: 50 }),
      member("loop2", { bond: "backed up", weight: 10 }),
      member("loop3", { bond: "negotiated", passive: true, "long-timeout": true }),
    );
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
  },

  "the state of a bond and of LACP is shown": async (bed) => {
    await bed.configure(a.interfaces(bond("b", { mode: "lacp" }), member("loop0", { bond: "b" })));
    assertContains(await a.interfaceOf(bed, "b"), { "sweetcomb-bond:bond": { members: 1, "active-members": 0 } });
    const { lacp } = ((await a.interfaceOf(bed, "loop0"))?.["sweetcomb-bond:bond-member"] ?? {}) as {
      lacp?: { actor: a.Member };
    };
    assert.match(String(lacp?.actor.state), /activity/);
  },

  "a member's weight changes in place, and it moves to another bond": async (bed) => {
    const bonds = ["one", "two"].map((name) => bond(name, { mode: "active-backup" }));
    await isReadBack(bed, a.interfaces(...bonds, member("loop0", { bond: "one", weight: 7 })));
    await isReadBack(bed, a.interfaces(...bonds, member("loop0", { bond: "one" })));
    await isReadBack(bed, a.interfaces(...bonds, member("loop0", { bond: "two", weight: 8 })));
    await isReadBack(bed, a.interfaces(...bonds, a.loopback("loop0", a.addresses("192.0.2.1/24"))));
  },

  "a bond that is made anew takes its members and addresses along": async (bed) => {
    const parts = [member("loop0", { bond: "b" }), member("loop1", { bond: "b" })];
    await isReadBack(bed, a.interfaces(bond("b", { mode: "xor" }, a.addresses("192.0.2.1/24")), ...parts));
    await isReadBack(bed, a.interfaces(bond("b", { mode: "broadcast" }, a.addresses("192.0.2.1/24")), ...parts));
  },

  "what cannot be in a bond is refused": async (bed) => {
    const refused = (...list: readonly a.Member[]) => assert.rejects(bed.configure(a.interfaces(...list)));
    await refused(bond("one", { mode: "xor" }), bond("two", { mode: "xor" }, memberOf({ bond: "one" })));
    await refused(bond("one", { mode: "xor" }), member("loop0", { bond: "one", weight: 5 }));
    await refused(bond("one", { mode: "broadcast", "load-balance": "l2" }));
    await refused(
      bond("one", { mode: "xor" }),
      a.loopback("loop0", { ...memberOf({ bond: "one" }), "sweetcomb-interfaces:mac-address": mac }),
    );
    await refused(a.loopback("loop1"), member("loop0", { bond: "loop1" }));
  },
};

const mac = "02:00:00:00:00:b7";

function bond(name: string, settings: a.Member, more: a.Member = {}): a.Member {
  return { name, type: "iana-if-type:ieee8023adLag", "sweetcomb-bond:bond": settings, ...more };
}

function member(name: string, settings: a.Member): a.Member {
  return a.loopback(name, memberOf(settings));
}

function memberOf(settings: a.Member): a.Member {
  return { "sweetcomb-bond:bond-member": settings };
}
