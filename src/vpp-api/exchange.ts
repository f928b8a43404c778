/** One exchange with VPP in bytes: a request of any kind, and all that it is answered with. */

import type { VppCaller } from "vpp-binapi-ts";
import { ManagementError } from "../errors/management-error.js";
import { callFailure } from "./call-failure.js";
import { type RawFields, rawCursor, rawDump, rawRequest, rawRequestWithoutReply } from "./raw-messages.js";
import type { EncodedRequest } from "./worker/protocol.js";

/** All details of a dump are taken from VPP before the first is shown, so that an answer is whole or an error. */
const MAX_DETAILS_BYTES = 128 * 1024 * 1024;

export type RawAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "reply"; readonly bytes: Uint8Array }
  /** `reply`: the one that ended a stream. */
  | { readonly kind: "details"; readonly details: readonly Uint8Array[]; readonly reply: Uint8Array | undefined };

/** Throws ManagementError: resource-denied when VPP went away or is silent, too-big for more details than are held. */
export async function exchange(vpp: VppCaller, encoded: EncodedRequest): Promise<RawAnswer> {
  const { answer, bytes } = encoded;
  try {
    switch (answer.kind) {
      case "none":
        await vpp.call(rawRequestWithoutReply(encoded), { bytes });
        return answer;
      case "reply":
        return { kind: "reply", bytes: (await vpp.call(rawRequest(encoded, answer), { bytes })).bytes };
      case "dump":
        return {
          kind: "details",
          details: await collect(vpp.dump(rawDump(encoded, answer), { bytes })),
          reply: undefined,
        };
      case "cursor": {
        let reply: Uint8Array | undefined;
        const stream = rawCursor(encoded, answer, (last) => {
          reply = last;
        });
        return {
          kind: "details",
          details: await collect(vpp.dump(stream, { bytes, cursor: answer.firstCursor })),
          reply,
        };
      }
    }
  } catch (failure) {
    throw callFailure(encoded.request.name, failure);
  }
}

async function collect(dump: AsyncIterable<RawFields>): Promise<readonly Uint8Array[]> {
  const details: Uint8Array[] = [];
  let total = 0;
  for await (const { bytes } of dump) {
    details.push(bytes);
    total += bytes.length;
    if (total > MAX_DETAILS_BYTES) {
      throw new ManagementError("too-big", { message: `VPP has more than ${MAX_DETAILS_BYTES} bytes to tell` });
    }
  }
  return details;
}
