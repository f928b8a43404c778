import { type CursorMessage, type DumpMessage, decodeMessage, type Message, VppDecodeError } from "vpp-binapi-ts";
import { SockclntCreate, SockclntCreateReply, SockclntDelete, SockclntDeleteReply } from "vpp-binapi-ts/api";
import { allFeatures } from "../features/index.js";
import type { Fields } from "../fields.js";
import type { Feature, Handler, Stream } from "../handler.js";
import type { JournalEntry } from "../journal.js";
import { NONE } from "../retval.js";
import { forgetListener } from "../state/records.js";
import { doWhatIsDue, emit, newVpp, type Vpp, type VppOptions } from "../state/vpp.js";
import type { Connection } from "./connection.js";
import { type MessageTable, messageTable } from "./message-table.js";
import { Sessions } from "./sessions.js";

/** A request that can be answered. */
export interface Request {
  readonly handler: Handler;
  readonly clientIndex: number;
  readonly context: number;
  readonly fields: object;
}

/** Makes the details that a dump gives out of those that requests alone have led to. */
export type Learned<Request, Details> = (
  details: readonly Fields<Details>[],
  request: Request,
) => Iterable<Fields<Details>>;

/** One run of VPP: its state, its message table, and the clients that it knows. */
export class VppProcess {
  readonly vpp: Vpp;
  readonly #table: MessageTable;
  readonly #sessions = new Sessions();
  /** By the name of the dump. */
  readonly #learned = new Map<string, Learned<object, object>>();

  constructor(pid: number, options: VppOptions) {
    this.vpp = newVpp(pid, options);
    this.#table = messageTable(featuresWithout(options.without ?? []), options.seed ?? 1);
  }

  /**
   * Reads a request. Opening and closing a session is done at once; what VPP does not answer (unknown ids, messages
   * that are too short, replies) gives undefined.
   */
  receive(connection: Connection, bytes: Buffer): Request | undefined {
    if (bytes.length < 2) return undefined;
    const id = bytes.readUInt16BE(0);
    if (id === this.#table.idOf(SockclntCreate)) this.#openSession(connection, bytes);
    if (id === this.#table.idOf(SockclntDelete)) this.#closeSession(bytes);
    const handler = this.#table.handlerOf(id);
    const message = handler && decoded(handler.message, bytes);
    return message && { handler: handler!, ...message };
  }

  /** Handles a request and sends what comes of it: to the client that its client index names, and events to others. */
  answer(request: Request): Set<Connection> {
    const { handler, clientIndex, fields } = request;
    doWhatIsDue(this.vpp);
    return this.#send(request, this.#withLearned(request, handler.handle(this.vpp, fields as never, { clientIndex })));
  }

  /** Lets a dump tell of what packets would have taught this VPP. */
  learn<Request, Details>(
    { name }: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    learned: Learned<Request, Details>,
  ): void {
    this.#learned.set(name, learned as unknown as Learned<object, object>);
  }

  /** Milliseconds until this VPP does something by itself, undefined when it has nothing to do. */
  get dueInMs(): number | undefined {
    const { plans, now } = this.vpp;
    return plans.length === 0 ? undefined : Math.min(...plans.map(({ atMs }) => atMs)) - now();
  }

  /** Does what is due by now, and sends the events of it. */
  catchUp(): Set<Connection> {
    doWhatIsDue(this.vpp);
    return this.#sendEvents();
  }

  /** Handles a request, but sends the events alone. */
  answerUnheard(request: Request): Set<Connection> {
    const { handler, clientIndex, fields } = request;
    handler.handle(this.vpp, fields as never, { clientIndex });
    return this.#sendEvents();
  }

  /** Answers without handling: with a return code, or with no details for a dump. */
  refuse(request: Request, retval: number): Set<Connection> {
    const { isDump, end } = request.handler;
    if (end !== undefined) return this.#send(request, { details: [], retval });
    return this.#send(request, isDump ? [] : { retval });
  }

  /** Sends an event to all clients. */
  tell<T>(event: Message<T>, fields: Fields<T>): Set<Connection> {
    for (const clientIndex of this.#sessions.clientIndexes()) emit(this.vpp, clientIndex, event, fields);
    return this.#sendEvents();
  }

  /** Forgets a client whose connection ended. */
  forget(connection: Connection): void {
    const { clientIndex } = connection;
    if (clientIndex === undefined) return;
    connection.clientIndex = undefined;
    this.#sessions.close(clientIndex);
    this.vpp.subscriptions.interfaces.delete(clientIndex);
    this.vpp.subscriptions.neighbors.delete(clientIndex);
    forgetListener(this.vpp, clientIndex);
  }

  #withLearned({ handler, fields }: Request, answers: object | Iterable<object>): object | Iterable<object> {
    const learned = this.#learned.get(handler.message.name);
    if (learned === undefined) return answers;
    if (handler.end === undefined) return learned([...(answers as Iterable<object>)], fields);
    const stream = answers as Stream;
    return { ...stream, details: learned([...stream.details], fields) };
  }

  #send({ handler, clientIndex, context }: Request, answers: object | Iterable<object>): Set<Connection> {
    const to = this.#sessions.get(clientIndex);
    if (to === undefined) return this.#sendEvents();
    const head = { id: handler.sentAs ?? this.#table.idOf(handler.answer), clientIndex, context };
    const { end } = handler;
    const details = end === undefined ? answers : (answers as Stream).details;
    if (handler.isDump) for (const each of details as Iterable<object>) to.send(handler.answer, head, each);
    else to.send(handler.answer, head, answers);
    if (end !== undefined) {
      const { retval, cursor = NONE } = answers as Stream;
      to.send(end, { ...head, id: this.#table.idOf(end) }, { retval, cursor });
    }
    return this.#sendEvents().add(to);
  }

  #sendEvents(): Set<Connection> {
    const listeners = new Set<Connection>();
    if (this.vpp.events.length === 0) return listeners;
    for (const { clientIndex, message, fields } of this.vpp.events.splice(0)) {
      const listener = this.#sessions.get(clientIndex);
      if (listener === undefined) continue;
      listener.send(message, { id: this.#table.idOf(message), clientIndex, context: 0 }, fields);
      listeners.add(listener);
    }
    return listeners;
  }

  #openSession(connection: Connection, bytes: Buffer): void {
    const asked = decoded(SockclntCreate, bytes);
    if (asked === undefined) return;
    const index = this.#sessions.open(connection);
    connection.clientIndex = index;
    const head = { id: this.#table.idOf(SockclntCreateReply), clientIndex: 0, context: asked.context };
    connection.send(SockclntCreateReply as Message<unknown>, head, {
      response: 0,
      index,
      messageTable: this.#table.entries,
    });
    connection.flush();
  }

  #closeSession(bytes: Buffer): void {
    const asked = decoded(SockclntDelete, bytes) as { context: number; fields: { index: number } } | undefined;
    const closed = asked && this.#sessions.get(asked.fields.index);
    if (closed === undefined) return;
    const head = { id: this.#table.idOf(SockclntDeleteReply), clientIndex: 0, context: asked!.context };
    closed.send(SockclntDeleteReply as Message<unknown>, head, { response: 1 });
    this.forget(closed);
    closed.end();
    closed.flush();
  }
}

/** A request as the journal shows it. */
export function describeRequest(message: Message<unknown>, bytes: Buffer): JournalEntry {
  const { clientIndex, fields } = decodeMessage(message, bytes);
  return { message: message.name, fields: fields as object, clientIndex };
}

/** Undefined for a message shorter than its fields need; longer ones are fine. */
function decoded(message: Message<unknown>, bytes: Buffer) {
  try {
    return decodeMessage(message, bytes) as { clientIndex: number; context: number; fields: object };
  } catch (error) {
    if (error instanceof VppDecodeError) return undefined;
    throw error;
  }
}

function featuresWithout(names: readonly string[]): readonly Feature[] {
  return allFeatures().map((feature) => ({
    ...feature,
    handlers: feature.handlers.filter(({ message }) => !names.includes(message.name)),
  }));
}
