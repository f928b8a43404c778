import type { Buffer } from "node:buffer";
import { setMaxListeners } from "node:events";
import {
  type CursorMessage,
  type CursorReply,
  type DumpMessage,
  decodeMessage,
  type Message,
} from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { moreToCome } from "../errors/return-codes.js";
import { VppApiError } from "../errors/vpp-errors.js";
import { AsyncQueue } from "./async-queue.js";
import { returnCode } from "./call.js";
import type { CallOptions } from "./caller.js";
import type { Exchange, Multiplexer } from "./multiplexer.js";

type DumpOptions = CallOptions & { readonly timeoutMs: number };

/** Details of a `_dump`, which has no end mark: the reply to a ping sent right behind comes after the last of them. */
export async function* dumpAll<Request, Details>(
  multiplexer: Multiplexer,
  message: DumpMessage<Request, Details>,
  fields: Input<Request>,
  options: DumpOptions,
): AsyncGenerator<Details, void, undefined> {
  const queue = new AsyncQueue<Details>();
  const exchange: Exchange = {
    message,
    fields,
    answers: [message.details],
    timeoutMs: options.timeoutMs,
    received(bytes) {
      pushDecoded(queue, message.details, bytes);
      return false;
    },
    fence: () => queue.close(),
    failed: (error) => queue.close({ error }),
  };
  yield* runExchange(multiplexer, exchange, queue, options.signal);
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
  options: DumpOptions,
): AsyncGenerator<Details, void, undefined> {
  let reply: CursorReply = { retval: moreToCome, cursor: (fields as { readonly cursor?: number }).cursor ?? 0 };
  // The cursor of a finished stream is anything; only the return code tells.
  while (reply.retval === moreToCome) {
    const queue = new AsyncQueue<Details>();
    const question = { ...(fields as object), cursor: reply.cursor } as Input<Request>;
    const exchange: Exchange = {
      message,
      fields: question,
      answers: [message.details, message.reply],
      timeoutMs: options.timeoutMs,
      received(bytes, id) {
        if (id !== replyId) {
          pushDecoded(queue, message.details, bytes);
          return false;
        }
        try {
          reply = decodeMessage(message.reply, bytes).fields;
          const code = returnCode(reply);
          if (code !== 0 && code !== moreToCome) throw new VppApiError(code, message, question, reply);
          queue.close();
        } catch (error) {
          queue.close({ error });
        }
        return true;
      },
      failed: (error) => queue.close({ error }),
    };
    yield* runExchange(multiplexer, exchange, queue, options.signal);
  }
}

/** Starts an exchange that fills a queue and gives what comes, until the queue ends or the loop over it does. */
async function* runExchange<Details>(
  multiplexer: Multiplexer,
  exchange: Exchange,
  queue: AsyncQueue<Details>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Details, void, undefined> {
  signal?.throwIfAborted();
  if (signal !== undefined) setMaxListeners(0, signal);
  const onAbort = () => multiplexer.abandon(exchange, signal?.reason);
  signal?.addEventListener("abort", onAbort);
  multiplexer.start(exchange);
  try {
    yield* queue;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    queue.close();
  }
}

/** Details that cannot be decoded end the dump and not the connection. */
function pushDecoded<Details>(queue: AsyncQueue<Details>, details: Message<Details>, bytes: Buffer): void {
  try {
    queue.push(decodeMessage(details, bytes).fields);
  } catch (error) {
    queue.close({ error });
  }
}
