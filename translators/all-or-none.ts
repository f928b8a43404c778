/**
 * Does something for each item in turn, for objects that are several messages of VPP. Where one is refused, what was done is
 * taken back, and the refusal is thrown.
 */
export async function allOrNone<Item>(
  items: Iterable<Item>,
  step: (item: Item) => Promise<unknown>,
  takeBack: (item: Item) => Promise<unknown>,
): Promise<void> {
  const done: Item[] = [];
  try {
    for (const item of items) {
      await step(item);
      done.push(item);
    }
  } catch (refusal) {
    for (const item of done.reverse()) await takeBack(item);
    throw refusal;
  }
}
