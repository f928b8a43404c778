/** As many kinds of objects as VPP holds at once: read back, through crashes, and gone when they are taken back. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import { assertContains } from "./contains.js";
import { countedIn } from "./counted.js";
import { revealed } from "./revealed.js";
import { richConfigurations } from "./rich.js";
import type { Witness } from "./witnesses/witness.js";

const realVpp = process.env.VPP_SOCKET;

describe(`everything at once, on ${realVpp ?? "the simulator"}`, () => {
  let bed: TestBed;
  let rich: readonly Configuration[];
  let socketPath: string;
  before(async () => {
    // What a VPP that has been used may not have, the pool of DS-Lite among them: VPP keeps the addresses that were in it.
    const mayLack = ({ lacking, configuration }: Witness) =>
      lacking !== undefined || "sweetcomb-dslite:dslite" in configuration;
    rich = await richConfigurations((witness) => realVpp === undefined || !mayLack(witness));
    bed = await createTestBed({ vppSocket: realVpp });
    socketPath = realVpp ?? bed.simulator!.socketPath;
  });
  after(() => bed?.close());

  test("it is read back, a restarted server finds nothing to do, and others count the same before and after", async () => {
    const without = await countedIn(socketPath);
    for (const configuration of rich) {
      await bed.configure(configuration);
      assertContains(revealed(await bed.southbound.read({})), configuration);
      assert.deepEqual(await bed.southbound.compare(), []);
      const there = await countedIn(socketPath);
      const shown = await configurationIn(bed);
      await bed.resync();
      assert.deepEqual(await bed.restartServer(), []);
      assert.deepEqual(await bed.southbound.compare(), []);
      assert.deepEqual(await configurationIn(bed), shown);
      assert.deepEqual(await countedIn(socketPath), there);
    }
    await bed.configure({});
    assert.deepEqual(await bed.southbound.compare(), []);
    assert.deepEqual(await countedIn(socketPath), without);
  });

  test("a server that dies before it could persist it finds all of it and takes it back", async () => {
    const without = await countedIn(socketPath);
    for (const configuration of rich) {
      await bed.applyToVppOnly(configuration);
      await bed.restartServer();
      assert.deepEqual(await bed.southbound.compare(), []);
      assert.deepEqual(await countedIn(socketPath), without);
    }
  });
});
