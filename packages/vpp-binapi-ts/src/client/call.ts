import { setMaxListeners } from "node:events";
import type { ByteReader } from "../codec/byte-reader.js";
import { type Message, type RequestMessage, readFields, returnCodeOf } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppApiError } from "../errors/vpp-errors.js";
import { Exchange, type Multiplexer } from "./multiplexer.js";

/** One request and its reply. */
export function callOnce<Request, Reply>(
  multiplexer: Multiplexer,
  message: RequestMessage<Request, Reply>,
  fields: Input<Request>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { reply } = message;
    if (reply === null) {
      multiplexer.post(message, fields);
      resolve(undefined as Reply);
      return;
    }
    const call = new Call(message, reply, fields, timeoutMs, resolve, reject);
    if (signal !== undefined) call.endOnAbort(signal, multiplexer);
    multiplexer.start(call);
  });
}

/** The return code in a decoded reply; 0 where the message has none. */
export function returnCode(reply: unknown): number {
  const { retval } = reply as { readonly retval?: unknown };
  return typeof retval === "number" ? retval : 0;
}

/** A class and not closures: with hundreds of thousands of calls a second each allocation counts. */
class Call<Request, Reply> extends Exchange {
  readonly message: Message<Request>;
  readonly fields: Input<Request>;
  readonly timeoutMs: number;
  readonly #reply: Message<Reply>;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: unknown) => void;
  #forgetSignal: (() => void) | undefined;

  constructor(
    message: Message<Request>,
    reply: Message<Reply>,
    fields: Input<Request>,
    timeoutMs: number,
    resolve: (reply: Reply) => void,
    reject: (error: unknown) => void,
  ) {
    super();
    this.message = message;
    this.fields = fields;
    this.timeoutMs = timeoutMs;
    this.#reply = reply;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get answers(): readonly Message<unknown>[] {
    return [this.#reply];
  }

  /** Throws the reason of a signal that has aborted already. */
  endOnAbort(signal: AbortSignal, multiplexer: Multiplexer): void {
    signal.throwIfAborted();
    // Thousands of calls may share one signal.
    setMaxListeners(0, signal);
    const onAbort = () => multiplexer.abandon(this, signal.reason);
    signal.addEventListener("abort", onAbort);
    this.#forgetSignal = () => signal.removeEventListener("abort", onAbort);
  }

  // VPP 26.06 answers some requests under the id of another message: the context decides, the id is not looked at.
  received(bytes: ByteReader): boolean {
    this.#forgetSignal?.();
    const start = bytes.offset;
    try {
      const answer = readFields(this.#reply, bytes);
      const code = returnCode(answer);
      if (code === 0) this.#resolve(answer);
      else this.#reject(this.#refusal(code, answer));
    } catch (error) {
      bytes.turnTo(bytes.bytes, start, bytes.end);
      const code = returnCodeOf(this.#reply, bytes);
      this.#reject(code === 0 ? error : this.#refusal(code, { retval: code }));
    }
    return true;
  }

  #refusal(code: number, answer: unknown): VppApiError {
    return new VppApiError(code, this.message as RequestMessage<Request, Reply>, this.fields, answer);
  }

  failed(error: unknown): void {
    this.#forgetSignal?.();
    this.#reject(error);
  }
}
