import { Buffer } from "node:buffer";
import { type ApiMessage, ByteReader } from "vpp-binapi-ts";
import type { DescribedApi } from "./described-api.js";

/** The fields of a message; more bytes than they need are accepted, since VPP sends such. */
export function readBody(api: DescribedApi, message: ApiMessage, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return api.codecOf(message).body.read(new ByteReader(buffer)) as Readonly<Record<string, unknown>>;
}
