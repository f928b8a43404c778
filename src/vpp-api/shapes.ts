/**
 * The types of VPP's API language as YANG sees them: aliases resolved, counting fields gone, addresses as text. Model and
 * values are both made from shapes, so that they cannot differ.
 */

import type { ApiEnum, ApiField, ApiMessage, ApiModule, ApiType } from "vpp-binapi-ts";
import { headOf, toCamelCase } from "vpp-binapi-ts";
import { yangName } from "./names.js";

export type IntegerName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64";

/** Types that VPP has as structs of bytes and everybody writes as text. */
export type TextFormat = "mac" | "ip4" | "ip6" | "address" | "ip4-prefix" | "ip6-prefix" | "prefix";

export type Shape = ElementShape | ArrayShape;

export type ElementShape =
  | { readonly kind: "integer"; readonly base: IntegerName }
  | { readonly kind: "bool" }
  | { readonly kind: "float" }
  /** `maxBytes`: of UTF-8 before the NUL of a fixed string, behind which VPP reads on where there is none; undefined where VPP counts. */
  | { readonly kind: "string"; readonly maxBytes: number | undefined }
  /** `length`: of a fixed array. `isText`: the bytes are a name and not a key. */
  | { readonly kind: "bytes"; readonly length: number | undefined; readonly isText: boolean }
  | { readonly kind: "text"; readonly format: TextFormat }
  | ({ readonly kind: "enum" } & NamedNumber)
  | ({ readonly kind: "bits" } & NamedNumber)
  | StructShape
  | { readonly kind: "union"; readonly name: string; readonly members: readonly ShapedField[] };

export interface StructShape {
  readonly kind: "struct";
  readonly name: string;
  readonly fields: readonly ShapedField[];
}

export interface ArrayShape {
  readonly kind: "array";
  readonly element: ElementShape;
  /** Of a fixed array. */
  readonly length: number | undefined;
}

export interface NamedNumber {
  readonly name: string;
  readonly base: IntegerName;
  readonly constants: readonly (readonly [name: string, value: number])[];
}

export interface ShapedField {
  /** As YANG has it. */
  readonly name: string;
  /** As the codec has it. */
  readonly codecName: string;
  readonly shape: Shape;
  readonly default?: number | boolean | undefined;
}

const TEXT_FORMATS: Readonly<Record<string, TextFormat>> = {
  mac_address: "mac",
  ip4_address: "ip4",
  ip6_address: "ip6",
  address: "address",
  ip4_prefix: "ip4-prefix",
  ip6_prefix: "ip6-prefix",
  prefix: "prefix",
};

/** Old messages hold names in u8 arrays, which is how they tell them from keys and masks. */
const TEXT_IN_BYTES = /(^|_)(name|tag|engine|algorithm|ciphers|build_metadata|pre_release)$/;

export type ShapeOf = (message: ApiMessage) => StructShape;

/** Shapes of the messages of a description. Each type is worked out once. */
export function shapes(modules: readonly ApiModule[]): ShapeOf {
  const types = new Map<string, ApiType>();
  for (const module of modules) for (const type of module.types) types.set(type.name, type);
  const known = new Map<string, Shape>();

  function named(name: string): Shape {
    const found = known.get(name) ?? scalar(name);
    if (found !== undefined) return found;
    const type = types.get(name);
    if (type === undefined) throw new Error(`the description of VPP's API has no type ${name}`);
    const shape = shapeOfType(type);
    known.set(name, shape);
    return shape;
  }

  function shapeOfType(type: ApiType): Shape {
    const format = TEXT_FORMATS[type.name];
    if (format !== undefined) return { kind: "text", format };
    const { name } = type;
    switch (type.kind) {
      case "alias":
        return shapeOfField({ name, type: type.type, ...(type.length === undefined ? {} : { length: type.length }) });
      case "struct":
        return { kind: "struct", name, fields: fieldsOf(type.fields) };
      case "union":
        return { kind: "union", name, members: fieldsOf(type.members) };
      default:
        return namedNumber(type);
    }
  }

  function shapeOfField({ name, type, length, countedBy }: ApiField): Shape {
    if (type === "string") return { kind: "string", maxBytes: length && length - 1 };
    if (length === undefined && countedBy === undefined) return named(type);
    if (type === "u8") return { kind: "bytes", length, isText: TEXT_IN_BYTES.test(name) };
    const element = named(type);
    if (element.kind === "array") throw new Error(`${name}: an array of arrays has no form in YANG`);
    return { kind: "array", element, length };
  }

  function fieldsOf(fields: readonly ApiField[]): readonly ShapedField[] {
    const counts = new Set(fields.map(({ countedBy }) => countedBy));
    return fields
      .filter(({ name }) => !counts.has(name))
      .map((field) => ({
        name: yangName(field.name),
        codecName: toCamelCase(field.name),
        shape: shapeOfField(field),
        default: field.default,
      }));
  }

  return (message) => ({ kind: "struct", name: message.name, fields: fieldsOf(headOf(message).fields) });
}

function scalar(name: string): Shape | undefined {
  if (/^[ui](8|16|32|64)$/.test(name)) return { kind: "integer", base: name as IntegerName };
  if (name === "bool") return { kind: "bool" };
  return name === "f64" ? { kind: "float" } : undefined;
}

function namedNumber({ kind, name, base, constants }: ApiEnum): Shape {
  const isMask = kind === "enumflag" || isMaskByName(name, constants);
  return { kind: isMask ? "bits" : "enum", name, base: base as IntegerName, constants };
}

/** Most of VPP's flags are declared as plain enums: they are called so, and their constants are bits and sums of these. */
function isMaskByName(name: string, constants: ApiEnum["constants"]): boolean {
  if (!/flags(_v\d+)?$/.test(name)) return false;
  const bits = constants.map(([, value]) => value).filter(isSingleBit);
  const all = bits.reduce((sum, bit) => sum | bit, 0);
  return bits.length > 0 && constants.every(([, value]) => (value & ~all) === 0);
}

/** The constants of an enumeration, or the single bits of flags: the first name of each value. */
export function distinctConstants({
  kind,
  constants,
}: NamedNumber & { readonly kind: "enum" | "bits" }): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of constants) {
    const isKept = kind === "enum" || isSingleBit(value);
    if (isKept && !names.has(value)) names.set(value, name);
  }
  return names;
}

function isSingleBit(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
