import { ControlPing } from "../api/memclnt.js";
import type { ByteReader } from "../codec/byte-reader.js";
import type { Message } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppTimeoutError } from "../errors/vpp-errors.js";
import type { Session } from "../transport/session.js";
import type { SocketWriter } from "../transport/socket-writer.js";
import { type Clock, Deadlines } from "./deadlines.js";
import { Fifo } from "./fifo.js";
import { type InFlight, InFlightRing } from "./in-flight.js";
import type { Trace } from "./trace.js";

/** Something that was asked and what becomes of it. */
export abstract class Exchange implements InFlight {
  abstract readonly message: Message<unknown>;
  abstract readonly fields: Input<unknown>;
  /** What VPP may answer with. */
  abstract readonly answers: readonly Message<unknown>[];
  /** Milliseconds from sending to the first message, and from one message to the next. */
  abstract readonly timeoutMs: number;
  /** Called when a `control_ping` sent right behind is answered, which ends the exchange. Without it none is sent. */
  readonly fence: (() => void) | undefined = undefined;
  /** Set by the multiplexer when it sends. */
  context = 0;
  fenceContext: number | undefined = undefined;
  deadline = 0;
  /** A message with the context of this exchange, under whatever id; it is the reader's until the call returns. Returns whether it was the last one. */
  abstract received(message: ByteReader, id: number): boolean;
  abstract failed(error: unknown): void;
}

export interface MultiplexerOptions {
  readonly window: number;
  readonly clock: Clock;
  readonly trace: Trace | undefined;
}

/** Behind the id, in nearly all answers. */
const usualContextOffset = 2;
/** Behind id and client index, in `feature_is_enabled_reply`, `sw_interface_tx_placement_details` and five others. */
const oddContextOffset = 6;

/** Keeps many requests in flight over one session and brings each answer to its request, by context alone. */
export class Multiplexer {
  readonly #session: Session;
  readonly #writer: SocketWriter;
  readonly #options: MultiplexerOptions;
  readonly #pending = new InFlightRing<Exchange>();
  readonly #deadlines: Deadlines;
  /** Ids of answers that have the client index before the context. */
  readonly #oddAnswers = new Set<number>();
  readonly #queue = new Fifo<Exchange>();
  #inFlight = 0;
  /** Messages whose answers are known. */
  readonly #noted = new Set<Message<unknown>>();
  #end: Error | undefined;

  constructor(session: Session, writer: SocketWriter, options: MultiplexerOptions) {
    this.#session = session;
    this.#writer = writer;
    this.#options = options;
    this.#deadlines = new Deadlines(options.clock, (now) => this.#expire(now));
  }

  /** Sends now, or when the window has room, in the order of the calls. Errors reach `exchange.failed`. */
  start(exchange: Exchange): void {
    if (this.#end !== undefined) exchange.failed(this.#end);
    else if (this.#queue.isEmpty && this.#inFlight < this.#options.window) this.#send(exchange);
    else this.#queue.push(exchange);
  }

  /** Sends a request to which no answer comes. Throws what encoding throws. */
  post(message: Message<unknown>, fields: Input<unknown>): void {
    if (this.#end !== undefined) throw this.#end;
    this.#write(message, fields, this.#pending.nextContext());
  }

  /** Ends the waiting of an exchange; an answer that still comes is late. */
  abandon(exchange: Exchange, error: unknown): void {
    this.#queue.remove(exchange);
    this.#settle(exchange);
    exchange.failed(error);
    this.#sendQueued();
  }

  /** Brings a message to the exchange of its context. Returns false when there is none: the answer is late. */
  deliver(message: ByteReader, id: number): boolean {
    const start = message.offset;
    const offset = this.#oddAnswers.size > 0 && this.#oddAnswers.has(id) ? oddContextOffset : usualContextOffset;
    if (message.remaining < offset + 4) return false;
    message.offset = start + offset;
    const context = message.u32();
    message.offset = start;
    const exchange = this.#pending.get(context);
    if (exchange === undefined) return false;
    if (context === exchange.fenceContext) {
      this.#settle(exchange);
      exchange.fence?.();
    } else if (exchange.received(message, id)) {
      this.#settle(exchange);
    } else {
      exchange.deadline = this.#deadlines.in(exchange.timeoutMs);
      return true;
    }
    if (!this.#queue.isEmpty) this.#sendQueued();
    return true;
  }

  /** Whether VPP has half a window to do without the last `unwritten` messages. */
  keepsBusy(unwritten: number): boolean {
    return this.#inFlight - unwritten > this.#options.window / 2;
  }

  /** Fails everything that waits and everything that comes. */
  close(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#deadlines.stop();
    const sent = this.#pending.items();
    this.#pending.clear();
    for (const exchange of [...sent, ...this.#queue.drain()]) exchange.failed(error);
  }

  #sendQueued(): void {
    while (!this.#queue.isEmpty && this.#inFlight < this.#options.window) this.#send(this.#queue.shift()!);
  }

  #send(exchange: Exchange): void {
    const ring = this.#pending;
    const context = ring.nextContext();
    try {
      this.#noteAnswers(exchange);
      this.#write(exchange.message, exchange.fields, context);
    } catch (error) {
      exchange.failed(error);
      return;
    }
    exchange.context = context;
    if (exchange.fence !== undefined) {
      exchange.fenceContext = ring.nextContext();
      this.#write(ControlPing, {}, exchange.fenceContext);
    }
    exchange.deadline = this.#deadlines.in(exchange.timeoutMs);
    ring.add(exchange);
    this.#inFlight++;
  }

  /** At the first request of a kind: where its answers have their context. */
  #noteAnswers({ message, answers }: Exchange): void {
    if (this.#noted.has(message)) return;
    this.#noted.add(message);
    for (const answer of answers) {
      if (answer.head === "clientIndexAndContext" && this.#session.table.has(answer)) {
        this.#oddAnswers.add(this.#session.table.idOf(answer));
      }
    }
  }

  #write(message: Message<unknown>, fields: Input<unknown>, context: number): void {
    const { clientIndex, table } = this.#session;
    this.#writer.send(message, { id: table.idOf(message), clientIndex, context }, fields);
    this.#options.trace?.({ direction: "sent", name: message.name, context, fields });
  }

  #settle(exchange: Exchange): void {
    if (this.#pending.delete(exchange)) this.#inFlight--;
  }

  /** Fails what is overdue; gives the earliest deadline of the rest. */
  #expire(now: number): number | undefined {
    let next: number | undefined;
    for (const exchange of this.#pending.items()) {
      const { deadline, message, timeoutMs } = exchange;
      if (deadline > now) {
        next = Math.min(next ?? deadline, deadline);
      } else if (this.#pending.get(exchange.context) === exchange) {
        this.#settle(exchange);
        exchange.failed(new VppTimeoutError(message.name, timeoutMs));
      }
    }
    this.#sendQueued();
    return next;
  }
}
