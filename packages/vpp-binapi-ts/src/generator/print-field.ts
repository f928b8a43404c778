import { scalars } from "../codec/scalars.js";
import type { ApiField, ApiType } from "../description/model.js";
import { toApiName, toCamelCase, toPascalCase } from "../description/names.js";

/** Collects the names that a generated file needs from elsewhere while it is printed. */
export interface NamesInUse {
  /** A name of the codec, such as `u32`; gives it back. */
  codec(name: string): string;
  /** The TypeScript type of an API type. */
  typeOf(apiType: string): string;
  /** The constant that reads and writes an API type. */
  wireOf(apiType: string): string;
}

type ArrayShape = Pick<ApiField, "type" | "length" | "countedBy">;

/** The TypeScript type of a field's values. */
export function printValueType(field: ArrayShape, names: NamesInUse): string {
  if (field.type === "string") return "string";
  const isArray = field.length !== undefined || field.countedBy !== undefined;
  if (isArray && field.type === "u8") return "Uint8Array";
  const element = scalarValueType(field.type) ?? names.typeOf(field.type);
  return isArray ? `${element}[]` : element;
}

/** The expression for a field's wire type. */
export function printWireType(field: ArrayShape, names: NamesInUse): string {
  const { type, length } = field;
  const countedBy = field.countedBy === undefined ? undefined : JSON.stringify(toCamelCase(field.countedBy));
  if (type === "string")
    return length === undefined ? names.codec("countedString") : `${names.codec("fixedString")}(${length})`;
  const element = type in scalars ? type : undefined;
  if (length === undefined && countedBy === undefined)
    return element === undefined ? names.wireOf(type) : names.codec(element);
  const size = countedBy ?? String(length);
  const kind = countedBy === undefined ? "fixed" : "counted";
  if (type === "u8") return `${names.codec(`${kind}Bytes`)}(${size})`;
  return `${names.codec(`${kind}Array`)}(${element === undefined ? names.wireOf(type) : names.codec(element)}, ${size})`;
}

/** The members of an interface, with what the description says about each. Counting fields are left out: they follow from the arrays. */
export function printMembers(fields: readonly ApiField[], names: NamesInUse): string[] {
  const counting = new Set(fields.map((field) => field.countedBy));
  return fields
    .filter((field) => !counting.has(field.name))
    .flatMap((field) => {
      const facts = factsOf(field);
      const member = `  ${toCamelCase(field.name)}: ${printValueType(field, names)};`;
      return facts === "" ? [member] : [`  /** ${facts} */`, member];
    });
}

/** The entries of a descriptor's field list, in wire order. */
export function printFields(fields: readonly ApiField[], names: NamesInUse): string[] {
  return fields.map((field) => {
    const name = toCamelCase(field.name);
    const options = [
      field.default === undefined ? [] : [`default: ${field.default}`],
      field.discriminator === undefined ? [] : [`discriminator: ${JSON.stringify(toCamelCase(field.discriminator))}`],
      toApiName(name) === field.name ? [] : [`apiName: ${JSON.stringify(field.name)}`],
    ].flat();
    const rest = options.length === 0 ? "" : `, { ${options.join(", ")} }`;
    return `    [${JSON.stringify(name)}, ${printWireType(field, names)}${rest}],`;
  });
}

/** The constant that reads and writes a type: enums keep their PascalCase name for the values. */
export function wireConstantOf(type: ApiType): string {
  return type.kind === "enum" || type.kind === "enumflag" ? toCamelCase(type.name) : toPascalCase(type.name);
}

function scalarValueType(type: string): string | undefined {
  if (type === "bool") return "boolean";
  if (type === "u64" || type === "i64") return "bigint";
  return type in scalars ? "number" : undefined;
}

function factsOf(field: ApiField): string {
  const facts: string[] = [];
  if (field.type === "string" && field.length !== undefined) facts.push(`At most ${field.length - 1} bytes.`);
  else if (field.length !== undefined) facts.push(`${field.length} ${field.type === "u8" ? "bytes" : "elements"}.`);
  if (field.discriminator !== undefined) facts.push(`The member that \`${toCamelCase(field.discriminator)}\` selects.`);
  if (field.default !== undefined) facts.push(`Default ${field.default}.`);
  return facts.join(" ");
}
