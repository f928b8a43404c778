/** Values of VPP's codec as RFC 7951 has them. What VPP sends always has a form: nothing here throws for a value. */

import { distinctConstants, type Shape, type ShapedField } from "../shapes.js";
import { xmlSafe } from "../xml-safe.js";
import { widest } from "./size-of.js";
import { formatText } from "./text-formats.js";

type Values = Readonly<Record<string, unknown>>;

/** What the fields around a union say about addresses in it. */
type Family = "ip4" | "ip6" | undefined;

export function fieldsToYang(
  fields: readonly ShapedField[],
  values: Values,
  outer: Family = undefined,
): Record<string, unknown> {
  const family = familyAmong(fields, values) ?? outer;
  const result: Record<string, unknown> = {};
  for (const { name, codecName, shape } of fields) {
    const value = values[codecName];
    if (value !== undefined) result[name] = toYang(shape, value, family);
  }
  return result;
}

function toYang(shape: Shape, value: unknown, family: Family = undefined): unknown {
  switch (shape.kind) {
    case "integer":
      return shape.base.endsWith("64") ? String(value) : value;
    case "float":
      return String(value).replace("Infinity", "INF");
    case "string":
      return xmlSafe(value as string);
    case "bytes":
      return formatBytes(shape, value as Uint8Array);
    case "text":
      return formatText(shape.format, value);
    case "enum":
      return distinctConstants(shape).get(value as number) ?? value;
    case "bits":
      return bitNames(shape, value as number);
    case "struct":
      return fieldsToYang(shape.fields, value as Values, family);
    case "union":
      return unionToYang(shape.members, value as Values, family);
    case "array":
      return (value as readonly unknown[]).map((element) => toYang(shape.element, element, family));
    default:
      return value;
  }
}

/** A name in bytes ends at the first NUL; the rest is filling. */
function formatBytes({ isText }: Extract<Shape, { kind: "bytes" }>, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isText) return buffer.toString("base64");
  const nul = buffer.indexOf(0);
  return xmlSafe(buffer.toString("utf8", 0, nul < 0 ? buffer.length : nul));
}

/** The names of the bits that are set, in their order; the number where a set bit has no name. */
function bitNames(shape: Extract<Shape, { kind: "bits" }>, value: number): string | number {
  const names: string[] = [];
  let rest = value;
  for (const [bit, name] of [...distinctConstants(shape)].sort(([left], [right]) => left - right)) {
    if (Math.floor(value / bit) % 2 === 0) continue;
    names.push(name);
    rest -= bit;
  }
  return rest === 0 ? names.join(" ") : value;
}

/** One case. The codec gives all members where nothing beside the union selects one: they are the same bytes. */
function unionToYang(members: readonly ShapedField[], value: Values, family: Family): Record<string, unknown> {
  const present = members.filter(({ codecName }) => value[codecName] !== undefined);
  const chosen = present.length > 1 ? (addressMember(present, value, family) ?? widest(present)) : present[0];
  return chosen === undefined ? {} : fieldsToYang([chosen], value, family);
}

/** VPP's `address_union`: as the fields around it say, else IPv4 where the bytes behind an IPv4 address are zero. */
function addressMember(members: readonly ShapedField[], value: Values, family: Family): ShapedField | undefined {
  const isText = (name: string) => members.some(({ codecName, shape }) => codecName === name && shape.kind === "text");
  if (!isText("ip4") || !isText("ip6")) return undefined;
  const isIp4 = family === undefined ? (value.ip6 as Uint8Array).subarray(4).every((byte) => byte === 0) : undefined;
  const wanted = family ?? (isIp4 ? "ip4" : "ip6");
  return members.find(({ codecName }) => codecName === wanted);
}

/** `af` of addresses and `proto` of FIB paths count IPv4 as 0 and IPv6 as 1; `is_ip6` and `is_ipv6` say it in words. */
function familyAmong(fields: readonly ShapedField[], values: Values): Family {
  for (const { codecName, shape } of fields) {
    const isFamily = shape.kind === "enum" && (shape.name === "address_family" || shape.name === "fib_path_nh_proto");
    const isFlag = codecName === "isIp6" || codecName === "isIpv6";
    if (!isFamily && !isFlag) continue;
    const number = Number(values[codecName]);
    if (number === 0) return "ip4";
    if (number === 1) return "ip6";
  }
  return undefined;
}
