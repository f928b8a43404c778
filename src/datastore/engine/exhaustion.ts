/**
 * What has been refused for want of memory: a request that was too large, which is over with its refusal, or the trees have
 * filled the memory, and then nobody can make room any more.
 */

import { decodeRpc, LibyangMemoryError } from "libyang-wasm";
import type { EngineState } from "./engine-state.js";
import type { EngineError } from "./protocol.js";

/** The request with which a client would make room. */
const makeRoom = Buffer.from(
  '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="room"><discard-changes/></rpc>',
);

/** Whether the result of a call holds an error that tells of lacking memory. */
export function isRefusedForMemory(result: unknown): boolean {
  if (typeof result !== "object" || result === null) return false;
  const { error, errors } = result as { error?: EngineError; errors?: readonly EngineError[] };
  const found = Array.isArray(result) ? (result as readonly EngineError[]) : (errors ?? (error ? [error] : []));
  return found.some(({ tag }) => tag === "resource-denied");
}

/** Whether ordinary requests can still be read. */
export function hasRoom({ context, running }: EngineState): boolean {
  try {
    const decoded = decodeRpc(context, makeRoom, running.root);
    if (decoded.ok) decoded[Symbol.dispose]();
    return decoded.ok;
  } catch (failure) {
    if (failure instanceof LibyangMemoryError) return false;
    throw failure;
  }
}
