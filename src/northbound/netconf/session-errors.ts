/** The errors of messages that do not come as far as an operation, and how refusals are logged. */

import type { Logger } from "pino";
import { errorsOf, ManagementError } from "../../errors/management-error.js";
import type { RpcDocument } from "../../operations/management.js";
import { FramingError, MessageTooBigError } from "./framing.js";

/** RFC 6241 4.1: an <rpc> has a message-id. Empty when it is there. */
export function withoutMessageId(rpc: RpcDocument): readonly ManagementError[] {
  if (rpc.attributes.some((attribute) => attribute.name === "message-id" && !attribute.prefix)) return [];
  return [
    new ManagementError("missing-attribute", {
      type: "rpc",
      message: "<rpc> has no message-id",
      badAttribute: "message-id",
      badElement: "rpc",
    }),
  ];
}

/** The last error for a peer whose messages cannot be told apart any more; undefined for failures of another kind. */
export function brokenMessageError(error: unknown): ManagementError | undefined {
  if (error instanceof MessageTooBigError) {
    return new ManagementError("too-big", { type: "transport", message: error.message });
  }
  if (error instanceof FramingError) {
    return new ManagementError("malformed-message", { type: "rpc", message: `broken framing: ${error.message}` });
  }
  return undefined;
}

/** What the client did wrong is its own affair; what failed here is not. */
export function logRefusal(log: Logger, thrown: unknown): void {
  for (const { cause, tag } of errorsOf(thrown)) {
    if (cause !== undefined) log.warn({ err: cause, tag }, "request failed");
    else log.debug({ tag }, "request refused");
  }
}
