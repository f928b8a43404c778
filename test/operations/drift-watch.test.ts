import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { WriteQueue } from "../../src/datastore/write-queue.js";
import { DriftWatch } from "../../src/operations/vpp/drift-watch.js";

test("a policy that is given while VPP is being looked at is the one that is followed", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const looks: string[] = [];
    let finish = () => {};
    const vpp = {
      repair: () => {
        looks.push("repair");
        return new Promise<never[]>((resolve) => {
          finish = () => resolve([]);
        });
      },
      compare: async () => {
        looks.push("compare");
        return [];
      },
    };
    const watch = new DriftWatch(vpp as never, new WriteQueue(), { warn() {} }, () => {});
    watch.follow({ policy: "repair", interval: 1 });
    mock.timers.tick(1000);
    await settled();
    watch.follow({ policy: "report", interval: 2 });
    finish();
    await settled();
    mock.timers.tick(2000);
    await settled();
    assert.deepEqual(looks, ["repair", "compare"]);
    watch.stop();
  } finally {
    mock.timers.reset();
  }
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
