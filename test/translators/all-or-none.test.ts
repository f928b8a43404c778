import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { NotTakenBack } from "../../src/southbound/translator.js";
import { allOrNone, type Step } from "../../translators/all-or-none.js";

describe("a change of several messages", () => {
  test("takes the steps one after the other", async () => {
    const { said, step } = recorder();
    await allOrNone([step("a"), step("b")]);
    assert.deepEqual(said, ["a", "b"]);
  });

  test("takes back what was done, last first, and throws what was refused", async () => {
    const { said, step } = recorder("c");
    await assert.rejects(allOrNone([step("a"), step("b"), step("c"), step("d")]), { message: "c" });
    assert.deepEqual(said, ["a", "b", "not b", "not a"]);
  });

  test("takes back the rest where one cannot be, and tells of both failures", async () => {
    const { said, step } = recorder("c", "not b");
    await assert.rejects(allOrNone([step("a"), step("b"), step("c")]), (failure) => {
      assert.ok(failure instanceof NotTakenBack);
      assert.deepEqual([failure.refusal, failure.cause].map(String), ["Error: c", "Error: not b"]);
      return true;
    });
    assert.deepEqual(said, ["a", "b", "not a"]);
  });
});

/** Steps that say what they do, but for those that fail. */
function recorder(...failing: readonly string[]): { readonly said: string[]; step(name: string): Step } {
  const said: string[] = [];
  const say = async (word: string) => {
    if (failing.includes(word)) throw new Error(word);
    said.push(word);
  };
  return { said, step: (name) => ({ do: () => say(name), undo: () => say(`not ${name}`) }) };
}
