import { Buffer } from "node:buffer";

const longest = 300;

/** Names under which VPP's messages carry what nobody else is to read. */
const secretName = /secret|password|key|psk|salt/i;

/** Fields of a message as short text for error messages: bytes in hexadecimal, long values cut, secrets left out. */
export function summarise(fields: unknown): string {
  const text = JSON.stringify(fields ?? {}, (name, value: unknown) => {
    if (secretName.test(name) && value !== "") return "...";
    if (typeof value === "bigint") return value.toString();
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    return value;
  });
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
