import type { Answer } from "./operation.js";

/** All bytes of a data answer. For documents that are read by the server itself. */
export async function collect(answer: Answer): Promise<Uint8Array> {
  if (answer.kind !== "data") throw new Error(`expected data and not ${answer.kind}`);
  const parts: Uint8Array[] = [];
  for await (const chunk of answer.chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
