import type { CursorMessage, DumpMessage, Message, RequestMessage } from "vpp-binapi-ts";
import type { Fields } from "./fields.js";
import type { Vpp } from "./state/vpp.js";

/** Who asks: the client index that every request carries. */
export interface Requester {
  readonly clientIndex: number;
}

/** How one message is answered. */
export interface Handler {
  readonly message: Message<unknown>;
  /** The message that answers: once or, for a dump, any number of times. */
  readonly answer: Message<unknown>;
  readonly isDump: boolean;
  /** The number under which VPP sends the answer, where that is not the one of its message. */
  readonly sentAs?: number;
  /** The message that ends a stream. `handle` then returns a Stream. */
  readonly end?: Message<unknown>;
  /** Changes the state and returns the fields of the answer or answers. Events are left in `vpp.events`. */
  handle(vpp: Vpp, request: never, from: Requester): object | Iterable<object>;
}

/** Details of a stream, and the return code of the message behind them. */
export interface Stream<Details = object> {
  readonly details: Iterable<Details>;
  readonly retval: number;
  /** Where the stream says that it stopped. Default: NONE, which means that there is no more. */
  readonly cursor?: number;
}

/** Thrown by a handler: the real VPP dies of this request. Nothing is answered, and every connection is lost. */
export class VppDies extends Error {}

/** A feature of VPP: its messages with their handlers, and the events that it may send. */
export interface Feature {
  readonly name: string;
  readonly handlers: readonly Handler[];
  readonly events?: readonly Message<object>[];
}

/** The messages of a handler: its request and all that may come back. */
export function messagesOf({ message, answer, end }: Handler): Message<unknown>[] {
  return end === undefined ? [message, answer] : [message, answer, end];
}

/** A request with exactly one reply. A reply without `retval` says 0. */
export function answer<Request extends object, Reply>(
  message: RequestMessage<Request, Reply>,
  handle: (vpp: Vpp, request: Request, from: Requester) => Fields<Reply>,
): Handler {
  if (message.reply === null) throw new Error(`${message.name} has no reply`);
  return handler(message, message.reply, false, handle);
}

/** A request with any number of details. */
export function answerDump<Request extends object, Details>(
  message: DumpMessage<Request, Details>,
  handle: (vpp: Vpp, request: Request, from: Requester) => Iterable<Fields<Details>>,
): Handler {
  return handler(message, message.details, true, handle);
}

/** A request with any number of details and a reply behind them. */
export function answerStream<Request extends object, Details>(
  message: CursorMessage<Request, Details>,
  handle: (vpp: Vpp, request: Request, from: Requester) => Stream<Fields<Details>>,
): Handler {
  return { ...handler(message, message.details, true, handle), end: message.reply as Message<unknown> };
}

function handler(
  message: unknown,
  reply: unknown,
  isDump: boolean,
  handle: (vpp: Vpp, request: never, from: Requester) => unknown,
): Handler {
  return {
    message: message as Message<unknown>,
    answer: reply as Message<unknown>,
    isDump,
    handle: handle as Handler["handle"],
  };
}
