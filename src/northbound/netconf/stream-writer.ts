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

/**
 * Bytes that wait in a stream, and a piece more. SSH's would hold 2 MiB, and encrypt all of it in one go when the peer opens its window
 * again, which keeps everybody else waiting.
 */
const MOST_AHEAD_BYTES = 128 * 1024;

export class StreamWriter {
  #onTaken: () => void = () => undefined;

  constructor(readonly options: WriterOptions) {}

  /**
   * Writes everything; at most one piece is ahead of the peer beyond what a stream may hold. Throws StreamGoneError.
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
        this.#onTaken();
      });
      if (stream.writableNeedDrain) await this.#drained(stream);
      while (stream.writableLength > MOST_AHEAD_BYTES) await this.#taken(stream);
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
    return this.#progress(queue, (go) => {
      queue.once("drain", go);
      return () => queue.off("drain", go);
    });
  }

  /** Resolves when the stream has no more use for a further piece. */
  #taken(stream: Writable): Promise<void> {
    return this.#progress(stream, (go) => {
      this.#onTaken = go;
      return () => {
        this.#onTaken = () => undefined;
      };
    });
  }

  /** @param listen has its argument called when there is progress; returns what ends that */
  #progress(queue: Writable, listen: (go: () => void) => () => void): Promise<void> {
    const { gone, stalledTimeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      let length = queue.writableLength;
      const timer = setInterval(() => {
        if (queue.writableLength === length) fail("the peer does not read");
        length = queue.writableLength;
      }, stalledTimeoutMs);
      const finish = () => {
        clearInterval(timer);
        unlisten();
        queue.off("close", close).off("error", close);
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
      const unlisten = listen(succeed);
      queue.on("close", close).on("error", close);
      gone.addEventListener("abort", close);
      if (gone.aborted) close();
    });
  }
}
