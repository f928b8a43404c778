import { Buffer } from "node:buffer";

const longest = 300;

/** Names under which VPP's messages carry what nobody else is to read. */
const secretName = /secret|password|key|psk|salt/i;

/** The data of ikev2_profile_set_auth is a pre-shared key, or names the file of one. */
function isCredential(message: object, name: string): boolean {
  return name === "data" && "authMethod" in message;
}

/** Fields of a message as short text for error messages: bytes in hexadecimal, long values cut, secrets left out. */
export function summarise(fields: unknown): string {
  const text = JSON.stringify(fields ?? {}, function (this: object, name: string, value: unknown) {
    if ((secretName.test(name) || isCredential(this, name)) && value !== "") return "...";
    if (typeof value === "bigint") return value.toString();
    if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
    return value;
  });
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}
