/** The writing half of a session: whole messages in frames, one after the other, whoever sends them. */

import { EarlyBeginning, withoutFirstByte } from "./early-beginning.js";
import { frameMessage, frameWhole } from "./frame-encoder.js";
import type { Framing } from "./framing.js";
import { StreamWriter, type WriterOptions } from "./stream-writer.js";

export class MessageSender {
  readonly #writer: StreamWriter;
  #lastSent: Promise<unknown> = Promise.resolve();
  #framing: Framing = "end-of-message";
  /** There once the framing is chunked, for a client that waits for input. */
  #early: EarlyBeginning | undefined;
  #isOver = false;

  constructor(readonly options: WriterOptions) {
    this.#writer = new StreamWriter(options);
  }

  get framing(): Framing {
    return this.#framing;
  }

  /**
   * What the hellos have agreed on.
   * @param waitsForInput whether the client looks for its next request only when something has arrived
   */
  use(framing: Framing, waitsForInput: boolean): void {
    this.#framing = framing;
    if (waitsForInput && framing === "chunked") this.#early = this.#newEarlyBeginning();
  }

  /** The session is over: nothing is sent ahead any more. */
  stop(): void {
    this.#isOver = true;
    this.#early?.stop();
  }

  /**
   * Resolves when the message is written. Throws StreamGoneError.
   * @param written is given each piece that the stream has no more use for
   */
  send(message: AsyncIterable<Uint8Array>, written?: (piece: Uint8Array) => void): Promise<void> {
    return this.#inTurn(() => this.#write(message, written));
  }

  /** Several messages as one piece, unless each has its beginning sent ahead. */
  async sendTogether(messages: readonly Buffer[]): Promise<void> {
    if (this.#early === undefined) {
      const frames = Buffer.concat(messages.flatMap((message) => frameWhole(this.#framing, message)));
      await this.#inTurn(() => this.#writer.write(one(frames)));
    } else for (const message of messages) await this.send(one(message));
  }

  #inTurn(write: () => Promise<void>): Promise<void> {
    const sent = this.#lastSent.then(write);
    this.#lastSent = sent.catch(() => undefined);
    return sent;
  }

  async #write(message: AsyncIterable<Uint8Array>, written?: (piece: Uint8Array) => void): Promise<void> {
    if (this.#early === undefined) return this.#writer.write(frameMessage(this.#framing, message), written);
    const rest = frameMessage(this.#framing, withoutFirstByte(message));
    await this.#writer.write(this.#early.continueWith(rest), written);
    if (!this.#isOver) this.#early.start();
  }

  #newEarlyBeginning(): EarlyBeginning {
    const { stream, gone } = this.options;
    return new EarlyBeginning((bytes) => {
      if (!gone.aborted && stream.writable) stream.write(bytes);
    });
  }
}

/** A message that is there whole, as one piece. */
export async function* one(message: Buffer): AsyncGenerator<Buffer, void> {
  yield message;
}
