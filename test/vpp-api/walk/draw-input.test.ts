import assert from "node:assert/strict";
import { test } from "node:test";
import { shapes } from "../../../src/vpp-api/shapes.js";
import { fieldsToVpp } from "../../../src/vpp-api/values/to-vpp.js";
import { randomOf } from "../../fuzz/mutate.js";
import { exampleApi } from "../example-api.js";
import { drawInput, redrawOne } from "./draw-input.js";

const message = exampleApi.modules[0]!.messages[0]!;
const { fields } = shapes(exampleApi.modules)(message);
const world = { interfaces: new Map([[1, "loop0"]]) };

test("what is drawn for fields of every kind has a value of VPP's, and is the same for the same seed", () => {
  for (let seed = 0; seed < 300; seed++) {
    const input = drawInput(fields, world, randomOf(seed));
    assert.deepEqual(drawInput(fields, world, randomOf(seed)), input);
    assert.doesNotThrow(() => fieldsToVpp(fields, input), JSON.stringify(input));
  }
});

test("an input that is drawn again differs in one field at most", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = randomOf(seed);
    const input = drawInput(fields, world, random);
    const again = redrawOne(input, fields, world, random);
    const changed = Object.keys(again).filter((name) => JSON.stringify(again[name]) !== JSON.stringify(input[name]));
    assert.ok(changed.length <= 1, `${changed}`);
  }
});

test("interfaces that are named are there, but for the number of none", () => {
  const field = { name: "sw-if-index", codecName: "swIfIndex", shape: { kind: "integer", base: "u32" } } as const;
  for (let seed = 0; seed < 20; seed++) {
    const { "sw-if-index": index = 1 } = drawInput([field], world, randomOf(seed));
    assert.ok(index === 1 || Number(index) >= 255, String(index));
  }
});
