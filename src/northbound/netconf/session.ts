/** One NETCONF session on a stream of bytes: hellos, then requests answered one after the other. */

import type { Duplex, Writable } from "node:stream";
import type { Logger } from "pino";
import { errorsOf, ManagementError } from "../../errors/management-error.js";
import type { EncodedEvent } from "../../operations/events/encoded-event.js";
import type { Management, RequestNotes, RpcDocument, Session } from "../../operations/management.js";
import { traced, traceParent } from "../../operations/trace-parent.js";
import { discardLong } from "../../worker-calls/discard.js";
import { decodeOperation, isCloseSession } from "./decode-operation.js";
import { waitsForInput } from "./early-beginning.js";
import { FrameDecoder } from "./frame-decoder.js";
import { decodeHello, encodeHello, hasPrivateCandidate, negotiateFraming } from "./hello.js";
import { IdleTimer } from "./idle-timer.js";
import type { NetconfLimits } from "./limits.js";
import { MessageSender, one } from "./message-sender.js";
import { TRACE_CONTEXT } from "./namespaces.js";
import { encodeAnswer, encodeErrors, encodeOk, encodeReply } from "./rpc-reply.js";
import { brokenMessageError, logRefusal, withoutMessageId } from "./session-errors.js";
import { SessionEvents } from "./session-events.js";
import { started } from "./started.js";
import { StreamReader } from "./stream-reader.js";
import { StreamGoneError } from "./stream-writer.js";
import { type ClientTxid, takeTxids } from "./txid/client-txids.js";
import { withTxids } from "./txid/with-txids.js";
import { decodeLeniently } from "./unqualified-parameter.js";

export interface NetconfSessionOptions {
  readonly stream: Duplex;
  /** The connection beneath the stream, when it has a queue of its own. */
  readonly carrier?: Writable | undefined;
  readonly management: Management;
  readonly user: string;
  /** Groups that the transport reports for access control, such as those of a certificate. Default none. */
  readonly groups?: readonly string[] | undefined;
  /** As in ietf-netconf-monitoring: "netconf-ssh", "netconf-tls"; or "netconf-local". */
  readonly transport: string;
  /** Address of the client. */
  readonly source: string;
  readonly limits: NetconfLimits;
  readonly log: Logger;
  /** What the client calls itself, where the transport tells: "paramiko_2.12.0". */
  readonly clientSoftware?: string | undefined;
  /** The server closes: the request under way is answered, then the session ends. */
  readonly closing: AbortSignal;
  /** The transport is gone: nothing more is written. */
  readonly gone: AbortSignal;
}

/**
 * Serves one client until it closes the session, the session is killed, the stream ends, or the peer breaks the
 * protocol. Returns when the session is released; everything is written, but the stream is left for the caller to
 * end. Never throws for what a peer does; throws what `openSession` throws.
 */
export async function serveNetconf(options: NetconfSessionOptions): Promise<void> {
  const { stream, management } = options;
  const gone = new AbortController();
  const leave = () => gone.abort();
  const session = management.openSession({
    user: options.user,
    groups: options.groups,
    transport: options.transport,
    source: options.source,
    onKilled: () => {
      leave();
      stream.destroy();
    },
    deliver: (events) => served.deliver(events),
    gone: gone.signal,
  });
  options.gone.addEventListener("abort", leave);
  if (options.gone.aborted) leave();
  const log = options.log.child({ session: session.id, user: options.user, source: options.source });
  log.info("NETCONF session started");
  const served = new NetconfSession(options, session, gone.signal, log);
  try {
    await session.close({ reason: await served.run() });
  } catch (error) {
    if (error instanceof StreamGoneError) log.info({ reason: error.message }, "NETCONF client is gone");
    else log.error({ err: error }, "NETCONF session failed");
  } finally {
    options.gone.removeEventListener("abort", leave);
    await session.close({ reason: "dropped" });
    log.info({ ...session.counters }, "NETCONF session ended");
  }
}

class NetconfSession {
  readonly #reader: StreamReader;
  readonly #sender: MessageSender;
  readonly #decoder: FrameDecoder;
  /** Aborted when the session is over: what it has subscribed to ends. */
  readonly #over = new AbortController();
  readonly #events: SessionEvents;
  #state: "hello" | "rpc" | "closed" = "hello";
  /** As RFC 6470 calls it, once the state is "closed". */
  #end: "closed" | "timeout" | "bad-hello" = "closed";
  readonly #idle: IdleTimer;

  constructor(
    readonly options: NetconfSessionOptions,
    readonly session: Session,
    readonly gone: AbortSignal,
    readonly log: Logger,
  ) {
    const { stream, carrier, limits } = options;
    this.#reader = new StreamReader(stream);
    this.#sender = new MessageSender({ stream, carrier, stalledTimeoutMs: limits.stalledReplyTimeoutMs, gone });
    this.#decoder = new FrameDecoder(limits.maxHelloBytes);
    this.#idle = new IdleTimer(limits.idleSessionTimeoutMs, () => this.#timeOut("NETCONF session was idle"));
    this.#events = new SessionEvents({
      send: (notifications) => this.#sender.sendTogether(notifications),
      sent: (count) => {
        this.session.counters.outNotifications += count;
      },
      ended: () => this.#waitForRequest(),
      failed: (error) => {
        if (this.#isOver()) return;
        this.log.error({ err: error }, "notifications could not be sent");
        stream.destroy();
      },
    });
  }

  /** Returns why the session is over. */
  async run(): Promise<"closed" | "timeout" | "bad-hello" | "dropped"> {
    const { closing, limits, management } = this.options;
    const stop = () => this.#reader.stop();
    for (const signal of [closing, this.gone]) signal.addEventListener("abort", stop);
    const helloTimer = setTimeout(() => this.#timeOut("NETCONF client sent no hello in time"), limits.helloTimeoutMs);
    try {
      await this.#sender.send(one(encodeHello(management.capabilities(), this.session.id)));
      await this.#serve(helloTimer);
      return this.#state === "closed" ? this.#end : "dropped";
    } finally {
      clearTimeout(helloTimer);
      this.#idle.stop();
      this.#over.abort();
      this.#sender.stop();
      for (const signal of [closing, this.gone]) signal.removeEventListener("abort", stop);
    }
  }

  /** One message is answered before the next is read, so a client that sends faster is held back by its transport. */
  async #serve(helloTimer: NodeJS.Timeout): Promise<void> {
    try {
      if (this.#isOver()) return;
      for await (const chunk of this.#reader.chunks()) {
        this.#idle.stop();
        for (const message of this.#decoder.decode(chunk)) {
          if (this.#state === "hello") {
            this.#takeHello(message);
            clearTimeout(helloTimer);
          } else {
            await this.#answer(message);
          }
          if (this.#isOver()) return;
        }
        if (this.#state === "rpc") this.#waitForRequest();
      }
    } catch (error) {
      await this.#reportBrokenMessage(error);
    }
  }

  #isOver(): boolean {
    return this.#state === "closed" || this.gone.aborted || this.options.closing.aborted;
  }

  /** Whoever waits for events is not idle. */
  #waitForRequest(): void {
    if (!this.#events.areAwaited && !this.#over.signal.aborted) this.#idle.start();
  }

  #timeOut(reason: string): void {
    this.log.warn(reason);
    this.#end = "timeout";
    this.#state = "closed";
    this.#reader.stop();
  }

  #takeHello(message: Buffer): void {
    try {
      const capabilities = decodeHello(message);
      const framing = negotiateFraming(capabilities);
      this.session.usesPrivateCandidate = hasPrivateCandidate(capabilities);
      this.#decoder.use(framing, this.options.limits.maxMessageBytes);
      this.#sender.use(framing, waitsForInput(this.options.clientSoftware ?? "", capabilities));
      this.#state = "rpc";
    } catch (error) {
      // There is no reply to a hello: a session that cannot begin ends (RFC 6241 8.1).
      this.log.warn({ reason: ManagementError.from(error).message }, "NETCONF hello refused");
      this.#end = "bad-hello";
      this.#state = "closed";
    }
  }

  async #answer(message: Buffer): Promise<void> {
    const { management } = this.options;
    const taken = takeTxids(message);
    let rpc: RpcDocument;
    try {
      rpc = await decodeLeniently(management, taken.message);
    } catch (error) {
      this.session.counters.inBadRpcs++;
      await this.#sendErrors([], errorsOf(error));
      return;
    }
    try {
      await this.#answerRpc(rpc, taken.txids);
    } finally {
      management.releaseRpc(rpc.document);
    }
  }

  async #answerRpc(rpc: RpcDocument, txids: readonly ClientTxid[]): Promise<void> {
    const errors = rpc.errors?.length ? rpc.errors : withoutMessageId(rpc);
    if (errors.length > 0) {
      this.#count(errors);
      return this.#sendErrors(rpc.attributes, errors);
    }
    this.session.counters.inRpcs++;
    if (isCloseSession(rpc)) {
      this.#state = "closed";
      return this.#sender.send(encodeReply(rpc.attributes, encodeOk()));
    }
    const notes = notesOf(rpc);
    const log = this.log.child({ operation: rpc.operation, ...traced(notes) });
    let body: AsyncIterable<Uint8Array>;
    try {
      body = await this.#execute(rpc, notes, txids);
    } catch (error) {
      logRefusal(log, error);
      return this.#sendErrors(rpc.attributes, errorsOf(error));
    }
    // A reply is made for this client alone. Left to the collector of garbage, long ones would have it run at every moment.
    await this.#sender.send(encodeReply(rpc.attributes, body), discardLong);
    log.debug("request answered");
    this.#events.begin();
  }

  deliver(events: AsyncGenerator<EncodedEvent>): void {
    this.#events.deliver(events);
  }

  /** A read has begun when this returns, so that its first failure is still an error reply. */
  async #execute(
    rpc: RpcDocument,
    notes: RequestNotes,
    txids: readonly ClientTxid[],
  ): Promise<AsyncIterable<Uint8Array>> {
    const { management } = this.options;
    const { schema } = management;
    const operation = withTxids(decodeOperation(rpc, schema, this.#over.signal), txids, schema);
    if (operation.kind === "subscribe") this.#events.checkSubscribe();
    const answer = await management.execute(this.session, operation, notes);
    if (answer.kind === "subscription") {
      this.#events.subscribe(answer.events);
      return encodeOk();
    }
    if (answer.kind !== "data") return encodeAnswer(operation.kind, answer);
    return encodeAnswer(operation.kind, { ...answer, chunks: await started(answer.chunks) });
  }

  /** RFC 6022: a message that is not a correct <rpc> is a bad one, a request that cannot be done is not. */
  #count(errors: readonly ManagementError[]): void {
    const { counters } = this.session;
    if (errors.some((error) => error.type === "rpc" || error.tag === "malformed-message")) counters.inBadRpcs++;
    else counters.inRpcs++;
  }

  /** What cannot be read any further ends the session, with one last error where the peer can take it. */
  async #reportBrokenMessage(error: unknown): Promise<void> {
    const last = brokenMessageError(error);
    if (last === undefined) throw error;
    this.log.warn({ reason: last.message }, "NETCONF peer broke the framing");
    this.session.counters.inBadRpcs++;
    if (this.#state === "rpc") await this.#sendErrors([], [last]);
  }

  #sendErrors(attributes: RpcDocument["attributes"], errors: readonly ManagementError[]): Promise<void> {
    this.session.counters.outRpcErrors++;
    const { framing } = this.#sender;
    return this.#sender.send(encodeReply(attributes, encodeErrors(errors, framing, this.options.management.schema)));
  }
}

/** The reply has the attributes of the <rpc>, that of the trace among them (RFC 6241 4.2). */
function notesOf({ input, attributes }: RpcDocument): RequestNotes {
  const comment = input["sweetcomb-audit:comment"];
  const trace = attributes.find(({ name, namespace }) => name === "traceparent" && namespace === TRACE_CONTEXT);
  return { comment: typeof comment === "string" ? comment : undefined, traceParent: traceParent(trace?.value) };
}
