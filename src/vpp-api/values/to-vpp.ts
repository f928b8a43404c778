/** RFC 7951 values as the values of VPP's codec. */

import { yangName } from "../names.js";
import { distinctConstants, type NamedNumber, type Shape, type ShapedField } from "../shapes.js";
import { parseText } from "./text-formats.js";

/** A value that the model lets pass and VPP's message cannot hold. */
export class ValueError extends Error {
  override readonly name = "ValueError";

  /** @param path below the operation: "/route/paths[2]/nh" */
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: ${reason}`);
  }
}

type Json = Readonly<Record<string, unknown>>;

/** Members that are absent stay absent: the codec has VPP's defaults, else zero. Throws ValueError. */
export function fieldsToVpp(fields: readonly ShapedField[], value: Json, path = ""): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, codecName, shape } of fields) {
    const given = value[name];
    if (given !== undefined) result[codecName] = toVpp(shape, given, `${path}/${name}`);
  }
  return result;
}

/** @param value as libyang has accepted it */
export function toVpp(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case "integer":
      return shape.base.endsWith("64") ? BigInt(value as string) : Number(value);
    case "float":
      return parseFloat64(value as string);
    case "string":
      return withinBytes(value as string, shape.maxBytes, path);
    case "bytes":
      return bytesOf(shape, value as string, path);
    case "text":
      return parseText(shape.format, value as string) ?? refuse(path, `"${value}" is no ${shape.format}`);
    case "enum":
    case "bits":
      return numberOf(shape, value, path);
    case "struct":
      return fieldsToVpp(shape.fields, value as Json, path);
    case "union":
      return fieldsToVpp(shape.members, value as Json, path);
    case "array":
      return (value as readonly unknown[]).map((element, index) =>
        toVpp(shape.element, element, `${path}[${index + 1}]`),
      );
    default:
      return value;
  }
}

/** The place that an error of the codec names ("ip_route_add_del.route.nPaths[0]"), as a path below the operation. */
export function pathOfCodec(codecPath: string): string {
  const [, ...steps] = codecPath.split(".");
  return steps
    .map((step) => {
      const apiName = step.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return `/${yangName(apiName)}`.replace(/\[(\d+)\]/g, (_index, digits: string) => `[${Number(digits) + 1}]`);
    })
    .join("");
}

function refuse(path: string, reason: string): never {
  throw new ValueError(path, reason);
}

function parseFloat64(text: string): number {
  return Number(text.replace("INF", "Infinity"));
}

/** YANG counts characters, VPP bytes of UTF-8. */
function withinBytes(text: string, most: number | undefined, path: string): string {
  const size = Buffer.byteLength(text);
  if (most !== undefined && size > most) refuse(path, `the text has ${size} bytes, and VPP takes ${most}`);
  if (text.includes("\0")) refuse(path, "the text has a NUL");
  return text;
}

function bytesOf({ isText, length }: Extract<Shape, { kind: "bytes" }>, value: string, path: string): Uint8Array {
  if (isText) return Buffer.from(withinBytes(value, length, path));
  return Buffer.from(value, "base64");
}

/** A name, several names of bits, or a number. */
function numberOf(shape: NamedNumber & { readonly kind: "enum" | "bits" }, value: unknown, path: string): number {
  if (typeof value === "number") return value;
  const constants = new Map([...distinctConstants(shape)].map(([number, name]) => [name, number]));
  const names = shape.kind === "enum" ? [value as string] : (value as string).split(" ").filter((name) => name !== "");
  let sum = 0;
  for (const name of names) sum += constants.get(name) ?? refuse(path, `${shape.name} has no ${name}`);
  return sum;
}
