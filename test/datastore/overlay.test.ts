/** Which source an object of intended comes from, and what a change of one source changes of it. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type InRunning, type Overlaid, Overlay } from "../../src/datastore/dynamic/overlay.js";
import type { DynamicName, Presence } from "../../src/datastore/engine/protocol.js";
import type { ObjectChange } from "../../src/datastore/southbound-port.js";

const first: DynamicName = "test:first";
const second: DynamicName = "test:second";
const path = "/m:list[name='a']";

type Value = Record<string, unknown> | null;

const change = (before: Value, after: Value): ObjectChange => ({
  schemaPath: "/m:list",
  path,
  keys: [["list", "name", "a"]],
  before,
  after,
});

const inRunning = (presence: Presence, value: Value = null): ReadonlyMap<string, InRunning> =>
  new Map([[path, { presence, value }]]);

/** An overlay, and its steps told as the value before and after with the origin. */
function overlay() {
  const tested = new Overlay([first, second]);
  const step = ({ changes }: Overlaid) =>
    changes.map(({ before, after, origin }) => [before?.v ?? null, after?.v ?? null, origin]);
  return {
    tested,
    dynamic: (name: DynamicName, before: Value, after: Value, running = inRunning("absent")) =>
      step(tested.ofDynamic(name, [change(before, after)], new Map([[path, after ? "explicit" : "absent"]]), running)),
    running: (before: Value, after: Value, presence: Presence) =>
      step(tested.ofRunning([change(before, after)], new Map([[path, presence]]))),
    origins: () => [...tested.objects()].map(({ after, origin }) => [after?.v, origin]),
  };
}

describe("an object of intended", () => {
  it("comes from the dynamic datastore that has it, and goes with it", () => {
    const { dynamic, origins } = overlay();
    assert.deepEqual(dynamic(first, null, { v: 1 }), [[null, 1, first]]);
    assert.deepEqual(dynamic(first, { v: 1 }, { v: 2 }), [[1, 2, first]]);
    assert.deepEqual(origins(), [[2, first]]);
    assert.deepEqual(dynamic(first, { v: 2 }, null), [[2, null, undefined]]);
    assert.deepEqual(origins(), []);
  });

  it("is running's while running has it, and the dynamic one comes back behind it", () => {
    const { dynamic, running, origins } = overlay();
    dynamic(first, null, { v: 1 });
    assert.deepEqual(running(null, { v: 9 }, "explicit"), [[1, 9, undefined]]);
    assert.deepEqual(origins(), []);
    assert.deepEqual(dynamic(first, { v: 1 }, { v: 2 }), []);
    assert.deepEqual(running({ v: 9 }, { v: 8 }, "explicit"), [[9, 8, undefined]]);
    assert.deepEqual(running({ v: 8 }, null, "absent"), [[8, 2, first]]);
  });

  it("that running had first stays running's", () => {
    const { dynamic, running } = overlay();
    assert.deepEqual(dynamic(first, null, { v: 1 }, inRunning("explicit")), []);
    assert.deepEqual(running({ v: 9 }, null, "absent"), [[9, 1, first]]);
  });

  it("that running has by default only is the dynamic datastore's, and the default comes back", () => {
    const { dynamic } = overlay();
    assert.deepEqual(dynamic(first, null, { v: 1 }, inRunning("default", { v: 0 })), [[0, 1, first]]);
    assert.deepEqual(dynamic(first, { v: 1 }, null), [[1, 0, undefined]]);
  });

  it("goes by precedence where two dynamic datastores have it", () => {
    const { dynamic, origins } = overlay();
    dynamic(second, null, { v: 2 });
    assert.deepEqual(dynamic(first, null, { v: 1 }), [[2, 1, first]]);
    assert.deepEqual(dynamic(second, { v: 2 }, { v: 3 }), []);
    assert.deepEqual(dynamic(first, { v: 1 }, null), [[1, 3, second]]);
    assert.deepEqual(origins(), [[3, second]]);
  });

  it("is as before when a change is taken back", () => {
    const { tested, dynamic, origins } = overlay();
    dynamic(first, null, { v: 1 });
    const { revert } = tested.ofDynamic(first, [change({ v: 1 }, null)], new Map(), new Map());
    assert.deepEqual(origins(), []);
    revert();
    assert.deepEqual(origins(), [[1, first]]);
  });
});
