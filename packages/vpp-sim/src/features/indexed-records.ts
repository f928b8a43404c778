/** Bytes of text in the tags of lists, which end with a NUL. */
export const TAG_SIZE = 63;

/** The index that a new record gets. VPP uses the one that was freed last; for one that is freed at a time that is the same. */
export function lowestFreeIndex(records: ReadonlyMap<string, unknown>): number {
  let index = 0;
  while (records.has(String(index))) index++;
  return index;
}
