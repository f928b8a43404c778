/** In no moment of a commit does a rule of IPsec send with an association what this has sent: VPP would end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { IpsecSpdEntryV2 } from "vpp-binapi-ts/api";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { isReadBack } from "./is-read-back.js";

const near = "192.0.2.1";

function association(far: string): a.Member {
  return { id: 1, spi: 1001, "encryption-algorithm": "none", tunnel: { source: near, destination: far } };
}

function rule(name: string, action: string, more: a.Member): a.Member {
  return { name, direction: "outbound", action, "address-family": "ipv4", ...more };
}

const all = rule("all", "protect", { priority: 10, "security-association": 1 });

function pass(far: string, more: a.Member = {}): a.Member {
  return rule("pass", "bypass", { priority: 20, remote: { "first-address": far, "last-address": far }, ...more });
}

function bound(associations: readonly a.Member[], ...policy: readonly a.Member[]) {
  return {
    "sweetcomb-ipsec:ipsec": { "security-association": associations, "policy-database": [{ id: 1, policy }] },
    ...a.interfaces(a.loopback("loop0", { "sweetcomb-ipsec:ipsec-policy-database": 1 })),
  };
}

const [east, west] = ["192.0.2.2", "192.0.2.3"];
const empty = bound([]);
const sent = bound([association(east)]);
const safe = bound([association(east)], all, pass(east));

/** What VPP is told of IPsec on the way from the first configuration to the second, and back. */
const ways: Readonly<
  Record<string, readonly [before: a.Member, after: a.Member, there: readonly string[], back: readonly string[]]>
> = {
  "rules are made, the one that lets pass first, and go the other way": [
    sent,
    safe,
    ["add bypass 20", "add protect 10"],
    ["delete protect 10", "delete bypass 20"],
  ],
  "rules are made in a database that is bound, with the association": [
    empty,
    safe,
    ["add bypass 20", "association", "add protect 10"],
    ["delete protect 10", "association", "delete bypass 20"],
  ],
  "a database is bound after its rules, and let go before them": [
    {},
    safe,
    ["add bypass 20", "association", "add protect 10", "bind"],
    ["bind", "delete protect 10", "association", "delete bypass 20"],
  ],
  "a rule that lets pass is replaced by one of the same name": [
    safe,
    bound([association(east)], all, pass(east, { priority: 21 })),
    ["add bypass 21", "delete bypass 20"],
    ["add bypass 20", "delete bypass 21"],
  ],
  "a rule that lets pass is replaced by one of another name": [
    safe,
    bound([association(east)], all, pass(east, { name: "other", priority: 21 })),
    ["add bypass 21", "delete bypass 20"],
    ["add bypass 20", "delete bypass 21"],
  ],
  "an association moves together with the rule that lets its packets pass": [
    safe,
    bound([association(west)], all, pass(west, { priority: 21 })),
    ["add bypass 21", "association", "delete bypass 20"],
    ["add bypass 20", "association", "delete bypass 21"],
  ],
};

for (const [name, [before, after, there, back]] of Object.entries(ways)) {
  test(name, async () => {
    const bed = await createTestBed();
    try {
      await bed.configure(before);
      assert.deepEqual(await saidOnTheWay(bed, after), there);
      await isReadBack(bed, after);
      assert.deepEqual(await saidOnTheWay(bed, before), back);
      await isReadBack(bed, before);
    } finally {
      await bed.close();
    }
  });
}

test("a rule that lets pass is there as before when VPP refuses to let its association move", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(safe);
    bed.simulator!.clearJournal();
    bed.simulator!.faults.add({ message: "ipsec_sad_entry_update", nth: 1, action: { kind: "refuse", retval: -1 } });
    await assert.rejects(bed.configure(bound([association(west)], all, pass(west, { priority: 21 }))));
    assert.deepEqual(said(bed), ["add bypass 21", "association", "delete bypass 21"]);
    await isReadBack(bed, safe);
    assert.deepEqual(await saidOnTheWay(bed, sent), ["delete protect 10", "delete bypass 20"]);
  } finally {
    await bed.close();
  }
});

async function saidOnTheWay(bed: TestBed, configuration: a.Member): Promise<readonly string[]> {
  bed.simulator!.clearJournal();
  await bed.configure(configuration);
  return said(bed);
}

const actions = ["bypass", "discard", "resolve", "protect"];

function said({ simulator }: TestBed): readonly string[] {
  return simulator!.journal.flatMap(({ message, fields }) => {
    if (/^ipsec_sad_entry_(add|update|del)/.test(message)) return ["association"];
    if (message === "ipsec_interface_add_del_spd") return ["bind"];
    if (message !== "ipsec_spd_entry_add_del_v2") return [];
    const { isAdd, entry } = fields as { readonly isAdd: boolean; readonly entry: IpsecSpdEntryV2 };
    return [`${isAdd ? "add" : "delete"} ${actions[entry.policy]} ${entry.priority}`];
  });
}
