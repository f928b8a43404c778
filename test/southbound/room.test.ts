import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, emptyWorld, FakeVpp, type World, worldSouthbound } from "./fake-world.js";

const MIB = 2n ** 20n;

const world: World = { ...emptyWorld, groups: { one: 1 } };
const larger: World = { ...emptyWorld, groups: { one: 1, two: 2 } };
const changed: World = { ...emptyWorld, groups: { one: 3 } };

async function commit(to: World, freeHeap: bigint | undefined, segmentBytes = 32n * MIB) {
  const vpp = new FakeVpp();
  const { southbound } = await worldSouthbound(vpp, world);
  vpp.freeHeap = freeHeap;
  vpp.segmentBytes = segmentBytes;
  vpp.log.length = 0;
  const applied = southbound.apply({ revision: 2, changes: changesBetween(world, to) }).then(() => "taken");
  const outcome = await applied.catch(({ tag, details, message }) => ({ tag, appTag: details.appTag, message }));
  return { outcome, log: vpp.log };
}

const refusal = {
  tag: "resource-denied",
  appTag: "vpp-memory",
  message:
    "VPP's main heap has 31.5 MiB left: with less than 32 MiB nothing can be added or changed. Remove something, or start VPP with a larger main-heap-size",
};

for (const [what, to] of [
  ["adds", larger],
  ["changes", changed],
] as const) {
  test(`a commit that ${what} something is refused before VPP hears of it when its heap is nearly used up`, async () => {
    assert.deepEqual(await commit(to, (63n * MIB) / 2n), { outcome: refusal, log: [] });
  });
}

test("a commit that only removes is taken however little is left", async () => {
  assert.deepEqual(await commit(emptyWorld, 0n), { outcome: "taken", log: ["delete group|one"] });
});

test("a commit is taken when 32 MiB are left, and where the stats segment cannot be read", async () => {
  const taken = { outcome: "taken", log: ["create group|two"] };
  assert.deepEqual(await commit(larger, 32n * MIB), taken);
  assert.deepEqual(await commit(larger, undefined), taken);
});

/** Each takes 1 MiB for counters, and other things take 2. */
const device = { type: "a", size: 1, slots: {} } as const;
const one: World = { ...world, devices: { eth0: device } };
const two: World = { ...world, devices: { eth0: device, eth1: device } };

test("a commit with which interfaces would have counters in the last third of the stats segment is refused before VPP hears of it", async () => {
  const refused = {
    tag: "resource-denied",
    appTag: "vpp-memory",
    message:
      "VPP's stats segment has 5.0 MiB, of which two thirds can be used: the counters of all interfaces would take 2.0. Remove some, or start VPP with a larger statseg size",
  };
  assert.deepEqual(await commit(two, 64n * MIB, 5n * MIB), { outcome: refused, log: [] });
});

test("interfaces are made while the last third stays free, and other things without", async () => {
  const made = ["create device|eth0", "create device|eth1"];
  assert.deepEqual(await commit(two, 64n * MIB, 6n * MIB), { outcome: "taken", log: made });
  assert.deepEqual(await commit(one, 64n * MIB, 5n * MIB), { outcome: "taken", log: made.slice(0, 1) });
  assert.deepEqual(await commit(larger, 64n * MIB, MIB), { outcome: "taken", log: ["create group|two"] });
});
