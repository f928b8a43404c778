/** Random inputs of requests that are mostly plausible. */

import { distinctConstants, type Shape, type ShapedField } from "../../../src/vpp-api/shapes.js";
import { pick, type Random } from "../../fuzz/mutate.js";
import { plausibleNumber, plausibleText, plausibleWord, type World } from "./plausible.js";
import type { Json } from "./step.js";

/** An input with most of its fields. What is left out is zero, or as the description has it. */
export function drawInput(fields: readonly ShapedField[], world: World, random: Random): Json {
  const present = fields.filter(() => random(12) > 0);
  return Object.fromEntries(present.map(({ name, shape }) => [name, draw(shape, name, world, random)]));
}

/** The same with one field drawn again or, where it says yes or no, the other way round. */
export function redrawOne(input: Json, fields: readonly ShapedField[], world: World, random: Random): Json {
  if (fields.length === 0) return input;
  const flags = fields.filter(({ shape }) => shape.kind === "bool");
  if (flags.length > 0 && random(2) === 0) {
    const { name } = pick(flags, random);
    return { ...input, [name]: input[name] !== true };
  }
  const { name, shape } = pick(fields, random);
  return { ...input, [name]: draw(shape, name, world, random) };
}

function draw(shape: Shape, name: string, world: World, random: Random): unknown {
  switch (shape.kind) {
    case "integer": {
      const number = plausibleNumber(name, shape.base, world, random);
      // RFC 7951 6.1.
      return shape.base.endsWith("64") ? String(number) : number;
    }
    case "bool":
      return random(10) < (/add|enable/.test(name) ? 7 : 4);
    case "float":
      return pick(["0.0", "0.1", "1.0", "1000.0", "-1.0"], random);
    case "string":
      return plausibleWord(name, shape.maxBytes, world, random);
    case "bytes":
      return shape.isText
        ? plausibleWord(name, shape.length, world, random)
        : someBytes(shape.length, random).toString("base64");
    case "text":
      return plausibleText(shape.format, random);
    case "enum":
      return random(40) === 0 ? random(200) : pick([...distinctConstants(shape).values()], random);
    case "bits":
      return [...distinctConstants(shape).values()].filter(() => random(4) === 0).join(" ");
    case "struct":
      return drawInput(shape.fields, world, random);
    case "union":
      return drawInput([pick(shape.members, random)], world, random);
    case "array": {
      const most = shape.length ?? (random(20) === 0 ? 20 : 3);
      return Array.from({ length: random(most + 1) }, () => draw(shape.element, name, world, random));
    }
  }
}

/** Of a key or a mask: none, the first few, or all. */
function someBytes(length: number | undefined, random: Random): Buffer {
  const most = length ?? pick([0, 8, 16, 32, 64, 128], random);
  return Buffer.alloc(pick([0, Math.min(most, 8), most, most], random), pick([0, 1, 10, 255], random));
}
