/** Types of YANG as JSON Schema 2020-12, for values as RFC 7951 section 6 writes them. */

import type { Bounds, SchemaType } from "../../../schema/described-module.js";
import { ecmaPattern } from "./pattern.js";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** What is derived from each identity, by its "module:name". */
export type Identities = Readonly<Record<string, readonly string[]>>;

/** RFC 7950 9.2. */
const integers: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  int16: [-32768, 32767],
  int32: [-2147483648, 2147483647],
  uint8: [0, 255],
  uint16: [0, 65535],
  uint32: [0, 4294967295],
};

/** @param module the leaf's: identities of its own may go without their module (RFC 7951 6.8) */
export function typeSchema(type: SchemaType, module: string, identities: Identities): JsonSchema {
  switch (type.base) {
    case "string":
      return { type: "string", ...lengths(type.length), ...patterns(type.patterns) };
    case "binary":
      return { type: "string", contentEncoding: "base64" };
    case "boolean":
      return { type: "boolean" };
    case "empty":
      return { type: "array", prefixItems: [{ type: "null" }], minItems: 1, maxItems: 1 };
    case "enumeration":
      return { type: "string", enum: type.values.map(({ name }) => name) };
    case "bits":
      return bits(type.values.map(({ name }) => name));
    case "identityref":
      return identityref(type.bases, module, identities);
    case "instance-identifier":
      return { type: "string", pattern: "^/" };
    case "leafref":
      return { ...typeSchema(type.target, module, identities), "x-yang-leafref": type.path.xpath };
    case "union":
      return { anyOf: type.types.map((member) => typeSchema(member, module, identities)) };
    case "decimal64":
      return { type: "string", pattern: "^[+-]?\\d+(\\.\\d+)?$", ...rangeNote(type.range) };
    case "int64":
      return { type: "string", pattern: "^[+-]?\\d+$", ...rangeNote(type.range) };
    case "uint64":
      return { type: "string", pattern: "^\\+?\\d+$", ...rangeNote(type.range) };
    case "unknown":
      return {};
    default:
      return integer(type.base, type.range);
  }
}

function integer(base: string, range: readonly Bounds[]): JsonSchema {
  const [minimum, maximum] = integers[base]!;
  const [first, ...others] = range.map(({ min, max }) => ({ minimum: Number(min), maximum: Number(max) }));
  if (first === undefined) return { type: "integer", minimum, maximum };
  return others.length === 0 ? { type: "integer", ...first } : { type: "integer", anyOf: [first, ...others] };
}

/** JSON Schema has no bounds for numbers that are written as strings. */
function rangeNote(range: readonly Bounds[]): JsonSchema {
  if (range.length === 0) return {};
  return { "x-yang-range": range.map(({ min, max }) => (min === max ? min : `${min}..${max}`)).join(" | ") };
}

function lengths(bounds: readonly Bounds[]): JsonSchema {
  const [first, ...others] = bounds.map(({ min, max }) => ({
    ...(min === "0" ? {} : { minLength: Number(min) }),
    // Where no end is set, libyang has its own.
    ...(max.length > 10 ? {} : { maxLength: Number(max) }),
  }));
  if (first === undefined) return {};
  return others.length === 0 ? first : { allOf: [{ anyOf: [first, ...others] }] };
}

function patterns(all: readonly { readonly expression: string; readonly inverted: boolean }[]): JsonSchema {
  const told: JsonSchema[] = [];
  const untold: string[] = [];
  for (const { expression, inverted } of all) {
    const pattern = ecmaPattern(expression);
    if (pattern === undefined) untold.push(expression);
    else told.push(inverted ? { not: { pattern } } : { pattern });
  }
  const rest = untold.length === 0 ? {} : { "x-yang-pattern": untold };
  if (told.length === 1) return { ...told[0], ...rest };
  return told.length === 0 ? rest : { allOf: told, ...rest };
}

/** RFC 7951 6.5: the names that are set, with a space between them. */
function bits(names: readonly string[]): JsonSchema {
  const one = `(?:${names.map((name) => name.replace(/[.]/g, "\\.")).join("|")})`;
  return { type: "string", pattern: `^(?:${one}(?: ${one})*)?$` };
}

/** An identity has to be derived from all of the bases (RFC 7950 9.10.2). */
function identityref(
  bases: readonly { readonly module: string; readonly name: string }[],
  module: string,
  identities: Identities,
): JsonSchema {
  const [first = [], ...others] = bases.map((base) => identities[`${base.module}:${base.name}`] ?? []);
  const names = first.filter((name) => others.every((other) => other.includes(name)));
  const own = names.filter((name) => name.startsWith(`${module}:`)).map((name) => name.slice(module.length + 1));
  if (names.length === 0) return { type: "string" };
  return { type: "string", enum: [...names, ...own] };
}
