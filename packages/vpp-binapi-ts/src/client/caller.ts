import type { CursorMessage, DumpMessage, Message, RequestMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";

export interface CallOptions {
  /** Milliseconds to wait for the answer; for a dump, for the next details. Default: that of the client, 10,000. */
  readonly timeoutMs?: number;
  /** Ends the waiting. VPP may still do what was asked. */
  readonly signal?: AbortSignal;
}

/** What asks VPP. The client is one; another may record the requests instead of sending them. */
export interface VppCaller {
  /**
   * Sends a request; gives its reply, or undefined at once where the API has no reply for it.
   * Throws VppApiError for a return code other than 0, VppTimeoutError, VppUnknownMessageError, VppEncodeError,
   * VppConnectionLost.
   */
  call<Request, Reply>(
    message: RequestMessage<Request, Reply>,
    fields?: Input<Request>,
    options?: CallOptions,
  ): Promise<Reply>;

  /** All details of a dump or cursor stream, in VPP's order. Throws as `call` does. Nothing is sent before the first is asked for. */
  dump<Request, Details>(
    message: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    fields?: Input<Request>,
    options?: CallOptions,
  ): AsyncIterable<Details>;

  /** Whether the connected VPP has this very message, name and CRC. */
  supports(message: Message<unknown>): boolean;
}
