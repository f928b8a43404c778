/**
 * Waits for the first chunk of a stream. Until then a failure can still be reported in place of the stream; it is
 * thrown here. A stream that is given up is ended, so that its maker can release what it reads from.
 */
export async function started<T>(chunks: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  return resumed(first, iterator);
}

async function* resumed<T>(first: IteratorResult<T>, iterator: AsyncIterator<T>): AsyncGenerator<T, void> {
  let current = first;
  let finished = false;
  try {
    while (!current.done) {
      yield current.value;
      current = await iterator.next();
    }
    finished = true;
  } finally {
    if (!finished) await iterator.return?.();
  }
}
