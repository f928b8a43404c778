import type { ByteReader } from "../codec/byte-reader.js";
import { type Message, readFields } from "../codec/message.js";
import { MessageStore } from "./message-store.js";

/**
 * Hands details from the connection to one loop, which decodes each when it takes it.
 *
 * It holds all that VPP has sent. Not reading from the socket instead would stop the answers to everything else that is under
 * way, and would not save memory: VPP 26.06 makes a whole dump at once, and what the socket does not take stays on VPP's own
 * heap, whose end would be the end of the forwarding.
 */
export class DetailsQueue<Details> {
  readonly #details: Message<Details>;
  readonly #messages = new MessageStore();
  #end: { readonly error?: unknown } | undefined;
  #waiting: (() => void)[] = [];

  constructor(details: Message<Details>) {
    this.#details = details;
  }

  push(message: ByteReader): void {
    if (this.#end !== undefined) return;
    this.#messages.add(message);
    this.#wake();
  }

  /** The loop ends after what is already there; with `error` it throws then. */
  close(end: { readonly error?: unknown } = {}): void {
    this.#end ??= end;
    this.#wake();
  }

  /** The loop was left. */
  drop(): void {
    this.#end = {};
    this.#messages.clear();
    this.#wake();
  }

  /** Details that cannot be decoded end the loop with VppDecodeError, and not the connection. */
  async next(): Promise<IteratorResult<Details, undefined>> {
    for (;;) {
      const message = this.#messages.take();
      if (message !== undefined) return { value: this.#decode(message), done: false };
      if (this.#end !== undefined) return this.#finish(this.#end);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #decode(message: ByteReader): Details {
    try {
      return readFields(this.#details, message);
    } catch (error) {
      this.drop();
      throw error;
    }
  }

  #finish(end: { readonly error?: unknown }): IteratorResult<Details, undefined> {
    this.#end = {};
    if ("error" in end) throw end.error;
    return { value: undefined, done: true };
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
