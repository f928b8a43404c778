/** The machinery of derivations, with rules of a toy: each word of a line becomes a unit, and equal words are one. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ObjectChange } from "../../src/datastore/southbound-port.js";
import { type DerivationRules, incremental } from "../../src/derivations/incremental.js";
import { ManagementError } from "../../src/errors/management-error.js";

const LINE = "/toy:line";
const WORD = "/toy:word";

const words: DerivationRules = {
  inputs: [LINE],
  affected: ({ path }) => [path],
  compile: (part, inputs) => {
    const text = inputs.get(LINE, part)?.text as string | undefined;
    if (text?.includes("!")) throw new ManagementError("invalid-value", { path: part, message: "no shouting" });
    const found = text?.split(" ").filter((word) => word !== "") ?? [];
    return found.map((word) => ({
      schemaPath: WORD,
      path: `${WORD}[text='${word}']`,
      keys: [["word", "text", word]],
      from: part,
      value: { text: word },
    }));
  },
};

const line = (name: string, before: string | null, after: string | null): ObjectChange => ({
  schemaPath: LINE,
  path: `${LINE}[name='${name}']`,
  keys: [["line", "name", name]],
  before: before === null ? null : { text: before },
  after: after === null ? null : { text: after },
});

function derivation() {
  const tested = incremental(words);
  const derive = (...changes: ObjectChange[]) => tested.derive(changes);
  const told = ({ changes }: ReturnType<typeof derive>) =>
    changes.map(({ before, after }) => `${after === null ? "-" : "+"}${(after ?? before)?.text}`).sort();
  return { derive, told };
}

describe("an incremental derivation", () => {
  it("tells what comes and what goes, and nothing of what stays", () => {
    const { derive, told } = derivation();
    assert.deepEqual(told(derive(line("a", null, "one two"))), ["+one", "+two"]);
    assert.deepEqual(told(derive(line("a", "one two", "two three"))), ["+three", "-one"]);
    assert.deepEqual(told(derive(line("a", "two three", null))), ["-three", "-two"]);
  });

  it("keeps a unit in common until the last part that gives it has gone", () => {
    const { derive, told } = derivation();
    derive(line("a", null, "shared"));
    assert.deepEqual(told(derive(line("b", null, "shared own"))), ["+own"]);
    assert.deepEqual(told(derive(line("a", "shared", null))), []);
    assert.deepEqual(told(derive(line("b", "shared own", null))), ["-own", "-shared"]);
  });

  it("takes nothing of a step with something that is refused", () => {
    const { derive, told } = derivation();
    derive(line("a", null, "one"));
    assert.throws(() => derive(line("a", "one", "two"), line("b", null, "three!")), /no shouting/);
    assert.deepEqual(told(derive(line("a", "one", "one two"))), ["+two"]);
  });

  it("is as before when a step is taken back", () => {
    const { derive, told } = derivation();
    derive(line("a", null, "one"));
    derive(line("a", "one", "two"), line("b", null, "two three")).revert();
    assert.deepEqual(told(derive(line("a", "one", "one two"))), ["+two"]);
  });
});
