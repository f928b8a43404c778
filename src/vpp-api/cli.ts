/** The rpc sweetcomb-vpp-cli:cli over VPP's message cli_inband. */

import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import { CliInband } from "vpp-binapi-ts/api";
import { ManagementError } from "../errors/management-error.js";
import { callFailure, vppIsAway } from "./call-failure.js";
import { xmlSafe } from "./xml-safe.js";

/** Some commands (`show trace`) work for a while; VPP does nothing else meanwhile. */
const TIMEOUT_MS = 30_000;

/**
 * @param vpp the connected VPP; undefined while it is away
 * @returns what the rpc's handler does. VPP's own complaint about a command is operation-failed, with VPP's words.
 */
export function cliOperation(vpp: () => VppCaller | undefined) {
  return async ({ input }: { readonly input: Readonly<Record<string, unknown>> }) => {
    const connected = vpp();
    if (connected === undefined) throw vppIsAway();
    try {
      const { reply } = await connected.call(CliInband, { cmd: String(input.command) }, { timeoutMs: TIMEOUT_MS });
      return { reply: xmlSafe(reply) };
    } catch (failure) {
      throw refusal(failure) ?? callFailure("cli_inband", failure);
    }
  };
}

/** The reply of a command that failed says why, which the code does not. */
function refusal(failure: unknown): ManagementError | undefined {
  if (!(failure instanceof VppApiError)) return undefined;
  const { messageName, code, codeName, reply } = failure;
  const words = xmlSafe(String((reply as { readonly reply?: unknown }).reply ?? "")).trim();
  if (words === "") return undefined;
  return new ManagementError("operation-failed", {
    message: `VPP says: ${words}`,
    vpp: { messageName, code, codeName },
    cause: failure,
  });
}
