import type { Buffer } from "node:buffer";
import { ByteWriter } from "../codec/byte-writer.js";
import { type Message, type MessageHead, writeMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { beginFrame, endFrame } from "./frame.js";

/** What of a socket is written to; gives the buffer back through the callback. */
export interface ByteSink {
  write(bytes: Buffer, done: () => void): unknown;
}

const flushSize = 64 * 1024;
const keptWriters = 4;
const longestHoldMs = 1;

/**
 * Frames messages and writes those of one turn of the event loop to the socket at once. While VPP has enough to do they wait
 * for more to come, a millisecond at most: VPP answers one by one, and a write for each answer would cost more than the rest.
 */
export class SocketWriter {
  readonly #sink: ByteSink;
  readonly #spare: ByteWriter[] = [];
  #writer: ByteWriter | undefined;
  #closed = false;
  readonly #receiverIsBusy: (unwritten: number) => boolean;
  /** Messages that are not written yet. */
  #unwritten = 0;
  #hold: NodeJS.Timeout | undefined;

  /** @param receiverIsBusy whether VPP has enough to do without the messages, so many, that are not written yet */
  constructor(sink: ByteSink, receiverIsBusy: (unwritten: number) => boolean = () => false) {
    this.#sink = sink;
    this.#receiverIsBusy = receiverIsBusy;
  }

  /** Adds a message. Throws VppEncodeError for fields that do not fit; nothing of the message is sent then. */
  send<T>(message: Message<T>, head: MessageHead, fields: Input<T>): void {
    const writer = this.#current();
    const start = beginFrame(writer);
    try {
      writeMessage(writer, message, head, fields);
    } catch (error) {
      writer.offset = start;
      throw error;
    }
    endFrame(writer, start);
    this.#unwritten++;
    if (writer.offset >= flushSize) this.#flush();
  }

  /** To be called when answers have come: what waited may be due now. */
  afterAnswers(): void {
    if (this.#hold !== undefined && !this.#receiverIsBusy(this.#unwritten)) this.#flush();
  }

  /** Drops what is not yet written, and all that comes. */
  close(): void {
    this.#closed = true;
    this.#writer = undefined;
    clearTimeout(this.#hold);
  }

  #current(): ByteWriter {
    if (this.#writer === undefined) {
      this.#writer = this.#spare.pop() ?? new ByteWriter(flushSize);
      // After the I/O of this turn: what many replies set off goes out in one write.
      setImmediate(() => this.#flushOrHold());
    }
    return this.#writer;
  }

  #flushOrHold(): void {
    if (this.#hold !== undefined) return;
    const mayWait = this.#unwritten > 0 && this.#receiverIsBusy(this.#unwritten);
    if (mayWait) this.#hold = setTimeout(() => this.#flush(), longestHoldMs);
    else this.#flush();
  }

  #flush(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    this.#unwritten = 0;
    if (this.#hold !== undefined) clearTimeout(this.#hold);
    this.#hold = undefined;
    if (writer === undefined || this.#closed || writer.offset === 0) return;
    this.#sink.write(writer.written(), () => {
      writer.offset = 0;
      // A buffer that one large message made grow is not kept for ever.
      if (this.#spare.length < keptWriters && writer.bytes.length <= 2 * flushSize) this.#spare.push(writer);
    });
  }
}
