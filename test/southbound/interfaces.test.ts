import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import * as a from "./configurations.js";
import { assertContains } from "./contains.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

let bed: TestBed;
before(async () => {
  bed = await createTestBed();
});
after(() => bed?.close());

describe("VPP refuses a message in the midst of a commit", () => {
  const first = a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24")),
    a.loopback("loop1", { "sweetcomb-bond:bond-member": { bond: "b", weight: 5 } }),
    vlan("loop0", "child", 10),
    bond("b", "active-backup"),
    vhostUser("/tmp/one.sock"),
  );
  const second = a.interfaces(
    a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), enabled: false }),
    a.loopback("loop1", { "sweetcomb-interfaces:unnumbered-to": "loop0", "sweetcomb-interfaces:gso": true }),
    a.loopback("loop2", {
      "sweetcomb-bond:bond-member": { bond: "b" },
      "sweetcomb-interfaces:mirror": [{ to: "loop0", layer: "device" }],
    }),
    vlan("b", "child", 11),
    bond("b", "xor"),
    vhostUser("/tmp/two.sock"),
    { name: "p", type: "sweetcomb-sub-interfaces:pipe" },
    pipeEnd("p", "end"),
  );

  test("whichever message it is, VPP is as before, and the next commit works", async () => {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    await bed.configure({});
  });
});

test("VPP ends the same whether a configuration of parts and wholes follows another one or none", async () => {
  await fc.assert(
    fc.asyncProperty(configurations, configurations, async (one, other) => {
      await bed.configure(other);
      const alone = await configurationIn(bed);
      await bed.configure({});
      await bed.configure(one);
      await bed.configure(other);
      assertContains(await bed.southbound.read({}), other);
      assert.deepEqual(await configurationIn(bed), alone);
      assert.deepEqual(await bed.restartServer(), []);
      await bed.configure({});
    }),
    { numRuns: 20 },
  );
});

test("a VPP that is known tells its adjacencies only when an interface is made after another one has gone, where VRRP has run", async () => {
  const { simulator } = bed;
  const asked = async (...names: readonly string[]) => {
    simulator!.clearJournal();
    await bed.configure(a.interfaces(...names.map((name) => a.loopback(name))));
    return simulator!.journal.filter(
      ({ message, fields }) => message === "cli_inband" && (fields as { cmd?: string }).cmd === "show adj",
    ).length;
  };
  for (const name of ["loop0", "loop1", "loop2"]) assert.equal(await asked(name), 0);
  await bed.configure(a.interfaces(router));
  await asked("loop0");
  assert.equal(await asked("loop0", "loop1"), 0);
  assert.equal(await asked("loop1"), 0);
  assert.ok((await asked("loop1", "loop2")) > 0);
  assert.equal(await asked("loop1", "loop2", "loop3"), 0);
  await asked("loop1");
  simulator!.faults.add({ message: "cli_inband", nth: 1, action: { kind: "refuse", retval: -1 } });
  await assert.rejects(asked("loop1", "loop2"), /VPP refused/);
  simulator!.faults.clear();
  assert.ok((await asked("loop1", "loop2")) > 0, "what VPP did not tell is asked again");
  await bed.restartServer();
  await asked("loop2");
  assert.ok((await asked("loop1", "loop2")) > 0, "VPP tells a server that meets it later");
  await bed.configure({});
});

/** It sends to groups. */
const router = a.loopback("loop9", {
  ...a.addresses("192.0.2.1/24"),
  "sweetcomb-vrrp:vrrp": {
    "virtual-router": [{ id: 7, "address-family": "ipv4", "virtual-address": ["192.0.2.7"] }],
  },
});

/** Loopbacks, a bond and a sub-interface under the same names, held together in ever other ways. */
const configurations: fc.Arbitrary<Configuration> = fc
  .record({
    memberOf: fc.constantFrom(undefined, "b"),
    mode: fc.constantFrom("xor", "active-backup"),
    parent: fc.constantFrom("loop0", "b"),
    vlans: fc.shuffledSubarray([10, 11, 12], { minLength: 2 }),
    instance: fc.constantFrom(0, 7),
    enabled: fc.boolean(),
    lender: fc.constantFrom(undefined, "loop0", "b"),
  })
  .map(({ memberOf, mode, parent, vlans, instance, enabled, lender }) =>
    a.interfaces(
      a.loopback("loop0", {
        "sweetcomb-interfaces:loopback": { instance },
        ...a.addresses(`192.0.2.${instance + 1}/24`),
        enabled,
      }),
      a.loopback("loop1", memberOf === undefined ? {} : { "sweetcomb-bond:bond-member": { bond: memberOf } }),
      a.loopback("loop2", lender === undefined ? {} : { "sweetcomb-interfaces:unnumbered-to": lender }),
      bond("b", mode, a.addresses("198.51.100.1/24")),
      vlan(parent, "west", vlans[0]!, a.addresses("203.0.113.1/24")),
      vlan(parent, "east", vlans[1]!),
    ),
  );

function vlan(parent: string, name: string, id: number, more: a.Member = {}): a.Member {
  const type = "iana-if-type:l2vlan";
  return { name, type, "sweetcomb-sub-interfaces:sub-interface": { parent, "outer-vlan-id": id }, ...more };
}

function bond(name: string, mode: string, more: a.Member = {}): a.Member {
  return { name, type: "iana-if-type:ieee8023adLag", "sweetcomb-bond:bond": { mode }, ...more };
}

function vhostUser(socket: string): a.Member {
  return { name: "vm", type: "sweetcomb-virtio:vhost-user", "sweetcomb-virtio:vhost-user": { socket } };
}

function pipeEnd(pipe: string, name: string): a.Member {
  return { name, type: "sweetcomb-sub-interfaces:pipe-end", "sweetcomb-sub-interfaces:pipe-end": { pipe } };
}
