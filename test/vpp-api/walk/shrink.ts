/**
 * Leaves out of a sequence what is not needed for what it brings about, in pieces that become smaller.
 * @param stillDoes whether what is left brings it about; asked once for each piece
 * @returns a sequence of which no single item can be left out
 */
export async function shrink<Item>(
  items: readonly Item[],
  stillDoes: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let needed = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < needed.length; ) {
      const fewer = [...needed.slice(0, start), ...needed.slice(start + size)];
      if (fewer.length < needed.length && fewer.length > 0 && (await stillDoes(fewer))) needed = fewer;
      else start += size;
    }
  }
  return needed;
}
