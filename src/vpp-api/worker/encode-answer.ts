/** From the bytes of VPP's answer to the members of an rpc's output, in the protocol's format. */

import { Buffer } from "node:buffer";
import { type ApiMessage, ByteReader, leadingReturnCode } from "vpp-binapi-ts";
import { namespaceOf } from "../names.js";
import type { ShapedField } from "../shapes.js";
import { fieldsToYang } from "../values/to-yang.js";
import type { DescribedApi } from "./described-api.js";
import { printElements } from "./print-elements.js";
import type { DetailsPart, EncodedReply } from "./protocol.js";
import { readBody } from "./read-body.js";

type Format = "xml" | "json";

/** The output of a request with one reply. */
export function encodeReply(api: DescribedApi, path: string, bytes: Uint8Array, format: Format): EncodedReply {
  const operation = api.operation(path);
  if (operation.answer.kind !== "reply") throw new Error(`${path} is not answered with one reply`);
  const values = readReply(api, operation.answer.reply, bytes);
  const returnCode = typeof values.retval === "number" ? values.retval : 0;
  const { reply: fields } = api.answerFields(operation);
  if (returnCode !== 0 || fields.length === 0) return { returnCode, output: new Uint8Array() };
  const members = fieldsToYang(fields, values);
  const text = format === "json" ? JSON.stringify(members) : printElements(members, namespaceOf(operation.module));
  return { returnCode, output: Buffer.from(text) };
}

/** All fields; of a refusal whose other fields cannot be read, the return code. */
function readReply(api: DescribedApi, reply: ApiMessage, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return readBody(api, reply, bytes);
  } catch (failure) {
    const retval = leadingReturnCode(api.codecOf(reply).body, new ByteReader(Buffer.from(bytes)));
    if (retval === 0) throw failure;
    return { retval };
  }
}

/**
 * A part of the output of a dump. The parts, one after the other, are one JSON object, or a sequence of elements.
 * VPP's order is kept.
 */
export function encodeDetails(api: DescribedApi, path: string, part: DetailsPart, format: Format): Uint8Array {
  const operation = api.operation(path);
  const { answer, module } = operation;
  if (!("details" in answer)) throw new Error(`${path} is not answered with details`);
  const { details: fields = [], reply: replyFields } = api.answerFields(operation);
  const entries = part.details.map((bytes) => fieldsToYang(fields, readBody(api, answer.details, bytes)));
  const tail =
    part.reply === undefined || answer.kind !== "cursor" ? {} : readTail(api, answer.reply, part.reply, replyFields);
  if (format === "xml") return Buffer.from(printElements({ details: entries, ...tail }, namespaceOf(module)));
  const begin = part.isFirst ? '{"details":[' : "";
  const separator = part.isFirst || entries.length === 0 ? "" : ",";
  const end = part.isLast ? `]${jsonMembers(tail)}}` : "";
  return Buffer.from(`${begin}${separator}${entries.map((entry) => JSON.stringify(entry)).join(",")}${end}`);
}

function readTail(api: DescribedApi, reply: ApiMessage, bytes: Uint8Array, fields: readonly ShapedField[]) {
  return fieldsToYang(fields, readBody(api, reply, bytes));
}

/** Members of an object, to go on with behind another member. */
function jsonMembers(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join("");
}
