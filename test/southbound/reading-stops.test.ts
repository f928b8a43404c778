/** A client that has gone is not read for any further. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

test("reading what VPP has stops between two dumps when nobody waits for it any more", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))));
    const simulator = bed.simulator!;
    const asked = async (signal?: AbortSignal) => {
      simulator.clearJournal();
      await bed.southbound.read({ signal }).catch((failure: Error) => assert.equal(failure.name, "AbortError"));
      return simulator.journal.length;
    };
    const all = await asked();
    const leaving = new AbortController();
    const some = asked(leaving.signal);
    await nextTurn();
    leaving.abort();
    assert.ok((await some) < all / 2, `${await some} of ${all} requests`);
    assert.equal(await asked(AbortSignal.abort()), 0);
  } finally {
    await bed.close();
  }
});
