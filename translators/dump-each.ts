/**
 * Dumps for each of several things, such as addresses of all interfaces, all asked for at once: the requests share the way to
 * VPP, which answers them in order.
 */
export async function* dumpEach<Item, Details>(
  items: Iterable<Item>,
  dump: (item: Item) => AsyncIterable<Details>,
): AsyncIterable<readonly [Item, Details]> {
  const answers = Array.from(items, (item) => collect(item, dump(item)));
  // A dump that fails before its turn comes must not count as an unhandled failure.
  for (const answer of answers) answer.catch(() => {});
  for (const answer of answers) yield* await answer;
}

async function collect<Item, Details>(item: Item, dump: AsyncIterable<Details>): Promise<(readonly [Item, Details])[]> {
  const found: (readonly [Item, Details])[] = [];
  for await (const details of dump) found.push([item, details]);
  return found;
}
