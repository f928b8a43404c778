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

/** Frames messages and writes those of one turn of the event loop to the socket at once. */
export class SocketWriter {
  readonly #sink: ByteSink;
  readonly #spare: ByteWriter[] = [];
  #writer: ByteWriter | undefined;
  #closed = false;

  constructor(sink: ByteSink) {
    this.#sink = sink;
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
    if (writer.offset >= flushSize) this.#flush();
  }

  /** Drops what is not yet written, and all that comes. */
  close(): void {
    this.#closed = true;
    this.#writer = undefined;
  }

  #current(): ByteWriter {
    if (this.#writer === undefined) {
      this.#writer = this.#spare.pop() ?? new ByteWriter(flushSize);
      // After the I/O of this turn: what many replies set off goes out in one write.
      setImmediate(() => this.#flush());
    }
    return this.#writer;
  }

  #flush(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer === undefined || this.#closed || writer.offset === 0) return;
    this.#sink.write(writer.written(), () => {
      writer.offset = 0;
      // A buffer that one large message made grow is not kept for ever.
      if (this.#spare.length < keptWriters && writer.bytes.length <= 2 * flushSize) this.#spare.push(writer);
    });
  }
}
