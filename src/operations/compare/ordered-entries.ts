/** Entries whose order is the user's (RFC 7950 7.7.7): what is new and what has moved, with the places of both. */

import type { DataEdit } from "./list-entries.js";

/**
 * Edits that bring entries into another order, each behind the one that it follows then. What is gone is not in the way.
 * @param before,after keys or values as URIs have them
 * @param contentOf content of a new entry
 */
export function* orderedEntries(
  before: readonly string[],
  after: readonly string[],
  path: string,
  contentOf: (key: string) => Readonly<Record<string, unknown>>,
): Generator<DataEdit> {
  const [earlier, later] = [new Set(before), new Set(after)];
  const kept = before.filter((key) => later.has(key));
  const keptNow = after.filter((key) => earlier.has(key));
  const hasMoved = kept.some((key, index) => key !== keptNow[index]);
  for (const [index, key] of after.entries()) {
    const target = `${path}=${key}`;
    const place: Pick<DataEdit, "where" | "point"> =
      index === 0 ? { where: "first" } : { where: "after", point: `${path}=${after[index - 1]}` };
    if (!earlier.has(key)) yield { operation: "insert", target, ...place, value: contentOf(key) };
    else if (hasMoved) yield { operation: "move", target, ...place };
  }
}
