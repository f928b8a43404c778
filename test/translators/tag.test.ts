import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keptDescription, parseTag, tagOf } from "../../translators/interfaces/tag.js";

test("a tag carries name and description", () => {
  assert.equal(tagOf("loop0", "to the west"), "sc:loop0;to the west");
  assert.deepEqual(parseTag("sc:loop0;to the west"), { name: "loop0", description: "to the west" });
  assert.deepEqual(parseTag("sc:loop0"), { name: "loop0", description: undefined });
});

test("a tag of others is not ours", () => {
  assert.equal(parseTag(""), undefined);
  assert.equal(parseTag("uplink"), undefined);
});

test("any name that fits comes back, and descriptions are cut between characters", () => {
  const names = fc.string({ unit: "grapheme", maxLength: 12 }).filter((name) => Buffer.byteLength(tagOf(name)) <= 60);
  fc.assert(
    fc.property(names, fc.string({ unit: "grapheme", maxLength: 80 }), (name, description) => {
      const tag = tagOf(name, description);
      assert.ok(Buffer.byteLength(tag) <= 63);
      assert.equal(parseTag(tag)?.name, name);
      const kept = keptDescription(name, description);
      assert.ok(description.startsWith(kept));
    }),
  );
});
