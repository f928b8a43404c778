import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compileLibyang,
  LibyangInstance,
  LibyangMemoryError,
  LibyangTrapError,
  loadLibyang,
  YangContext,
} from "../src/index.js";
import { parseFleet, twoVehicles, withFleet, withInstance, yangFolder } from "./support/fleet.js";

test("an instance tells the version of libyang", async () => {
  await withInstance((instance) => assert.match(instance.version, /^3\.\d+\.\d+$/));
});

test("a missing artefact is an error that names the command to build it", async () => {
  await assert.rejects(loadLibyang({ wasm: "/nonexistent/libyang.wasm" }), /scripts\/build\.mjs/);
});

test("one compiled module makes instances that know nothing of each other", async () => {
  const module = await compileLibyang();
  const one = await loadLibyang({ wasm: module });
  const other = await loadLibyang({ wasm: module });
  using _context = new YangContext(one);
  assert.equal(one.liveHandles, 1);
  assert.equal(other.liveHandles, 0);
});

test("strings and bytes arrive as they are, also beyond ASCII", async () => {
  await withInstance((instance) => {
    const text = "Ärger 漢字 🚲";
    instance.withString(text, (pointer) => assert.equal(instance.stringAt(pointer), text));
    instance.withString(undefined, (pointer) => assert.equal(pointer, 0));
    instance.withBytes(new Uint8Array([0, 255, 1]), (pointer, length) => {
      assert.deepEqual([...instance.bytes().subarray(pointer, pointer + length + 1)], [0, 255, 1, 0]);
    });
  });
});

test("memory beyond the limit is an error, and the instance goes on after it", async () => {
  await withInstance(
    (instance) => {
      using context = new YangContext(instance, { searchDirs: [yangFolder] });
      context.loadModule("fleet-types");
      context.loadModule("fleet");
      const entries = Array.from({ length: 200_000 }, (_, i) => `{"plate":"A-${i}","kind":"fleet-types:van"}`);
      const large = `{"fleet:fleet":{"vehicle":[${entries.join(",")}]}}`;
      assert.throws(() => context.parseData(large, "json"), LibyangMemoryError);
      assert.equal(instance.broken, false);
      assert.ok(instance.memoryBytes <= 48 * 1024 * 1024);
      using tree = parseFleet(context, twoVehicles);
      tree.validate({ present: true });
      assert.equal(tree.select("/fleet:fleet/vehicle").length, 2);
    },
    { memoryLimitMb: 48 },
  );
});

test("input that does not fit at all is refused before libyang sees it", async () => {
  await withInstance(
    (instance) => {
      using context = new YangContext(instance, { searchDirs: [yangFolder] });
      context.loadModule("fleet");
      assert.throws(() => context.parseData(Buffer.alloc(40 << 20, 0x20), "xml"), LibyangMemoryError);
      using _tree = parseFleet(context, {});
    },
    { memoryLimitMb: 32 },
  );
});

test("memory of released trees is used again", async () => {
  await withFleet((context) => {
    const entries = Array.from({ length: 3000 }, (_, i) => ({ plate: `A-${i}`, kind: "fleet-types:van" }));
    const round = () => {
      using tree = parseFleet(context, { vehicle: entries });
      using copy = tree.duplicate();
      using _diff = tree.diff(copy);
      tree.print("xml");
    };
    for (let i = 0; i < 5; i++) round();
    const before = context.instance.memoryBytes;
    for (let i = 0; i < 20; i++) round();
    assert.equal(context.instance.memoryBytes, before);
  });
});

test("after a trap every call is refused, releasing does nothing, and a new instance works", async () => {
  const module = await compileLibyang();
  const instance = new LibyangInstance(module, 64 << 20);
  const context = new YangContext(instance, { searchDirs: [yangFolder] });
  context.loadModule("fleet");
  const tree = parseFleet(context, {});
  assert.throws(() => instance.exports.lyw_free_all(0xfffffff0), LibyangTrapError);
  assert.equal(instance.broken, true);
  assert.throws(() => tree.print("xml"), LibyangTrapError);
  assert.throws(() => parseFleet(context, {}), LibyangTrapError);
  tree[Symbol.dispose]();
  context[Symbol.dispose]();
  assert.equal(instance.liveHandles, 0);

  using fresh = new YangContext(new LibyangInstance(module, 64 << 20), { searchDirs: [yangFolder] });
  fresh.loadModule("fleet");
});
