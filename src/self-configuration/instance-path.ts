/** Instance paths in errors (RFC 7951 6.11). */

import { formatPredicate } from "../schema/instance-path.js";

/** One entry of a list with a single key: `host-key[name='x']`. */
export function entryPath(parent: string, list: string, key: string, value: string): string {
  return `${parent}/${list}${formatPredicate(key, value)}`;
}
