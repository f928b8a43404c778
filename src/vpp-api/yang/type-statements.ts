/** Shapes of VPP's API as YANG types, leaves, lists and groupings. */

import { yangName } from "../names.js";
import { distinctConstants, type IntegerName, type Shape, type ShapedField, type TextFormat } from "../shapes.js";
import { type Statement, statement } from "./statement.js";

type NamedNumber = Extract<Shape, { kind: "enum" }> | Extract<Shape, { kind: "bits" }>;
type Composite = Extract<Shape, { kind: "struct" }> | Extract<Shape, { kind: "union" }>;

const TEXT_TYPES: Readonly<Record<TextFormat, string>> = {
  mac: "yang:mac-address",
  ip4: "inet:ipv4-address-no-zone",
  ip6: "inet:ipv6-address-no-zone",
  address: "inet:ip-address-no-zone",
  "ip4-prefix": "vpp:ipv4-prefix",
  "ip6-prefix": "vpp:ipv6-prefix",
  prefix: "vpp:ip-prefix",
};

/** The data node of a field: a container, a list, a leaf or a leaf-list. */
export function fieldStatement(field: ShapedField): Statement {
  const { name, shape } = field;
  if (shape.kind === "struct" || shape.kind === "union") return statement("container", name, [usesOf(shape)]);
  if (shape.kind !== "array") return statement("leaf", name, [typeStatement(shape), defaultStatement(field)]);
  const { element, length } = shape;
  const limit = length === undefined ? undefined : statement("max-elements", String(length));
  if (element.kind === "struct" || element.kind === "union") {
    return statement("list", name, [limit, usesOf(element)]);
  }
  // Values of an input that nobody orders are sorted by libyang.
  return statement("leaf-list", name, [typeStatement(element), limit, statement("ordered-by", "user")]);
}

function usesOf({ name }: Composite): Statement {
  return statement("uses", yangName(name));
}

/** The grouping of a struct, or of a union as a choice with a case for each member. */
export function groupingStatement(shape: Composite): Statement {
  if (shape.kind === "struct") return statement("grouping", yangName(shape.name), shape.fields.map(fieldStatement));
  const cases = shape.members.map((member) => statement("case", member.name, [fieldStatement(member)]));
  return statement("grouping", yangName(shape.name), [statement("choice", "member", cases)]);
}

/** The typedef of an enum or of flags. VPP also sends values without a name: those are numbers. */
export function typedefStatement(shape: NamedNumber): Statement {
  return statement("typedef", yangName(shape.name), [
    statement("type", "union", [namedValues(shape), statement("type", integerType(shape.base))]),
  ]);
}

function namedValues(shape: NamedNumber): Statement | undefined {
  const constants = [...distinctConstants(shape)];
  if (constants.length === 0) return undefined;
  if (shape.kind === "bits") {
    const bits = constants.map(([value, name]) => [statement("position", String(Math.log2(value))), name] as const);
    return statement(
      "type",
      "bits",
      bits.map(([position, name]) => statement("bit", name, [position])),
    );
  }
  // RFC 7950 9.6.4.2 numbers with 32 bits and a sign; what is beyond keeps its name and has its number in VPP alone.
  const fits = constants.every(([value]) => value === (value | 0));
  return statement(
    "type",
    "enumeration",
    constants.map(([value, name]) => statement("enum", name, [fits ? statement("value", String(value)) : undefined])),
  );
}

function typeStatement(shape: Exclude<Shape, Composite | { kind: "array" }>): Statement {
  switch (shape.kind) {
    case "integer":
      return statement("type", integerType(shape.base));
    case "bool":
      return statement("type", "boolean");
    case "float":
      return statement("type", "vpp:float64");
    case "text":
      return statement("type", TEXT_TYPES[shape.format]);
    case "string":
      return statement("type", "string", [lengthStatement(shape.maxBytes)]);
    case "bytes":
      return statement("type", shape.isText ? "string" : "binary", [lengthStatement(shape.length)]);
    default:
      return statement("type", yangName(shape.name));
  }
}

function lengthStatement(most: number | undefined): Statement | undefined {
  return most === undefined ? undefined : statement("length", `0..${most}`);
}

function integerType(base: IntegerName): string {
  return `${base.startsWith("u") ? "uint" : "int"}${base.slice(1)}`;
}

function defaultStatement({ shape, default: value }: ShapedField): Statement | undefined {
  if (value === undefined || shape.kind === "text") return undefined;
  if (shape.kind === "enum") return statement("default", distinctConstants(shape).get(Number(value)) ?? String(value));
  return statement("default", String(value));
}
