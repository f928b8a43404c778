import { Buffer } from "node:buffer";

const longest = 300;

/** Fields of a message as short text for error messages: bytes in hexadecimal, long values cut. */
export function summarise(fields: unknown): string {
  const text = JSON.stringify(fields ?? {}, (_, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    return value;
  });
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
