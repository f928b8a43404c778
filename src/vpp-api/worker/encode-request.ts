/** From the input of an rpc to the bytes of VPP's request. */

import { ByteWriter, headOf, VppEncodeError } from "vpp-binapi-ts";
import { fences } from "../fences/fences.js";
import { thingsNamed } from "../fences/things-named.js";
import { fieldsToVpp, pathOfCodec, ValueError } from "../values/to-vpp.js";
import { withDefaults } from "../values/with-defaults.js";
import type { DescribedApi, DescribedOperation } from "./described-api.js";
import { messageName } from "./message-name.js";
import type { EncodedAnswer, EncodedRequest, Refused } from "./protocol.js";

/** Streams that do not begin with the cursor 0. graph_node_get takes 0 for the middle of a request, and VPP 26.06 ends. */
const FIRST_CURSORS: Readonly<Record<string, number>> = { graph_node_get: 0xffff_ffff };

/** @param input RFC 7951, as libyang has accepted it */
export function encodeRequest(
  api: DescribedApi,
  operation: DescribedOperation,
  input: Readonly<Record<string, unknown>>,
): EncodedRequest | Refused {
  const { request } = operation;
  try {
    const shaped = api.requestFields(operation);
    const fields = fieldsToVpp(shaped, input);
    const writer = new ByteWriter();
    api.codecOf(request).body.write(writer, fields);
    const asVppGetsThem = withDefaults(shaped, fields);
    return {
      request: messageName(request),
      bytes: Uint8Array.from(writer.written()),
      answer: encodedAnswer(operation),
      fields: fences.has(request.name) ? asVppGetsThem : undefined,
      things: thingsNamed(request.name, asVppGetsThem),
    };
  } catch (failure) {
    return { errors: [invalidValue(operation.path, failure)] };
  }
}

function invalidValue(path: string, failure: unknown) {
  const words = { tag: "invalid-value", type: "application" };
  if (failure instanceof ValueError) return { ...words, path: `${path}${failure.path}`, message: failure.reason };
  if (!(failure instanceof VppEncodeError)) throw failure;
  return { ...words, path: `${path}${pathOfCodec(`.${failure.path}`)}`, message: failure.reason };
}

function encodedAnswer({ request, answer }: DescribedOperation): EncodedAnswer {
  switch (answer.kind) {
    case "none":
      return answer;
    case "reply":
      return { kind: "reply", reply: messageName(answer.reply) };
    case "dump":
      return { kind: "dump", details: messageName(answer.details) };
    case "cursor":
      return {
        kind: "cursor",
        details: messageName(answer.details),
        reply: messageName(answer.reply),
        // Where there is one, it is the first field.
        cursorAt: headOf(request).fields[0]?.name === "cursor" ? 0 : undefined,
        firstCursor: FIRST_CURSORS[request.name] ?? 0,
      };
  }
}
