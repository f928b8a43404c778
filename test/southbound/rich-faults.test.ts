/** Everything at once, on a simulator that starts anew and whose connections break. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import { type Counts, countedIn } from "./counted.js";
import { richConfigurations } from "./rich.js";

/** The commit is cut off at so many messages, of some thousand. */
const CUTS = [20, 150, 400, 700];

describe("everything at once, through crashes", () => {
  let bed: TestBed;
  let rich: Configuration;
  let there: { readonly counts: Counts; readonly shown: unknown };
  let without: typeof there;
  const held = async () => ({ counts: await countedIn(bed.simulator!.socketPath), shown: await configurationIn(bed) });
  before(async () => {
    [rich = {}] = await richConfigurations();
    bed = await createTestBed();
    await bed.configure(rich);
    await bed.configure({});
    without = await held();
    await bed.configure(rich);
    there = await held();
  });
  after(() => bed?.close());

  test("a VPP that starts anew gets all of it again, each once, also from a server that does", async () => {
    for (const after of [() => bed.resync(), () => bed.restartServer()]) {
      const returned = bed.vppReturned();
      await bed.simulator!.restart();
      await returned;
      await after();
      assert.deepEqual(await bed.southbound.compare(), []);
      assert.deepEqual(await held(), there);
    }
  });

  test("a connection that breaks while it is made or taken back leaves what was there before", async () => {
    for (const [from, to, expected] of [
      [rich, {}, there],
      [{}, rich, without],
    ] as const) {
      await bed.configure(from);
      for (const cut of CUTS) {
        const returned = bed.vppReturned();
        bed.simulator!.faults.add({ nth: cut, action: { kind: "disconnect" } });
        await assert.rejects(bed.configure(to), { tag: "resource-denied" });
        await returned;
        await bed.resync();
        assert.deepEqual(await bed.southbound.compare(), []);
        assert.deepEqual(await held(), expected, `cut off at message ${cut}`);
      }
    }
  });
});
