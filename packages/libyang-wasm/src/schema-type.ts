// Types of leaves with their restrictions.
import type { OutputReader } from "./output-reader.js";

/** Built-in types in the order of libyang's LY_DATA_TYPE. */
const baseTypes = [
  "unknown",
  "binary",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "string",
  "bits",
  "boolean",
  "decimal64",
  "empty",
  "enumeration",
  "identityref",
  "instance-identifier",
  "leafref",
  "union",
  "int8",
  "int16",
  "int32",
  "int64",
] as const;

type NumberBase = "uint8" | "uint16" | "uint32" | "uint64" | "int8" | "int16" | "int32" | "int64";

/** An XPath expression of a module with what its prefixes mean there. */
export interface SchemaExpression {
  readonly xpath: string;
  readonly prefixes: readonly { readonly prefix: string; readonly module: string }[];
}

/** Bounds as text, since 64-bit numbers do not fit a JavaScript number. */
export interface Bounds {
  readonly min: string;
  readonly max: string;
}

export interface NamedValue {
  readonly name: string;
  /** Value of an enum, position of a bit. */
  readonly value: number;
}

/** `typedef` is the name of the typedef that the leaf refers to, if any. An empty list of bounds means no restriction. */
export type SchemaType = { readonly typedef: string | undefined } & (
  | { readonly base: NumberBase; readonly range: readonly Bounds[] }
  | { readonly base: "decimal64"; readonly fractionDigits: number; readonly range: readonly Bounds[] }
  | { readonly base: "binary"; readonly length: readonly Bounds[] }
  | {
      readonly base: "string";
      readonly length: readonly Bounds[];
      readonly patterns: readonly { readonly expression: string; readonly inverted: boolean }[];
    }
  | { readonly base: "bits" | "enumeration"; readonly values: readonly NamedValue[] }
  | { readonly base: "identityref"; readonly bases: readonly { readonly module: string; readonly name: string }[] }
  | { readonly base: "instance-identifier"; readonly requireInstance: boolean }
  | {
      readonly base: "leafref";
      readonly path: SchemaExpression;
      readonly requireInstance: boolean;
      /** Type of the leaf at the end of the chain of references. */
      readonly target: SchemaType;
    }
  | { readonly base: "union"; readonly types: readonly SchemaType[] }
  | { readonly base: "boolean" | "empty" | "unknown" }
);

/** Reads what csrc/schema-type.c wrote. */
export function readSchemaType(reader: OutputReader): SchemaType {
  const base = baseTypes[reader.u32()] ?? "unknown";
  const typedef = reader.optionalString();
  switch (base) {
    case "binary":
      return { base, typedef, length: readBounds(reader) };
    case "string":
      return { base, typedef, length: readBounds(reader), patterns: reader.list(readPattern) };
    case "bits":
    case "enumeration":
      return { base, typedef, values: reader.list(() => ({ name: reader.string(), value: reader.i32() })) };
    case "decimal64": {
      const fractionDigits = reader.u32();
      const range = readBounds(reader).map(({ min, max }) => ({
        min: withPoint(min, fractionDigits),
        max: withPoint(max, fractionDigits),
      }));
      return { base, typedef, fractionDigits, range };
    }
    case "identityref":
      return { base, typedef, bases: reader.list(() => ({ module: reader.string(), name: reader.string() })) };
    case "instance-identifier":
      return { base, typedef, requireInstance: reader.flag() };
    case "leafref":
      return {
        base,
        typedef,
        path: readExpression(reader),
        requireInstance: reader.flag(),
        target: readSchemaType(reader),
      };
    case "union":
      return { base, typedef, types: reader.list(() => readSchemaType(reader)) };
    case "boolean":
    case "empty":
    case "unknown":
      return { base, typedef };
    default:
      return { base, typedef, range: readBounds(reader) };
  }
}

/** Reads what csrc/schema-expression.c wrote. */
export function readExpression(reader: OutputReader): SchemaExpression {
  return {
    xpath: reader.string(),
    prefixes: reader.list(() => ({ prefix: reader.string(), module: reader.string() })),
  };
}

function readBounds(reader: OutputReader): Bounds[] {
  return reader.list(() => ({ min: reader.string(), max: reader.string() }));
}

function readPattern(reader: OutputReader) {
  return { expression: reader.string(), inverted: reader.flag() };
}

/** "1250" with 2 digits after the point is "12.50". */
function withPoint(digits: string, fractionDigits: number): string {
  const sign = digits.startsWith("-") ? "-" : "";
  const padded = digits.slice(sign.length).padStart(fractionDigits + 1, "0");
  return `${sign}${padded.slice(0, -fractionDigits)}.${padded.slice(-fractionDigits)}`;
}
