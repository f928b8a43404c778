/** Writes to a stream no faster than its peer reads. */

import type { Duplex, Writable } from "node:stream";

/** The peer is gone, or takes nothing any more. */
export class StreamGoneError extends Error {
  override readonly name = "StreamGoneError";
}

export interface WriterOptions {
  readonly stream: Duplex;
  /** The connection beneath, when it queues what the stream has written. SSH does: its window says nothing of TCP. */
  readonly carrier?: Writable | undefined;
  /** A queue of which nothing is taken for so long is given up. */
  readonly stalledTimeoutMs: number;
  /** Nothing is written any more when this is aborted. */
  readonly gone: AbortSignal;
}

export class StreamWriter {
  constructor(readonly options: WriterOptions) {}

  /**
   * Writes everything; at most one piece is ahead of the peer beyond the queue of the stream. Throws StreamGoneError.
   * @param written is given each piece that the stream has no more use for
   */
  async write(
    pieces: AsyncIterable<Uint8Array>,
    written: (piece: Uint8Array) => void = () => undefined,
  ): Promise<void> {
    const { stream, carrier } = this.options;
    for await (const piece of pieces) {
      if (this.options.gone.aborted || !stream.writable) throw new StreamGoneError("the stream is closed");
      this.#joinWrites();
      stream.write(piece, (error) => {
        if (!error) written(piece);
      });
      if (stream.writableNeedDrain) await this.#drained(stream);
      if (carrier?.writableNeedDrain) await this.#drained(carrier);
    }
  }

  /** SSH makes several packets of a piece, and one of its frame: they go to the carrier together, at the end of this turn. */
  #joinWrites(): void {
    const { carrier } = this.options;
    if (carrier === undefined || carrier.writableCorked > 0) return;
    carrier.cork();
    process.nextTick(() => carrier.uncork());
  }

  #drained(queue: Writable): Promise<void> {
    const { gone, stalledTimeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      let length = queue.writableLength;
      const timer = setInterval(() => {
        if (queue.writableLength === length) fail("the peer does not read");
        length = queue.writableLength;
      }, stalledTimeoutMs);
      const finish = () => {
        clearInterval(timer);
        queue.off("drain", succeed).off("close", close).off("error", close);
        gone.removeEventListener("abort", close);
      };
      const succeed = () => {
        finish();
        resolve();
      };
      const fail = (reason: string) => {
        finish();
        reject(new StreamGoneError(reason));
      };
      const close = () => fail("the stream is closed");
      queue.on("drain", succeed).on("close", close).on("error", close);
      gone.addEventListener("abort", close);
      if (gone.aborted) close();
    });
  }
}
