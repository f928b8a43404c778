import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { GetApiJson } from "../api/memclnt.js";
import { ByteReader } from "../codec/byte-reader.js";
import type { CursorMessage, DumpMessage, Message, RequestMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { type AnyMessage, type CompiledApi, compileApi } from "../description/compile.js";
import type { ApiDescription } from "../description/model.js";
import { VppConnectionLost, VppUnknownMessageError } from "../errors/vpp-errors.js";
import type { FrameReader } from "../transport/frame-reader.js";
import type { Session } from "../transport/session.js";
import type { ApiSocket } from "../transport/socket.js";
import { SocketWriter } from "../transport/socket-writer.js";
import { describeWholeApi } from "./api-description.js";
import { callOnce } from "./call.js";
import type { CallOptions, VppCaller } from "./caller.js";
import { type Clock, systemClock } from "./deadlines.js";
import { dumpAll, streamAll } from "./dump.js";
import { EventListeners } from "./events.js";
import { Multiplexer } from "./multiplexer.js";
import { takeLeave } from "./take-leave.js";
import type { Trace, TraceRecord } from "./trace.js";

export interface ClientOptions {
  /** Milliseconds to wait for an answer. Default 10,000. */
  readonly timeoutMs?: number;
  /** Requests that may be under way at once; more wait their turn. Default 256. */
  readonly window?: number;
  /** Called with every message. Default: none. */
  readonly trace?: Trace;
  /** Default: the clock of the system. */
  readonly clock?: Clock;
}

export interface VppIdentity {
  /** Process id of VPP in its own pid namespace. */
  readonly pid: number;
}

const defaultTimeoutMs = 10_000;
const defaultWindow = 256;
/** VPP collects 3 MB of text for this; a loaded machine needs its time. */
const apiTimeoutMs = 60_000;

/** One session with a VPP. It ends with the connection; `VppConnection` makes new ones. */
export class VppClient implements VppCaller {
  /** Settles when the session has ended, with the reason. */
  readonly ended: Promise<Error>;
  readonly #socket: Socket;
  /** Turned to each message that comes. */
  readonly #reader = new ByteReader(Buffer.alloc(0));
  readonly #session: Session;
  readonly #options: ClientOptions;
  readonly #multiplexer: Multiplexer;
  readonly #events: EventListeners;
  readonly #writer: SocketWriter;
  readonly #resolveEnded: (reason: Error) => void;
  #api: Promise<CompiledApi> | undefined;
  #lateReplies = 0;

  /** For `connectVpp`: takes over a socket on which the handshake is done. */
  constructor(connected: ApiSocket, frames: FrameReader, session: Session, options: ClientOptions) {
    const { socket } = connected;
    this.#socket = socket;
    this.#session = session;
    this.#options = options;
    this.#writer = new SocketWriter(socket, (unwritten) => this.#multiplexer.keepsBusy(unwritten));
    this.#events = new EventListeners(session.table);
    const { window = defaultWindow, clock = systemClock, trace } = options;
    this.#multiplexer = new Multiplexer(session, this.#writer, { window, clock, trace });
    let resolveEnded: (reason: Error) => void = () => {};
    this.ended = new Promise((resolve) => {
      resolveEnded = resolve;
    });
    this.#resolveEnded = resolveEnded;
    this.#followSocket(connected, frames);
  }

  call<Request, Reply>(
    message: RequestMessage<Request, Reply>,
    fields: Input<Request> = {} as Input<Request>,
    options: CallOptions = {},
  ): Promise<Reply> {
    return callOnce(this.#multiplexer, message, fields, this.#timeoutOf(options), options.signal);
  }

  dump<Request, Details>(
    message: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    fields: Input<Request> = {} as Input<Request>,
    options: CallOptions = {},
  ): AsyncIterable<Details> {
    const { signal } = options;
    const timeoutMs = this.#timeoutOf(options);
    const { table } = this.#session;
    if (message.kind === "dump") {
      const strayReplyId = table.idOfName(`${message.name}_reply`);
      return dumpAll(this.#multiplexer, message, strayReplyId, fields, timeoutMs, signal);
    }
    return streamAll(this.#multiplexer, message, table.idOf(message.reply), fields, timeoutMs, signal);
  }

  supports(message: Message<unknown>): boolean {
    return this.#session.table.has(message);
  }

  /**
   * Calls `listener` for each event until the function that it gives is called. What VPP sends must be asked for by the
   * `want_` request that belongs to it. Throws VppUnknownMessageError.
   */
  on<T>(event: Message<T>, listener: (fields: T) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** Events from this call on, until the loop is left, `signal` aborts or the session ends (VppConnectionLost unless by `close`). */
  events<T>(event: Message<T>, options: { readonly signal?: AbortSignal } = {}): AsyncIterable<T> {
    return this.#events.iterate(event, options.signal);
  }

  /**
   * The VPP process that this session is with. Another pid means another process, which knows nothing of what was
   * configured before. In a container a restarted VPP may get the same pid again.
   */
  get identity(): VppIdentity {
    return { pid: this.#session.pid };
  }

  /** All messages that the connected VPP has loaded, as `name_crc`. */
  get messageNames(): readonly string[] {
    return this.#session.table.names;
  }

  /** VPP's description of its own API, fetched once. Throws VppUnknownMessageError where VPP is too old to give it. */
  async api(): Promise<ApiDescription> {
    return (await this.#compiledApi()).description;
  }

  /**
   * Any message of the connected VPP, ready to use. Throws VppUnknownMessageError when it has none of this name,
   * or when it describes another version of it than its table lists.
   */
  async messageByName(name: string): Promise<AnyMessage> {
    const message = (await this.#compiledApi()).message(name);
    if (message === undefined) throw new VppUnknownMessageError(name, "", this.#session.table.crcOf(name));
    this.#session.table.idOf(message);
    return message;
  }

  /** Answers that came after their request was given up. */
  get lateReplies(): number {
    return this.#lateReplies;
  }

  /** Ends the session. What is still waited for fails with VppConnectionLost. VPP is told (`takeLeave`). */
  close(): void {
    this.#forget(new VppConnectionLost("the session was closed"), {});
    takeLeave(this.#socket, this.#session);
  }

  #timeoutOf(options: CallOptions): number {
    return options.timeoutMs ?? this.#options.timeoutMs ?? defaultTimeoutMs;
  }

  #compiledApi(): Promise<CompiledApi> {
    this.#api ??= this.call(GetApiJson, {}, { timeoutMs: apiTimeoutMs })
      .then(({ json }) => compileApi(describeWholeApi(json)))
      .catch((error) => {
        this.#api = undefined;
        throw error;
      });
    return this.#api;
  }

  #followSocket(connected: ApiSocket, frames: FrameReader): void {
    const lost = (detail: string, cause?: unknown) => {
      const error = new VppConnectionLost(`the connection to VPP is lost: ${detail}`, { cause });
      this.#end(error, { error });
    };
    const receive = (bytes: Buffer, start: number, end: number) => this.#receive(bytes, start, end);
    connected.onBytes = (chunk) => {
      try {
        frames.read(chunk, receive);
        this.#writer.afterAnswers();
      } catch (error) {
        lost("what VPP sends cannot be followed", error);
      }
    };
    const { socket } = connected;
    socket.on("error", (error) => lost(error.message, error));
    socket.on("close", () => lost("VPP closed it"));
  }

  #receive(bytes: Buffer, start: number, end: number): void {
    if (end - start < 2) return;
    const reader = this.#reader;
    reader.turnTo(bytes, start, end);
    const id = reader.u16();
    reader.offset = start;
    const direction = this.#deliver(reader, id);
    if (direction === "late") this.#lateReplies++;
    this.#options.trace?.({ direction, name: this.#session.table.nameOf(id) ?? `id ${id}` });
  }

  #deliver(message: ByteReader, id: number): TraceRecord["direction"] {
    try {
      if (this.#events.deliver(message, id)) return "event";
    } catch {
      // Nobody waits for this one message: the session goes on, the trace shows it.
      return "damaged";
    }
    return this.#multiplexer.deliver(message, id) ? "received" : "late";
  }

  #end(reason: Error, eventsEnd: { readonly error?: unknown }): void {
    this.#forget(reason, eventsEnd);
    this.#socket.destroy();
  }

  #forget(reason: Error, eventsEnd: { readonly error?: unknown }): void {
    this.#multiplexer.close(reason);
    this.#events.close(eventsEnd);
    this.#writer.close();
    this.#resolveEnded(reason);
  }
}
