/** One writer at a time: edits, commits and rollbacks run in the order in which they were handed in. Readers do not wait here. */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all that was handed in before has ended, whatever its end. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
