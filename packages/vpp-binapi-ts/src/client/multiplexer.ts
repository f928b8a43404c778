import type { Buffer } from "node:buffer";
import { ControlPing } from "../api/memclnt.js";
import { type Message, writeMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppTimeoutError } from "../errors/vpp-errors.js";
import type { Session } from "../transport/session.js";
import type { SocketWriter } from "../transport/socket-writer.js";
import { type Clock, Deadlines } from "./deadlines.js";
import { Fifo } from "./fifo.js";
import type { Trace } from "./trace.js";

/** Something that was asked and what becomes of it. */
export interface Exchange {
  readonly message: Message<unknown>;
  readonly fields: Input<unknown>;
  /** What VPP may answer with. */
  readonly answers: readonly Message<unknown>[];
  /** Milliseconds from sending to the first message, and from one message to the next. */
  readonly timeoutMs: number;
  /** Called when a `control_ping` sent right behind is answered, which ends the exchange. Without it none is sent. */
  readonly fence?: () => void;
  /** A message with the context of this exchange, under whatever id. Returns whether it was the last one. */
  received(message: Buffer, id: number): boolean;
  failed(error: unknown): void;
}

export interface MultiplexerOptions {
  readonly window: number;
  readonly clock: Clock;
  readonly trace: Trace | undefined;
}

interface Pending {
  readonly exchange: Exchange;
  readonly context: number;
  readonly fenceContext: number | undefined;
  deadline: number;
}

/** Behind the id, in nearly all answers. */
const usualContextOffset = 2;
/** Behind id and client index, in `feature_is_enabled_reply`, `sw_interface_tx_placement_details` and five others. */
const oddContextOffset = 6;

/** Above this VPP's client indices begin, which stand in the place of the context in events. */
const highestContext = 0x7fff_ffff;

/** Keeps many requests in flight over one session and brings each answer to its request, by context alone. */
export class Multiplexer {
  readonly #session: Session;
  readonly #writer: SocketWriter;
  readonly #options: MultiplexerOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #deadlines: Deadlines;
  /** Ids of answers that have the client index before the context. */
  readonly #oddAnswers = new Set<number>();
  readonly #queue = new Fifo<Exchange>();
  #inFlight = 0;
  #lastContext = 0;
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
    this.#write(message, fields, this.#nextContext());
  }

  /** Ends the waiting of an exchange; an answer that still comes is late. */
  abandon(exchange: Exchange, error: unknown): void {
    this.#queue.remove(exchange);
    for (const pending of this.#pending.values()) if (pending.exchange === exchange) this.#settle(pending);
    exchange.failed(error);
    this.#sendQueued();
  }

  /** Brings a message to the exchange of its context. Returns false when there is none: the answer is late. */
  deliver(message: Buffer, id: number): boolean {
    const offset = this.#oddAnswers.has(id) ? oddContextOffset : usualContextOffset;
    if (message.length < offset + 4) return false;
    const context = message.readUInt32BE(offset);
    const pending = this.#pending.get(context);
    if (pending === undefined) return false;
    const { exchange } = pending;
    if (context === pending.fenceContext) {
      this.#settle(pending);
      exchange.fence?.();
    } else if (exchange.received(message, id)) {
      this.#settle(pending);
    } else {
      pending.deadline = this.#deadlines.in(exchange.timeoutMs);
      return true;
    }
    this.#sendQueued();
    return true;
  }

  /** Fails everything that waits and everything that comes. */
  close(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#deadlines.stop();
    const sent = new Set([...this.#pending.values()].map(({ exchange }) => exchange));
    this.#pending.clear();
    for (const exchange of [...sent, ...this.#queue.drain()]) exchange.failed(error);
  }

  #sendQueued(): void {
    while (!this.#queue.isEmpty && this.#inFlight < this.#options.window) this.#send(this.#queue.shift()!);
  }

  #send(exchange: Exchange): void {
    const context = this.#nextContext();
    try {
      this.#noteOddAnswers(exchange);
      this.#write(exchange.message, exchange.fields, context);
    } catch (error) {
      exchange.failed(error);
      return;
    }
    const fenceContext = exchange.fence === undefined ? undefined : this.#nextContext();
    if (fenceContext !== undefined) this.#write(ControlPing, {}, fenceContext);
    const pending = { exchange, context, fenceContext, deadline: this.#deadlines.in(exchange.timeoutMs) };
    this.#pending.set(context, pending);
    if (fenceContext !== undefined) this.#pending.set(fenceContext, pending);
    this.#inFlight++;
  }

  #noteOddAnswers({ answers }: Exchange): void {
    for (const answer of answers) {
      if (answer.head === "clientIndexAndContext" && this.#session.table.has(answer)) {
        this.#oddAnswers.add(this.#session.table.idOf(answer));
      }
    }
  }

  #write(message: Message<unknown>, fields: Input<unknown>, context: number): void {
    const { clientIndex, table } = this.#session;
    const id = table.idOf(message);
    this.#writer.send((writer) => writeMessage(writer, message, { id, clientIndex, context }, fields));
    this.#options.trace?.({ direction: "sent", name: message.name, context, fields });
  }

  /** A context serves one request; only after two thousand million others it may serve again. */
  #nextContext(): number {
    do {
      this.#lastContext = this.#lastContext === highestContext ? 1 : this.#lastContext + 1;
    } while (this.#pending.has(this.#lastContext));
    return this.#lastContext;
  }

  #settle({ context, fenceContext }: Pending): void {
    if (this.#pending.delete(context)) this.#inFlight--;
    if (fenceContext !== undefined) this.#pending.delete(fenceContext);
  }

  /** Fails what is overdue; gives the earliest deadline of the rest. */
  #expire(now: number): number | undefined {
    let next: number | undefined;
    for (const pending of [...this.#pending.values()]) {
      const { exchange, deadline } = pending;
      if (deadline > now) {
        next = Math.min(next ?? deadline, deadline);
      } else if (this.#pending.has(pending.context)) {
        this.#settle(pending);
        exchange.failed(new VppTimeoutError(exchange.message.name, exchange.timeoutMs));
      }
    }
    this.#sendQueued();
    return next;
  }
}
