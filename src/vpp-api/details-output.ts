/** The output of a dump in parts, each made when the client takes it. */

import type { WorkerCalls } from "../worker-calls/worker-client.js";
import type { RawAnswer } from "./exchange.js";
import type { VppApiCalls } from "./worker/protocol.js";

/** Bytes of VPP's messages that are turned into text at once. */
const PART_BYTES = 64 * 1024;

/** One JSON object, or a sequence of elements. */
export async function* detailsOutput(
  worker: WorkerCalls<VppApiCalls>,
  path: string,
  { details, reply }: Extract<RawAnswer, { kind: "details" }>,
  format: "xml" | "json",
): AsyncGenerator<Uint8Array> {
  let next = 0;
  do {
    const start = next;
    for (let bytes = 0; next < details.length && bytes < PART_BYTES; next++) bytes += details[next]!.length;
    const isLast = next === details.length;
    const part = {
      details: details.slice(start, next),
      isFirst: start === 0,
      isLast,
      reply: isLast ? reply : undefined,
    };
    yield await worker.encodeDetails(path, part, format);
  } while (next < details.length);
}
