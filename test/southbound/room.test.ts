import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, emptyWorld, FakeVpp, type World, worldSouthbound } from "./fake-world.js";

const MIB = 2n ** 20n;

const world: World = { ...emptyWorld, groups: { one: 1 } };
const larger: World = { ...emptyWorld, groups: { one: 1, two: 2 } };
const changed: World = { ...emptyWorld, groups: { one: 3 } };

async function commit(to: World, freeHeap: bigint | undefined) {
  const vpp = new FakeVpp();
  const { southbound } = await worldSouthbound(vpp, world);
  vpp.freeHeap = freeHeap;
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
