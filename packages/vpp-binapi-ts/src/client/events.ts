import type { ByteReader } from "../codec/byte-reader.js";
import { type Message, readFields } from "../codec/message.js";
import type { MessageTable } from "../transport/message-table.js";
import { AsyncQueue } from "./async-queue.js";

type Listener = (message: ByteReader) => void;

/** Brings the messages that VPP sends unasked to those who listen. */
export class EventListeners {
  readonly #table: MessageTable;
  /** VPP names all its events so, and what is listened to. An event that nobody listens to must not be taken for an answer. */
  readonly #ids: Set<number>;
  readonly #listeners = new Map<number, Set<Listener>>();
  readonly #queues = new Set<AsyncQueue<never>>();

  constructor(table: MessageTable) {
    this.#table = table;
    this.#ids = table.idsOf((name) => /_event(_v\d+)?$/.test(name));
  }

  /** Calls `listener` for each event until the function that it gives is called. Throws VppUnknownMessageError. */
  on<T>(event: Message<T>, listener: (fields: T) => void): () => void {
    const id = this.#table.idOf(event);
    const listeners = this.#listeners.get(id) ?? new Set();
    const entry: Listener = (message) => {
      const fields = readFields(event, message);
      // What a listener throws is its owner's affair and must not end the session.
      queueMicrotask(() => listener(fields));
    };
    this.#listeners.set(id, listeners.add(entry));
    this.#ids.add(id);
    return () => listeners.delete(entry);
  }

  /** The events from this call on, until the loop is left, `signal` aborts or the connection is closed. Throws what ended the connection. */
  iterate<T>(event: Message<T>, signal?: AbortSignal): AsyncIterable<T> {
    const queue = new AsyncQueue<T>();
    const off = this.on(event, (fields) => queue.push(fields));
    const stop = () => {
      off();
      queue.close();
      signal?.removeEventListener("abort", stop);
      this.#queues.delete(queue as AsyncQueue<never>);
    };
    this.#queues.add(queue as AsyncQueue<never>);
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    return untilLeft(queue, stop);
  }

  /** Returns whether the id is that of an event, heard or not. Throws VppDecodeError for a damaged event. */
  deliver(message: ByteReader, id: number): boolean {
    if (!this.#ids.has(id)) return false;
    const start = message.offset;
    for (const listener of [...(this.#listeners.get(id) ?? [])]) {
      message.offset = start;
      listener(message);
    }
    return true;
  }

  close(end: { readonly error?: unknown }): void {
    for (const queue of this.#queues) queue.close(end);
  }
}

/** The values of a queue; `stop` is called when the loop over them ends. */
async function* untilLeft<T>(queue: AsyncQueue<T>, stop: () => void): AsyncGenerator<T, void, undefined> {
  try {
    yield* queue;
  } finally {
    stop();
  }
}
