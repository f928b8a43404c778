import { Buffer } from "node:buffer";

/** Values of the codec as JSON: bytes as "0x" and hexadecimal digits, 64-bit integers as text. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString("hex")}`;
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(members(value).map(([name, member]) => [name, toJson(member)]));
}

/** The same without what is zero, false or empty, since a message is mostly that. */
export function toShortJson(value: unknown): unknown {
  if (Array.isArray(value)) {
    const elements = value.map(toShortJson);
    while (elements.length > 0 && isNothing(elements.at(-1))) elements.pop();
    return elements;
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return toJson(value);
  const kept = members(value).map(([name, member]) => [name, toShortJson(member)] as const);
  return Object.fromEntries(kept.filter(([, member]) => !isNothing(member)));
}

/** Back from JSON to values that the codec writes. */
export function fromJson(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("0x")) return new Uint8Array(Buffer.from(value.slice(2), "hex"));
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromJson(member)]));
}

/** Members worth writing: of a union that was read in two ways the wider, of labels only those that count. */
function members(value: object): [string, unknown][] {
  const fields = value as { ip6?: unknown; nLabels?: unknown };
  return Object.entries(value).filter(([name]) => {
    if (name === "ip4") return fields.ip6 === undefined;
    return name !== "labelStack" || fields.nLabels !== 0;
  });
}

function isNothing(value: unknown): boolean {
  if (typeof value === "string") return /^(0x0*|0|)$/.test(value);
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === 0 || value === false;
}
