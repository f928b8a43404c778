import { setMaxListeners } from "node:events";
import type { ByteReader } from "../codec/byte-reader.js";
import { type CursorMessage, type CursorReply, type DumpMessage, type Message, readFields } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { moreToCome } from "../errors/return-codes.js";
import { VppApiError } from "../errors/vpp-errors.js";
import { returnCode } from "./call.js";
import { DetailsQueue } from "./details-queue.js";
import { Exchange, type Multiplexer } from "./multiplexer.js";

/**
 * Details of a `_dump`, which has no end mark: the reply to a ping sent right behind comes after the last of them.
 * A message with the id `strayReplyId` is none of them: mactime_dump is answered by a reply as well, which it does not declare.
 */
export function dumpAll<Request, Details>(
  multiplexer: Multiplexer,
  message: DumpMessage<Request, Details>,
  strayReplyId: number | undefined,
  fields: Input<Request>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): AsyncIterable<Details> {
  return new DetailsLoop(multiplexer, new Dump(message, strayReplyId, fields, timeoutMs), signal);
}

/**
 * Details of a message with a cursor: asked again with the cursor of the reply as long as that says EAGAIN.
 * `replyId` tells the reply from the details.
 */
export async function* streamAll<Request, Details>(
  multiplexer: Multiplexer,
  message: CursorMessage<Request, Details>,
  replyId: number,
  fields: Input<Request>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Details, void, undefined> {
  const hasCursor = message.body.fields.some(([name]) => name === "cursor");
  let question = fields;
  for (;;) {
    const page = new Page(message, replyId, question, timeoutMs);
    yield* new DetailsLoop(multiplexer, page, signal);
    // The cursor of a finished stream is anything; only the return code tells.
    if (!hasCursor || page.reply?.retval !== moreToCome) return;
    question = { ...(fields as object), cursor: page.reply.cursor } as Input<Request>;
  }
}

/** An exchange whose details wait in a queue. */
abstract class DetailsExchange<Details> extends Exchange {
  readonly message: Message<unknown>;
  readonly fields: Input<unknown>;
  readonly timeoutMs: number;
  readonly queue: DetailsQueue<Details>;

  constructor(message: Message<unknown>, details: Message<Details>, fields: Input<unknown>, timeoutMs: number) {
    super();
    this.message = message;
    this.fields = fields;
    this.timeoutMs = timeoutMs;
    this.queue = new DetailsQueue(details);
  }

  failed(error: unknown): void {
    this.queue.close({ error });
  }
}

class Dump<Request, Details> extends DetailsExchange<Details> {
  readonly answers: readonly Message<unknown>[];
  readonly #strayReplyId: number | undefined;

  constructor(
    message: DumpMessage<Request, Details>,
    strayReplyId: number | undefined,
    fields: Input<Request>,
    timeoutMs: number,
  ) {
    super(message, message.details, fields, timeoutMs);
    this.answers = [message.details];
    this.#strayReplyId = strayReplyId;
  }

  override readonly fence = () => this.queue.close();

  // Details may come under the id of another message (nat44_ed_vrf_tables_v2_dump), so only the stray reply is told apart.
  received(details: ByteReader, id: number): boolean {
    if (id !== this.#strayReplyId) this.queue.push(details);
    return false;
  }
}

/** What one request with a cursor brings. */
class Page<Request, Details> extends DetailsExchange<Details> {
  readonly answers: readonly Message<unknown>[];
  /** Once it has come without an error. */
  reply: CursorReply | undefined;
  readonly #message: CursorMessage<Request, Details>;
  readonly #replyId: number;

  constructor(message: CursorMessage<Request, Details>, replyId: number, fields: Input<Request>, timeoutMs: number) {
    super(message, message.details, fields, timeoutMs);
    this.answers = [message.details, message.reply];
    this.#message = message;
    this.#replyId = replyId;
  }

  received(bytes: ByteReader, id: number): boolean {
    if (id !== this.#replyId) {
      this.queue.push(bytes);
      return false;
    }
    try {
      const reply = readFields(this.#message.reply, bytes);
      const code = returnCode(reply);
      if (code !== 0 && code !== moreToCome) throw new VppApiError(code, this.message, this.fields, reply);
      this.reply = reply;
      this.queue.close();
    } catch (error) {
      this.queue.close({ error });
    }
    return true;
  }
}

/** Starts an exchange when the first details are asked for, and gives what comes until its queue ends or the loop is left. */
class DetailsLoop<Details> implements AsyncIterableIterator<Details> {
  readonly #multiplexer: Multiplexer;
  readonly #exchange: DetailsExchange<Details>;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.#multiplexer.abandon(this.#exchange, this.#signal?.reason);
  #isStarted = false;

  constructor(multiplexer: Multiplexer, exchange: DetailsExchange<Details>, signal: AbortSignal | undefined) {
    this.#multiplexer = multiplexer;
    this.#exchange = exchange;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Details, undefined>> {
    if (!this.#isStarted) this.#start();
    try {
      const result = await this.#exchange.queue.next();
      if (result.done) this.#forgetSignal();
      return result;
    } catch (error) {
      this.#forgetSignal();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Details, undefined>> {
    this.#isStarted = true;
    this.#forgetSignal();
    this.#exchange.queue.drop();
    return { value: undefined, done: true };
  }

  #start(): void {
    this.#isStarted = true;
    const signal = this.#signal;
    if (signal?.aborted) {
      this.#exchange.failed(signal.reason);
      return;
    }
    if (signal !== undefined) {
      setMaxListeners(0, signal);
      signal.addEventListener("abort", this.#onAbort);
    }
    this.#multiplexer.start(this.#exchange);
  }

  #forgetSignal(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}
