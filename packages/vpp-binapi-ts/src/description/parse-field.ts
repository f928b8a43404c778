import type { ApiField } from "./model.js";
import { ApiDescriptionError, asArray, asObject, asText } from "./unknown-json.js";

/** Reads the fields in a type or message; a trailing object (CRC, comment) is left out. */
export function parseFields(entries: readonly unknown[]): ApiField[] {
  return entries.filter(Array.isArray).map(parseField);
}

/**
 * `["type", "name"]`, then for arrays a length (0 where counted) and the counting field, and at the end
 * `{ "default", "discriminator", "case" }` where there are such.
 */
export function parseField(json: unknown): ApiField {
  const [typeText, nameText, ...rest] = asArray(json, "field");
  const name = asText(nameText, "field name");
  const type = typeName(asText(typeText, `type of ${name}`));
  const options = asObject(rest.find((entry) => typeof entry === "object") ?? {}, `options of ${name}`);
  const length = rest.find((entry) => typeof entry === "number");
  const countedBy = rest.find((entry) => typeof entry === "string");
  return {
    name,
    type,
    ...(length !== undefined && length > 0 && countedBy === undefined ? { length } : {}),
    ...(countedBy === undefined ? {} : { countedBy }),
    ...(options.default === undefined ? {} : { default: parseDefault(options.default, type, name) }),
    ...(options.discriminator === undefined ? {} : { discriminator: asText(options.discriminator, "discriminator") }),
    ...(options.case === undefined ? {} : { case: asText(options.case, "case") }),
  };
}

/** `vl_api_address_t` is `address` inside VPP's description. */
export function typeName(text: string): string {
  const match = /^vl_api_(.+)_t$/.exec(text);
  return match === null ? text : match[1]!;
}

/** VPP writes the defaults of a bool as false, "true", 0 and even 4294967295. */
function parseDefault(value: unknown, type: string, field: string): number | boolean {
  if (type === "bool") return value === true || value === "true" || (typeof value === "number" && value !== 0);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new ApiDescriptionError(`the default of ${field} is not a number`);
}
