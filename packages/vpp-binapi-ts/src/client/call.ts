import { setMaxListeners } from "node:events";
import { decodeMessage, type RequestMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppApiError } from "../errors/vpp-errors.js";
import type { CallOptions } from "./caller.js";
import type { Exchange, Multiplexer } from "./multiplexer.js";

/** One request and its reply. */
export function callOnce<Request, Reply>(
  multiplexer: Multiplexer,
  message: RequestMessage<Request, Reply>,
  fields: Input<Request>,
  options: CallOptions & { readonly timeoutMs: number },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { reply } = message;
    if (reply === null) {
      multiplexer.post(message, fields);
      resolve(undefined as Reply);
      return;
    }
    options.signal?.throwIfAborted();
    const exchange: Exchange = {
      message,
      fields,
      answers: [reply],
      timeoutMs: options.timeoutMs,
      // VPP 26.06 answers some requests under the id of another message: the context decides, the id is not looked at.
      received(bytes) {
        settle(() => {
          const answer = decodeMessage(reply, bytes).fields;
          const code = returnCode(answer);
          if (code !== 0) throw new VppApiError(code, message, fields, answer);
          resolve(answer);
        });
        return true;
      },
      failed: (error) => settle(() => reject(error)),
    };
    const onAbort = () => multiplexer.abandon(exchange, options.signal?.reason);
    const settle = (act: () => void) => {
      options.signal?.removeEventListener("abort", onAbort);
      try {
        act();
      } catch (error) {
        reject(error);
      }
    };
    // Thousands of calls may share one signal.
    if (options.signal !== undefined) setMaxListeners(0, options.signal);
    options.signal?.addEventListener("abort", onAbort);
    multiplexer.start(exchange);
  });
}

/** The return code in a decoded reply; 0 where the message has none. */
export function returnCode(reply: unknown): number {
  const { retval } = reply as { readonly retval?: unknown };
  return typeof retval === "number" ? retval : 0;
}
