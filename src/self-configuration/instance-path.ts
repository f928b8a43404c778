/** Instance paths in errors (RFC 7951 6.11). */

/** One entry of a list with a single key: `host-key[name='x']`. */
export function entryPath(parent: string, list: string, key: string, value: string): string {
  const quoted = value.includes("'") ? `"${value}"` : `'${value}'`;
  return `${parent}/${list}[${key}=${quoted}]`;
}
