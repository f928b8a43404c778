import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changesBetween, emptyWorld, type World, worldSouthbound } from "./fake-world.js";

const names = ["x", "y", "z"];
const numbers = [1, 2, 3, 4, 5, 6];

/** Worlds that a validated configuration could be: references are met, numbers are unique. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    devices: fc.dictionary(
      fc.constantFrom(...names),
      fc.record({ type: fc.constantFrom("a" as const, "b" as const), size: fc.nat(2), slots: fc.subarray(names) }),
    ),
    groups: fc.subarray(names, { minLength: 1 }),
    members: fc.dictionary(
      fc.constantFrom("m", "n", "o"),
      fc.record({ device: fc.nat(), group: fc.nat(), note: fc.constantFrom("", "hello") }),
    ),
    order: fc.shuffledSubarray(numbers, { minLength: numbers.length }),
    slotOrder: fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 9 }),
  })
  .map(({ devices, groups, members, order, slotOrder }) => {
    const slotNumbers = [...slotOrder];
    const deviceNames = Object.keys(devices);
    return {
      devices: Object.fromEntries(
        Object.entries(devices).map(([name, { slots, ...device }]) => [
          name,
          { ...device, slots: Object.fromEntries(slots.map((slot) => [slot, slotNumbers.pop()!])) },
        ]),
      ),
      groups: Object.fromEntries(groups.map((name, index) => [name, order[index]!])),
      members: Object.fromEntries(
        Object.entries(members)
          .filter(() => deviceNames.length > 0)
          .map(([name, { device, group, note }]) => [
            name,
            { device: deviceNames[device % deviceNames.length]!, group: groups[group % groups.length]!, note },
          ]),
      ),
    };
  });

test("from any configuration to any other, VPP ends where a fresh VPP ends", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, async (first, second) => {
      const changed = await worldSouthbound();
      await commit(changed, emptyWorld, first);
      await commit(changed, first, second);
      const fresh = await worldSouthbound();
      await commit(fresh, emptyWorld, second);
      assert.deepEqual(changed.vpp.content, fresh.vpp.content);
    }),
    { numRuns: 400 },
  );
});

test("when VPP refuses any one operation, VPP is as before and the error has the path of the node", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, fc.nat(12), async (first, second, refused) => {
      const south = await worldSouthbound();
      await commit(south, emptyWorld, first);
      const before = south.vpp.content;
      south.vpp.refuseAfter = refused;
      try {
        await commit(south, first, second);
      } catch (error) {
        assert.match((error as { details: { path: string } }).details.path, /^\/w:world\//);
        assert.deepEqual(south.vpp.content, before);
      }
    }),
    { numRuns: 400 },
  );
});

test("a commit that is reverted after it was applied leaves VPP as before", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, async (first, second) => {
      const south = await worldSouthbound();
      await commit(south, emptyWorld, first);
      const before = south.vpp.content;
      const applied = await south.southbound.apply({ revision: 2, changes: changesBetween(first, second) });
      await applied.revert();
      assert.deepEqual(south.vpp.content, before);
    }),
    { numRuns: 200 },
  );
});

test("resync makes a VPP with anything of ours in it equal to the configuration, and then has nothing to do", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, async (first, second) => {
      const { vpp, southbound } = await worldSouthbound();
      await commit({ vpp, southbound }, emptyWorld, first);
      const restarted = await worldSouthbound(vpp, second);
      const fresh = await worldSouthbound();
      await commit(fresh, emptyWorld, second);
      assert.deepEqual(vpp.content, fresh.vpp.content);
      const operations = vpp.log.length;
      await resyncWith(restarted, second);
      assert.equal(vpp.log.length, operations);
    }),
    { numRuns: 200 },
  );
});

test("the same change gives the same plan", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, async (first, second) => {
      const plans = await Promise.all(
        [1, 2].map(async () => {
          const south = await worldSouthbound();
          await commit(south, emptyWorld, first);
          return south.southbound.plan({ revision: 2, changes: changesBetween(first, second) });
        }),
      );
      assert.deepEqual(plans[0], plans[1]);
    }),
    { numRuns: 50 },
  );
});

test("nothing is touched that neither changes nor depends on what is made anew", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, worlds, async (first, second) => {
      const south = await worldSouthbound();
      await commit(south, emptyWorld, first);
      const changes = changesBetween(first, second);
      const plan = south.southbound.plan({ revision: 2, changes });
      const operations = plan.waves.flat();
      const anew = new Set(operations.filter(({ kind }) => kind !== "update").map(({ entry }) => entry.id));
      const changedPaths = new Set(changes.map(({ path }) => path));
      for (const { entry } of operations) {
        const isPulledAlong = entry.dependsOn.some((id) => anew.has(id));
        assert.ok(changedPaths.has(entry.path) || isPulledAlong, `${entry.id} is touched without need`);
      }
    }),
    { numRuns: 200 },
  );
});

type South = Awaited<ReturnType<typeof worldSouthbound>>;

async function commit({ southbound }: South, before: World, after: World): Promise<void> {
  const applied = await southbound.apply({ revision: 1, changes: changesBetween(before, after) });
  applied.done();
}

async function resyncWith({ southbound }: South, world: World): Promise<void> {
  await southbound.resync(
    (async function* () {
      yield changesBetween(emptyWorld, world);
    })(),
  );
}
