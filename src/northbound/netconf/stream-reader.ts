/** Takes bytes from a stream one chunk at a time; what is not asked for stays with the peer (back-pressure). */

import type { Duplex } from "node:stream";

export class StreamReader {
  #wake: (() => void) | undefined;
  #stopped = false;

  constructor(readonly stream: Duplex) {
    const wake = () => this.#wake?.();
    const stop = () => this.stop();
    stream.on("readable", wake).on("end", stop).on("close", stop).on("error", stop);
  }

  /** Ends the reading: `chunks` finishes, also while it waits. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Chunks until the peer ends the stream, it breaks, or `stop`. */
  async *chunks(): AsyncGenerator<Buffer, void> {
    while (!this.#stopped) {
      const chunk: Buffer | null = this.stream.read();
      if (chunk !== null) yield chunk;
      else await this.#something();
    }
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
